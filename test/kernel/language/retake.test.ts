import { expect, test } from "vitest";
import { notebook } from "./notebook.ts";

test("a function has the type that it gives now, where a later cell declares anew what it calls", async () => {
  const { cell, errors } = notebook();
  await cell("function a() { return 1 }");
  await cell("function b() { return a() }");
  await cell("const then = b(); const wrapped = () => [b()]");
  expect(await errors("b() satisfies number; wrapped() satisfies number[]")).toEqual([]);
  await cell('function a() { return "x" }');
  // What has run holds what it held.
  expect(
    await errors("b() satisfies string; wrapped() satisfies string[]; then satisfies number"),
  ).toEqual([]);
  expect(await errors("const n: number = b()")).toEqual([
    "2322: Type 'string' is not assignable to type 'number'.",
  ]);
});

test("variables, classes and functions of one cell that call each other are followed as well", async () => {
  const { cell, errors } = notebook();
  await cell(
    "let size = 1; class Tool { #own = 1; kind = 'old' as const }; interface Shape { a: 1 }",
  );
  await cell(
    `const first = size;
/** Documented. */
function over(x: string): string;
function over(x: number): number;
function over(x: unknown) { return size as never }
const twice = () => [size, size] as const;
const more = async () => ({ twice: twice(), tool: new Tool(), shape: { a: 1 } as Shape });
function counted() { return size }
counted.calls = 0;
export function said() { return size }
const held = twice();`,
  );
  await cell("let size = 'text'; interface Shape { b: 2 }");
  expect(
    await errors(
      `first satisfies number; over(1) satisfies number; over("1") satisfies string;
twice() satisfies readonly [string, string]; (await more()).twice satisfies readonly [string, string];
(await more()).tool satisfies Tool; (await more()).shape.a satisfies 1;
counted.calls satisfies number; said() satisfies string; held satisfies readonly [number, number]`,
    ),
  ).toEqual([]);
  await cell("class Tool { #own = 1; kind = 'new' as const }");
  expect(await errors("const tool: Tool = (await more()).tool; tool.kind satisfies 'new'")).toEqual(
    [],
  );
});

test("functions that call each other in a circle, across cells, come to an end", async () => {
  const { cell, errors } = notebook();
  await cell("function ping(n: number) { return { n } }");
  await cell("function pong(n: number) { return { of: ping(n) } }");
  await cell("function ping(n: number) { return { again: n > 0 ? pong(n - 1) : undefined } }");
  expect(await errors("pong(1).of.again")).toEqual([]);
  expect(await errors("ping(1).n")).toEqual([expect.stringMatching(/^2339: /)]);
});

test("each of several ways from what was declared anew to a function is followed", async () => {
  const { cell, errors } = notebook();
  await cell("const base = () => 1");
  await cell("const left = () => [base()]");
  await cell("const right = () => ({ left: left() })");
  await cell("const all = () => ({ base: base(), left: left(), right: right() })");
  await cell("const base = () => 'text'");
  const expected = "{ base: string; left: string[]; right: { left: string[] } }";
  expect(await errors(`all() satisfies ${expected}`)).toEqual([]);
});

test("what is taken again after the session began anew is nobody's", async () => {
  const { cell, errors, language } = notebook();
  await cell("function a() { return 1 }");
  await cell("function b() { return a() }");
  await cell("function a() { return 'x' }");
  language.reset();
  expect(await errors("a; b")).toEqual([
    "2304: Cannot find name 'a'.",
    "2304: Cannot find name 'b'.",
  ]);
});

test("a function is followed also after what it calls was run again, or declared anew with the same type", async () => {
  const { cell, errors } = notebook();
  await cell("function a() { return 1 }");
  await cell("function b() { return a() }");
  await cell("const c = (() => [a(), b()] as const) satisfies () => unknown");
  await cell("const d = (() => c());");
  // The same again, and another text of the same type; the readers of `b` stand before its latest now.
  await cell("function a() { return 1 }");
  await cell("function a() { return 2 }");
  await cell("function b() { return a() + 1 }");
  await cell("function a() { return 'text' }");
  const strings = "readonly [string, string]";
  expect(await errors(`c() satisfies ${strings}; d() satisfies ${strings}`)).toEqual([]);
  await cell("function a() { return 3 }");
  const numbers = "readonly [number, number]";
  expect(await errors(`c() satisfies ${numbers}; d() satisfies ${numbers}`)).toEqual([]);
});

test("a function is followed where cells come faster than the server is told of them", async () => {
  const { language, errors } = notebook();
  const commit = (code: string) => {
    const compiled = language.compile(code);
    if (!compiled.ok) throw new SyntaxError(JSON.stringify(compiled.errors));
    language.commit(code, compiled.cell);
  };
  const cells = ["function a() { return 1 }", "const b = () => a()", "const c = () => [b()]"];
  for (const each of [...cells, "const a = () => 'text'", "const a = () => true"]) commit(each);
  expect(await errors("b() satisfies boolean; c() satisfies boolean[]")).toEqual([]);
});

test("a cell is followed that declares anew what is called by what it calls", async () => {
  const { cell, errors } = notebook();
  await cell("function base() { return 1 }");
  await cell("function middle() { return [base()] as const }");
  const rerun = (value: string) =>
    cell(`const top = () => ({ middle: middle() })\nfunction base() { return ${value} }`);
  await rerun("'text'");
  expect(await errors("top().middle satisfies readonly [string]")).toEqual([]);
  await rerun("true as boolean");
  expect(await errors("top().middle satisfies readonly [boolean]")).toEqual([]);
});
