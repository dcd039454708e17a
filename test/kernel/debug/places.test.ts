import { describe, expect, test } from "vitest";
import { PlaceMap, stopAt, stopsOf } from "../../../kernel/debug/places.ts";
import { compile } from "../../../kernel/language/compile.ts";

const code = [
  "interface Gone { a: number }",
  "",
  "const first: number = 1;",
  "function twice(n: number): number {",
  "  return n * 2;",
  "}",
  "twice(first)",
].join("\n");

const compiled = compile(code, new Map());
if (!compiled.ok) throw new Error("the cell of this test must compile");
const { js, map } = compiled.cell;
const lines = js.split("\n");
const places = new PlaceMap(map);
const lineOf = (part: string) => lines.findIndex((line) => line.includes(part));

describe("a place in the running text", () => {
  test("leads to the user's line", () => {
    const line = lineOf("n * 2");
    expect(places.toUser(line, lines[line]!.indexOf("return"))).toEqual({ line: 4, column: 2 });
  });

  test("before what the compiler added to a statement leads to the statement", () => {
    const line = lineOf("return {value:");
    expect(places.toUser(line, 0)).toMatchObject({ line: 6 });
  });

  test("in the compiler's own lines leads nowhere", () => {
    expect(places.toUser(0, 5)).toBeUndefined();
    expect(places.toUser(lines.length - 1, 0)).toBeUndefined();
    expect(places.toUser(9999, 0)).toBeUndefined();
  });
});

describe("where a breakpoint goes", () => {
  const location = (part: string) => {
    const lineNumber = lineOf(part);
    return { scriptId: "1", lineNumber, columnNumber: lines[lineNumber]!.indexOf(part) };
  };
  const stops = stopsOf(
    [location("return {value:"), location("n * 2"), location("first$.v")],
    places,
  );

  test("to its own line, or the next one that runs", () => {
    expect(stopAt(stops, 0)?.user.line).toBe(2);
    expect(stopAt(stops, 2)?.user.line).toBe(2);
    expect(stopAt(stops, 3)?.user.line).toBe(4);
    expect(stopAt(stops, 5)?.user.line).toBe(6);
  });

  test("nowhere behind the last", () => {
    expect(stopAt(stops, 7)).toBeUndefined();
  });

  test("in a text that runs as it was written, to the line itself", () => {
    const own = stopsOf([{ scriptId: "1", lineNumber: 3, columnNumber: 2 }], undefined);
    expect(stopAt(own, 1)).toEqual({
      user: { line: 3, column: 2 },
      running: { line: 3, column: 2 },
    });
  });
});
