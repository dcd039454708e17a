/** What a type error says beside TypeScript's own words. */
import { expect, test } from "vitest";
import { notebook } from "./notebook.ts";

test("a type error says what to do", async () => {
  const { errors } = notebook();
  const cases = [
    ["const m = new Map([[1, 2]]);\nm.get(1).toFixed()", "\nWrite m.get(1)?.… to go on only"],
    ["const m = new Map([[1, 2]]);\nm.get(1) + 1", "\nWrite m.get(1) ?? … to put something"],
    ['const a: "maximize" | "minimize" = "max"', '\nDid you mean "maximize"?'],
    ['Math.floor("-1.5")', "\nWrite it without quotes: -1.5"],
    ['const o: { a?: number } = { a: "1" }', "\nWrite it without quotes: 1"],
    [
      'const f = (_: readonly string[], _o?: object) => {};\nf("a", "b")',
      '\nWrite it as a list: ["a", "b"]',
    ],
    [
      'import { readFileSync } from "node:fs";\nJSON.parse(readFileSync("a"))',
      'readFileSync(path, "utf8")',
    ],
    ["const f = (a: number, b: number) => a + b;\nf(1)", "\nAn argument for 'b' was not provided."],
    ["const f = (_: { a?: 1; b?: 2 }) => {};\nf('a')", "\nOptions stand in braces: { … }."],
    ["this.x", "\nAt the top of a cell, this is undefined."],
    [
      "declare function wait(job: () => Promise<number>): void;\nwait(async () => {})",
      "\nIs a return missing?",
    ],
  ] as const;
  for (const [code, advice] of cases) expect((await errors(code)).join("\n")).toContain(advice);
});

test("where nothing is certain, TypeScript's words stand alone", async () => {
  const { errors } = notebook();
  const cases = [
    'const a: "maximize" | "minimize" = "sideways"',
    'const a: number = "one"',
    "const f = (_: readonly string[]) => {};\nf(1 as unknown)",
    'const o: { a: number; b: string } = { a: "one", b: "1" }',
    'const o: { a?: string } = { a: 1 }; const p = "1"',
  ];
  for (const code of cases) {
    const found = await errors(code);
    expect(found).toHaveLength(1);
    expect(found[0]).not.toContain("\n");
  }
});

test("of an object with many members those that there are are told", async () => {
  const { errors } = notebook();
  const members = ["circle", "square", "triangle", "hexagon"].map((name) => `${name}: () => 1`);
  const [found] = await errors(
    `const shapes = { ${members.join(", ")}, color: "red" };\nshapes.polygon()`,
  );
  expect(found).toBe(
    `2339: Property 'polygon' does not exist on type '{ … }'.\nThere is "circle", "color", "hexagon", "square", "triangle".`,
  );
});

test("of a long chain of reasons the first and the last are told", async () => {
  const { errors } = notebook();
  const [found] = await errors(
    "type Deep = { a: { b: { c: { d: number } } } };\nconst other = { a: { b: { c: { d: 'x' } } } };\nconst deep: Deep = other;",
  );
  expect(found!.split("\n")).toEqual([
    expect.stringContaining("is not assignable to type 'Deep'"),
    "  Type 'string' is not assignable to type 'number'.",
  ]);
});

test("an object where a function or a list is wanted is not told their methods", async () => {
  const { errors } = notebook();
  for (const type of ["() => void", "number[]"]) {
    const [found] = await errors(`const f = (_: ${type}) => {};\nf({ a: 1 })`);
    expect(found).toContain("'a' does not exist in type");
    expect(found).not.toContain("It takes");
  }
});
