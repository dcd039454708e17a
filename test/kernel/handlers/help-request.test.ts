import { describe, expect, it } from "vitest";
import { helpRequest, magicHelp } from "../../../kernel/handlers/execution/help-request.ts";

describe("a cell that asks for help", () => {
  it.each([
    ["Math.max?", "Math.max", 0],
    ["  study.optimize ?? ", "study.optimize", 1],
    ["?x", "x", 0],
    ["??list[0].name;", "list[0].name", 1],
  ])("%j asks about %j", (cell, expression, detail) => {
    expect(helpRequest(cell)).toEqual({ expression, detail });
  });

  it.each([
    "x",
    "",
    "?",
    "a ? b : c",
    "a ?? b",
    "a?.b",
    "const x = a?\n  b : c",
    "?x?",
    "x???",
    "f(a?)?",
  ])("%j is a cell like any other", (cell) => {
    expect(helpRequest(cell)).toBeUndefined();
  });
});

describe("a cell that asks for help on a magic", () => {
  it.each(["%time?", "?%time", "%%time??", " %time? "])("%j", (cell) => {
    expect(magicHelp(cell)).toMatchObject({
      source: "page",
      data: { "text/plain": expect.stringContaining("%time STATEMENT") },
    });
  });

  it.each(["%time", "?%time?", "%nothing?", "time?"])("%j does not", (cell) => {
    expect(magicHelp(cell)).toBeUndefined();
  });
});
