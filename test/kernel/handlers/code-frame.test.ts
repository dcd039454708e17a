import { expect, test } from "vitest";
import { codeFrames } from "../../../kernel/handlers/execution/cell-errors.ts";
import { codeFrame } from "../../../kernel/handlers/execution/code-frame.ts";

const at = (line: number, column: number, endLine: number, endColumn: number) => ({
  line,
  column,
  endLine,
  endColumn,
  message: "Wrong.",
});

test("shows place, number, line and carets", () => {
  const code = 'let a;\nconst x: number = "a";';
  expect(codeFrame("Cell [3]", code, { ...at(1, 6, 1, 7), code: 2322 })).toBe(
    `Cell [3]:2:7 - TS2322: Wrong.

  2 | const x: number = "a";
    |       ^`,
  );
});

test("a range over several lines is marked to the end of its first", () => {
  expect(
    codeFrame("C", "f(\n1)", at(0, 1, 1, 2))
      .split("\n")
      .at(-1),
  ).toBe("    |  ^");
});

test("tabs stay tabs, so that the caret stands under its column", () => {
  expect(
    codeFrame("C", "\t\tbad", at(0, 2, 0, 5))
      .split("\n")
      .at(-1),
  ).toBe("    | \t\t^^^");
});

test("an error at the end of the source still has a caret", () => {
  expect(
    codeFrame("C", "f(", at(0, 2, 0, 2))
      .split("\n")
      .at(-1),
  ).toBe("    |   ^");
});

test("of many only the first ten are shown, and the rest counted", () => {
  const frames = codeFrames(
    "C",
    "x",
    Array.from({ length: 13 }, () => at(0, 0, 0, 1)),
  );
  expect(frames).toHaveLength(11);
  expect(frames.at(-1)).toContain("3 more");
});
