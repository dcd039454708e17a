import { describe, expect, it } from "vitest";
import {
  helpRequest,
  magicHelp,
  withHelpAdvice,
} from "../../../kernel/handlers/execution/help-request.ts";
import { compile } from "../../../kernel/language/compile.ts";

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

describe("a help request behind other code", () => {
  /** What is said of a cell that cannot be read, and what was said of it before. */
  const said = (code: string) => {
    const compiled = compile(code, new Map());
    if (compiled.ok) throw new Error(`compiled: ${code}`);
    const found = withHelpAdvice(compiled.errors, code, (head) => compile(head, new Map()).ok);
    return { message: found[0]!.message, before: compiled.errors[0]!.message };
  };

  it.each([
    ["const z = 3\nz?", "z?"],
    ["const z = 3;\n\n  z.toFixed??;\n\n", "z.toFixed??"],
    ["const z = 3;\n?z", "?z"],
    ["const z = 3;\r\n??z", "??z"],
    ["const z = 3\nz?\nMath.max?", "z?"],
    ["z?\n\nMath.max?", "z?"],
  ])("%j is told that it stands alone", (code, asked) => {
    const { message, before } = said(code);
    expect(message).toBe(`${before}\nTo look something up, write ${asked} in a cell of its own.`);
  });

  it.each([
    "const z = z?",
    "f(1,\nz?",
    "const y = (2\nz?",
    "const y = = 3\nz?",
    "z?\n3",
    "let q = 1; let q = 2\nq?",
    "const z = 3\nz.map((x) => x?",
    "const z = 3\nz ? 4",
    "const z = 3 +",
  ])("%j is another fault", (code) => {
    const { message, before } = said(code);
    expect(message).toBe(before);
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
