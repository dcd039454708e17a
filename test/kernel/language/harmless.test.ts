import { expect, test } from "vitest";
import { isHarmless } from "../../../kernel/language/harmless.ts";
import { notebook } from "./notebook.ts";

const harmless = (code: string, ...defined: string[]) =>
  isHarmless(code, "ts", (name) => defined.includes(name));

const HARMLESS = [
  "",
  "1 + 1",
  "-(2 ** 3) % 4 / 0.05 - 1e03 * 0x10",
  "'a' + 1 + true; \"text\"; false",
  "// a remark\n'use strict'\n42",
  "console.log('here', 1 + 2, true); console.error(); 5",
];

test("what is passed by has no type error when it is checked", async () => {
  const { errors } = notebook();
  for (const code of HARMLESS) {
    expect(harmless(code), code).toBe(true);
    // With a declaration it is looked at.
    const declared = `${code};\nlet own = 1`;
    expect(harmless(declared)).toBe(false);
    expect(await errors(declared), code).toEqual([]);
    expect(await errors(code), code).toEqual([]);
  }
});

test.each([
  "1 +",
  "x",
  "1 - 'a'",
  "true + 1",
  "true * 2",
  "1 === 2",
  "1 < 2",
  "1n + 1",
  "/(/",
  "null + 1",
  "1 as string",
  "`${1}`",
  "+'a'",
  "console.log(x)",
  "console.log(...[1])",
  "console.log<string>('a')",
  "console?.log(1)",
  "console.table(1)",
  "console.nothing(1)",
  "console[0](1)",
  "other.log(1)",
  "import 'nothing'",
  "const n = 1",
  "if (1) 2",
  "1".repeat(501),
  "// @ts-expect-error\n1",
  "010",
  "1 + 08",
  "'\\01'",
  "'\\8'",
])("%s is looked at", (code) => {
  expect(harmless(code)).toBe(false);
});

test("what no module may have is told of, and so is an error that was expected and is none", async () => {
  const { errors } = notebook();
  expect(await errors("// @ts-expect-error\n1")).toEqual([
    "2578: Unused '@ts-expect-error' directive.",
  ]);
  expect(await errors("010")).toEqual([expect.stringMatching(/^1121: /)]);
  expect(await errors("'\\01'")).toEqual([expect.stringMatching(/^1487: /)]);
});

test("a console of the user's own is looked at", async () => {
  expect(harmless("console.log('a')", "console")).toBe(false);
  const { cell, errors } = notebook();
  await cell("const console = { log: (n: number) => n }");
  expect(await errors("console.log('a')")).toEqual([
    "2345: Argument of type 'string' is not assignable to parameter of type 'number'.",
  ]);
});
