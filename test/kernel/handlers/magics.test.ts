import { describe, expect, test } from "vitest";
import { completeMagic } from "../../../kernel/handlers/magics/complete.ts";
import { splitMagics } from "../../../kernel/handlers/magics/split.ts";

describe("splitMagics", () => {
  test("takes magic lines from the head and leaves every offset where it was", () => {
    const cell = "\n%check  warn \r\n  %help\n\nlet a = 1;\n";
    const { magics, code } = splitMagics(cell);
    expect(magics).toEqual([
      { name: "check", argument: "warn" },
      { name: "help", argument: "" },
    ]);
    expect(code.length).toBe(cell.length);
    expect(code.indexOf("let")).toBe(cell.indexOf("let"));
    expect(code.split("\n").map((line) => line.trim())).toEqual(["", "", "", "", "let a = 1;", ""]);
  });

  test.each(["let a = 7\n% 4", "a\n%check off", "// %check off", "", "\n\n1"])(
    "leaves %j alone: a remainder is no magic",
    (cell) => {
      expect(splitMagics(cell)).toEqual({ magics: [], code: cell });
    },
  );

  test("a cell of one magic without a line's end is all magic", () => {
    expect(splitMagics("%check off")).toEqual({
      magics: [{ name: "check", argument: "off" }],
      code: " ".repeat(10),
    });
  });

  test("%% is part of the name, so that an unknown cell magic is named as it was written", () => {
    expect(splitMagics("%%module a").magics).toEqual([{ name: "%module", argument: "a" }]);
  });
});

describe("completeMagic", () => {
  test.each([
    ["%", ["%check", "%help"], 0],
    ["%check ", ["block", "warn", "off"], 7],
    ["%help\n%check o", ["off"], 13],
    ["%nothing x", [], 9],
  ])("%j", (cell, matches, start) => {
    expect(completeMagic(cell, cell.length)).toEqual({ matches, start, end: cell.length });
  });

  test.each(["a %", "let a = 7\n% 4", ""])("has nothing to say of %j", (cell) => {
    expect(completeMagic(cell, cell.length)).toBeUndefined();
  });
});
