import { expect, test } from "vitest";
import { compile } from "../../../kernel/language/compile.ts";
import { runCells, Session } from "./run-cell.ts";

test("the last expression is the cell's value, also with a semicolon", async () => {
  expect(await runCells("1 + 1")).toBe(2);
  expect(await runCells("1 + 1;")).toBe(2);
  expect(await runCells("1 + 1;;")).toBe(2);
  expect(await runCells("(1, 2)")).toBe(2);
  expect(await runCells("const x = 5; (x)  // remark\n// the end")).toBe(5);
  expect(await runCells("({ a: 1 })")).toEqual({ a: 1 });
  expect(await runCells("const x = 5")).toBeUndefined();
  expect(await runCells("if (true) { 5 }")).toBeUndefined();
});

test("a cell of comments, or of nothing, runs", async () => {
  expect(await runCells("// nothing here")).toBeUndefined();
  expect(await runCells("/* nothing\n here */")).toBeUndefined();
  expect(await runCells("")).toBeUndefined();
});

test("a string alone is a value and no directive", async () => {
  expect(await runCells('"hello"')).toBe("hello");
  expect(await runCells('"use strict"; 5')).toBe(5);
});

test("a promise at the end is handed over, not awaited, also in an async cell", async () => {
  const session = new Session();
  const result = await (session.start("await null; new Promise(() => {})") as Promise<{
    value: unknown;
  }>);
  expect(result.value).toBeInstanceOf(Promise);
});

test("a cell without await is a plain function", () => {
  const compiled = compile("const x = 1; x", new Map());
  expect(compiled.ok && compiled.cell.js.startsWith("(function(")).toBe(true);
  expect(new Session().start("const x = 1; x")).toEqual({ value: 1 });
});

test("names live on and may be declared again, as anything", async () => {
  expect(await runCells("const a = 1", "a + 1")).toBe(2);
  expect(await runCells("const a = 1", "let a = 2; a")).toBe(2);
  expect(await runCells("const a = 1", "function a() { return 3 }", "a()")).toBe(3);
  expect(await runCells("function a() {}", "class a { static x = 4 }", "a.x")).toBe(4);
  expect(await runCells("let a = 1", "const get = () => a", "let a = 2", "get()")).toBe(2);
});

test("a name that is declared further down throws when it is read too early", async () => {
  await expect(runCells("early; let early = 1")).rejects.toThrow("early is not defined");
});

test("let without a value is undefined again; var keeps what it had", async () => {
  expect(await runCells("let a = 1", "let a; a")).toBeUndefined();
  expect(await runCells("var a = 1", "var a; a")).toBe(1);
  expect(await runCells("var fresh; fresh")).toBeUndefined();
});

test("var is hoisted out of blocks, loops and labels", async () => {
  expect(
    await runCells(
      "before = typeof inner; if (true) { var inner = 7 } var before; inner",
      "[before, inner]",
    ),
  ).toEqual(["undefined", 7]);
  expect(await runCells("for (var i = 0, j = 5; i < 3; i++) {}", "[i, j]")).toEqual([3, 5]);
  expect(await runCells("for (var k in { a: 1, b: 2 }) {}", "k")).toBe("b");
  expect(await runCells("for (var { p } of [{ p: 1 }, { p: 2 }]) {}", "p")).toBe(2);
  expect(await runCells("out: for (;;) { var q = 1; for (;;) break out }", "q")).toBe(1);
  expect(await runCells("if (true) var z = 1; else var z = 2; z")).toBe(1);
});

test("functions are hoisted and see later redefinitions", async () => {
  expect(await runCells("first(); function first() { return 1 }")).toBeUndefined();
  expect(await runCells("const got = first(); function first() { return 1 } got")).toBe(1);
  expect(
    await runCells(
      "function f() { return g() } function g() { return 1 }",
      "function g() { return 2 }",
      "f()",
    ),
  ).toBe(2);
  expect(
    await runCells(
      "function fact(n: number): number { return n < 2 ? 1 : n * fact(n - 1) }",
      "fact(5)",
    ),
  ).toBe(120);
  expect(await runCells("async function f() { return 1 }", "await f()")).toBe(1);
  expect(await runCells("function* f() { yield 1; yield 2 }", "[...f()]")).toEqual([1, 2]);
});

test("destructuring, with defaults, renames and rests", async () => {
  expect(
    await runCells("const { a, b: c = 2, ...rest } = { a: 1, x: 3 } as any", "[a, c, rest]"),
  ).toEqual([1, 2, { x: 3 }]);
  expect(
    await runCells("let [a, , b = a, ...more] = [1, 2, undefined, 4, 5]", "[a, b, more]"),
  ).toEqual([1, 1, [4, 5]]);
  expect(await runCells("let a = 1, b = 2", "[a, b] = [b, a]; [a, b]")).toEqual([2, 1]);
  expect(await runCells("let a, b", "({ a, b = 5 } = { a: 3 }); [a, b]")).toEqual([3, 5]);
  expect(await runCells("let key = 'k'", "const { [key]: got } = { k: 9 }", "got")).toBe(9);
  expect(await runCells("const { f = () => 1 } = {}", "f.name")).toBe("f");
});

test("shorthand properties carry the value", async () => {
  expect(await runCells("const a = 1", "({ a, b: a })")).toEqual({ a: 1, b: 1 });
});

test("a call of a free function has no this", async () => {
  expect(await runCells("function self(this: unknown) { return this }", "self()")).toBeUndefined();
  expect(
    await runCells("const tag = function (this: unknown) { return this }", "tag``"),
  ).toBeUndefined();
  expect(
    await runCells("function self(this: unknown) { return this }", "self?.()"),
  ).toBeUndefined();
  expect(await runCells("const o = { x: 1, get() { return this.x } }", "o.get()")).toBe(1);
  expect(await runCells("this")).toBeUndefined();
});

test("functions and classes take the name of what they are assigned to", async () => {
  expect(await runCells("const f = () => 1", "f.name")).toBe("f");
  expect(await runCells("let f; f = (function () {})", "f.name")).toBe("f");
  expect(await runCells("const K = class {}", "K.name")).toBe("K");
  expect(await runCells("const f = async <T,>(x: T) => x", "[f.name, await f(2)]")).toEqual([
    "f",
    2,
  ]);
  expect(await runCells("const f = function inner() {}", "f.name")).toBe("inner");
});

test("classes: fields, private names, static blocks, accessors, parameter properties, extends", async () => {
  const cell = `abstract class Base { constructor(private readonly x: number, protected y = 2) {} sum() { return this.x + this.y } abstract kind(): string }
class Leaf extends Base { static #made = 0; static last: Leaf; #secret = 5; static { this.last = new Leaf(1); Leaf.#made++ }
  get secret() { return this.#secret } set secret(v) { this.#secret = v } kind() { return "leaf" } static made() { return Leaf.#made } has(o: object) { return #secret in o } }
const leaf = new Leaf(3); leaf.secret = 8;`;
  expect(
    await runCells(
      cell,
      "[leaf.sum(), leaf.secret, Leaf.made(), Leaf.last.kind(), leaf.has(leaf), Leaf.name]",
    ),
  ).toEqual([5, 8, 1, "leaf", true, "Leaf"]);
});

test("enums and namespaces; an enum declared again starts empty", async () => {
  expect(await runCells("enum E { A, B = 5, C }", "[E.C, E[0]]")).toEqual([6, "A"]);
  expect(await runCells("enum E { A, B }", "enum E { X }", "Object.keys(E)")).toEqual(["0", "X"]);
  expect(await runCells("enum E { A } enum E { B = 1 }", "[E.A, E.B]")).toEqual([0, 1]);
  expect(await runCells("const enum E { A = 3 } E.A")).toBe(3);
  expect(
    await runCells("namespace N { export const a = 1; export function f() { return a } }", "N.f()"),
  ).toBe(1);
});

test("loops: a fresh let in each turn, closures, labels, switch", async () => {
  expect(
    await runCells(
      "const fs: (() => number)[] = []; for (let i = 0; i < 3; i++) fs.push(() => i)",
      "fs.map(f => f())",
    ),
  ).toEqual([0, 1, 2]);
  expect(
    await runCells("const i = 'outer'; for (const i of [1]) {} for (const i in { a: 1 }) {} i"),
  ).toBe("outer");
  expect(
    await runCells(
      "let n = 0; outer: for (let a = 0; a < 3; a++) for (let b = 0; b < 3; b++) { if (b === 1) continue outer; n++ } n",
    ),
  ).toBe(3);
  expect(
    await runCells(
      "let got; switch (2 as number) { case 1: { const x = 1; got = x; break } case 2: const x = 'two'; got = x } got",
    ),
  ).toBe("two");
  expect(await runCells("let last; for (last of [1, 2, 3]) {} last")).toBe(3);
  expect(await runCells("let s = 0; { let s = 5; s++ } s")).toBe(0);
  expect(await runCells("let e = 1; try { throw 2 } catch (e) { e = 3 } e")).toBe(1);
  expect(
    await runCells("let x = 1; function f(x: number, y = x) { x = 9; return [x, y] } [f(2), x]"),
  ).toEqual([[9, 2], 1]);
});

test("await at the top, in for, if and try, and for await", async () => {
  expect(await runCells("const x = await Promise.resolve(2); x")).toBe(2);
  expect(
    await runCells(
      "let s = 0; for (const p of [1, 2]) { if (await Promise.resolve(true)) s += await p } s",
    ),
  ).toBe(3);
  expect(
    await runCells("let s = 0; for await (const x of [Promise.resolve(1), 2]) s += x; s"),
  ).toBe(3);
  expect(
    await runCells(
      "let r; try { await Promise.reject(new Error('no')) } catch (e) { r = (e as Error).message } r",
    ),
  ).toBe("no");
});

test("assigning to a name that nobody declared is an error; typeof of one is not", async () => {
  await expect(runCells("nowhere = 1")).rejects.toThrow("nowhere is not defined");
  await expect(runCells("[nowhere] = [1]")).rejects.toThrow(ReferenceError);
  await expect(runCells("for (nowhere of [1]) {}")).rejects.toThrow(ReferenceError);
  await expect(runCells("nowhere++")).rejects.toThrow(ReferenceError);
  await expect(runCells("nowhere")).rejects.toThrow(ReferenceError);
  expect(await runCells("typeof nowhere")).toBe("undefined");
  expect(await runCells("typeof Math.max")).toBe("function");
});

test("a function may use a name that a later cell defines", async () => {
  expect(await runCells("const f = () => later + 1", "const later = 1", "f()")).toBe(2);
  expect(await runCells("function set() { later = 5 }", "let later = 1", "set(); later")).toBe(5);
});

test("writing to a constant throws and names it", async () => {
  await expect(runCells("const c = 1; c = 2")).rejects.toThrow(
    "Assignment to constant variable 'c'",
  );
  await expect(runCells("const c = 1", "c++")).rejects.toThrow(TypeError);
  expect(await runCells("const c = 1", "const c = 2; c")).toBe(2);
});

test("globals: shadowed by a declaration, untouched for the others", async () => {
  const original = URL;
  expect(await runCells("const URL = 5", "URL")).toBe(5);
  expect(URL).toBe(original);
  expect(await runCells("globalThis.__tunebookProbe = 3", "__tunebookProbe + 1")).toBe(4);
  delete (globalThis as Record<string, unknown>)["__tunebookProbe"];
});

test("arguments belongs to functions", async () => {
  expect(await runCells("function f() { return arguments.length }", "f(1, 2, 3)")).toBe(3);
  expect(await runCells("const f = function () { return (() => arguments[0])() }", "f(7)")).toBe(7);
  await expect(runCells("arguments")).rejects.toThrow();
});

test("regex, templates, getters, methods, computed keys", async () => {
  expect(await runCells("const n = 2; `${n}-${`${n + 1}`}`")).toBe("2-3");
  expect(await runCells("const s = 'a1b2'; s.replace(/[a-z](\\d)/g, '$1')")).toBe("12");
  expect(
    await runCells(
      "const k = 'z'; const o = { get [k]() { return 1 }, async m() { return k }, *g() { yield k } }",
      "[o.z, await o.m(), [...o.g()]]",
    ),
  ).toEqual([1, "z", ["z"]]);
  expect(await runCells("const o: any = { a: 1 }; delete o.a; o")).toEqual({});
});

test("names with dollars do not meet ours", async () => {
  expect(
    await runCells("const x = 1; const x$ = 2; const f = (x$: number) => x + x$; [x, x$, f(5)]"),
  ).toEqual([1, 2, 6]);
  expect(await runCells("const $box = 1, $get = 2; [$box, $get]")).toEqual([1, 2]);
  expect(
    await runCells(
      "const f = ($import: number) => import('node:path').then(() => $import); await f(4)",
    ),
  ).toBe(4);
});

test("using disposes at the end of the cell, after the value is known", async () => {
  const cell = `const log: string[] = [];`;
  const using = `using r = { [Symbol.dispose]() { log.push("closed") } }; const seen = 1; log.push("used"); class K { x = seen }
[...log]`;
  expect(await runCells(cell, using)).toEqual(["used"]);
  expect(await runCells(cell, using, "[log, seen, new K().x]")).toEqual([["used", "closed"], 1, 1]);
  expect(
    await runCells(
      cell,
      "await using r = { async [Symbol.asyncDispose]() { log.push('later') } }; 5",
      "log",
    ),
  ).toEqual(["later"]);
});

test("using disposes in reverse order though the cell throws; errors on the way are kept", async () => {
  const fail = (name: string) => `{ [Symbol.dispose]() { throw new Error("${name}") } }`;
  const session = new Session();
  const thrown: unknown = await session
    .run(`using a = ${fail("first")}; using b = ${fail("second")}; throw new Error("cell")`)
    .catch((error: unknown) => error);
  expect(thrown).toMatchObject({
    name: "SuppressedError",
    error: { message: "first" },
    suppressed: {
      name: "SuppressedError",
      error: { message: "second" },
      suppressed: { message: "cell" },
    },
  });
  await expect(runCells("using a = 5")).rejects.toThrow("`using` takes an object");
  await expect(runCells("await using a = {}")).rejects.toThrow("[Symbol.asyncDispose]");
  expect(await runCells("await using a = null; using b = undefined; 3")).toBe(3);
  expect(
    await runCells(
      "const log: string[] = []; function f() { using r = { [Symbol.dispose]() { log.push('inner') } }; return log.push('body') }",
      "f(); for (using x of [{ [Symbol.dispose]() { log.push('turn') } }]) log.push('loop')",
      "log",
    ),
  ).toEqual(["body", "inner", "loop", "turn"]);
});

test("oxc's helpers do not become names of the session", () => {
  const compiled = compile("using r = null; const a = 1", new Map());
  expect(compiled.ok && compiled.cell.names.toSorted()).toEqual(["a", "r"]);
});

/** Runs cells in a project with these compiler options. */
const runIn = async (options: Record<string, unknown>, ...cells: string[]) => {
  const config = { path: "tsconfig.json", options, include: [], exclude: [], files: [] };
  const session = new Session({ config });
  let value: unknown;
  for (const cell of cells) value = await session.run(cell);
  return value;
};

test("decorators are TC39's, with access, initializers, metadata and accessors", async () => {
  const dec = `const seen: string[] = [];
const dec = (value: any, context: any) => { seen.push(context.kind + " " + String(context.name)); context.metadata.last = context.name; };
const twice = (value: any) => ({ init: (first: number) => first * 2 })`;
  const cell = `@dec class A { @dec m() { return this.#p } @dec static s = 1; @dec #p = 7; @twice accessor a = 4; declare other: A }`;
  expect(await runCells(dec, cell)).toBeUndefined();
  expect(await runCells(dec, cell, "[seen, new A().m(), A.s, new A().a, A.name]")).toEqual([
    ["method m", "field s", "field #p", "class A"],
    7,
    1,
    8,
    "A",
  ]);
  const metadata = "(A as any)[(Symbol as any).metadata ?? Symbol.for('Symbol.metadata')].last";
  expect(await runCells(dec, cell, metadata)).toBe("A");
  expect(await runCells(`const mark = "@home"; /** @see x */ mark`)).toBe("@home");
});

test("a decorator may replace its class, also where the class names itself", async () => {
  const dec = "const wrap = (C: any) => class extends C { wrapped = true }";
  const cell = "@wrap class A { self() { return A } }";
  expect(await runCells(dec, cell, "[new A().wrapped, new A().self() === A]")).toEqual([
    true,
    true,
  ]);
});

test("decorators as TypeScript's experimentalDecorators has them, where the project says so", async () => {
  expect(
    await runIn(
      { experimentalDecorators: true },
      "const seen: string[] = []; const dec = (t: any, k?: string) => { seen.push(k ?? t.name) }",
      "@dec class A { @dec m() {} constructor(@((t: any, k: any, i: number) => { seen.push('p' + i) }) x: number) {} }",
      "[seen, new A(1) instanceof A]",
    ),
  ).toEqual([["m", "p0", "A"], true]);
});

test.each([[{}], [{ experimentalDecorators: true }]])(
  "using and decorators in one cell: %j",
  async (options) => {
    const seen =
      "const seen: string[] = []; const dec = (t: any, k?: any) => { seen.push(String(k?.name ?? k ?? t.name)) }";
    const cell = `using r = { [Symbol.dispose]() { seen.push("closed") } };
@dec class A { @dec m() {} }
export default 5; new A().constructor.name`;
    expect(await runIn(options, seen, cell, "[seen, A.name]")).toEqual([["m", "A", "closed"], "A"]);
    expect(await runIn(options, seen, cell)).toBe("A");
  },
);

test("JSX calls React.createElement where there is a React", async () => {
  const react = "const React = { createElement: (...all: unknown[]) => all }";
  expect(await runCells(react, "const x = 2; <p id='a'>é{x}</p>")).toEqual([
    "p",
    { id: "a" },
    "é",
    2,
  ]);
  expect(await runCells("/** @jsx h */ const h = (...all: unknown[]) => all; <p/>")).toEqual([
    "p",
    null,
  ]);
  expect(
    await runIn({ jsx: "react", jsxFactory: "h" }, "const h = (...all: unknown[]) => all", "<p/>"),
  ).toEqual(["p", null]);
  expect(await runCells("const f = <T>(x: T) => x; f<number>(1)")).toBe(1);
});

test("JSX without React imports the built-in runtime, or the project's", async () => {
  const imported = async (options: Record<string, unknown>, ...cells: string[]) => {
    const config = { path: undefined, options, include: [], exclude: [], files: [] };
    const session = new Session({ config });
    const runtime = { jsx: (type: string) => type, jsxs: (type: string) => type };
    for (const name of ["tunebook", "preact", "react", "npm:solid"])
      session.modules[`${name}/jsx-runtime`] = runtime;
    for (const cell of cells) await session.run(cell);
    expect([...session.names.keys()].filter((name) => name.startsWith("_"))).toEqual([]);
    return session.loaded.map(([specifier]) => specifier);
  };
  expect(await imported({}, "const view = <p>1</p>", "<p>{view}</p>")).toEqual([
    "tunebook/jsx-runtime",
    "tunebook/jsx-runtime",
  ]);
  expect(await imported({ jsx: "react-jsx", jsxImportSource: "preact" }, "<p/>")).toEqual([
    "preact/jsx-runtime",
  ]);
  expect(await imported({ jsx: "react-jsx" }, "<p/>")).toEqual(["react/jsx-runtime"]);
  expect(await imported({}, "/** @jsxImportSource npm:solid */ <p/>")).toEqual([
    "npm:solid/jsx-runtime",
  ]);
});

test("a line for the shell and a byte order mark at the head do no harm, nor do CRLF", async () => {
  expect(await runCells("#!/usr/bin/env node\n3 + 4")).toBe(7);
  expect(await runCells("\uFEFF#!/usr/bin/env node\r\n3 +\r\n 4\r\n")).toBe(7);
  expect(await runCells("\uFEFF8")).toBe(8);
});

test("export = is the cell's value", async () => {
  expect(await runCells("const module = { exports: 1 }; export = 5")).toBe(5);
});

test("export is tolerated, and an exported default is a value", async () => {
  expect(
    await runCells(
      "export const a = 1; export function f() { return a } export class K {}",
      "[f(), new K() instanceof K]",
    ),
  ).toEqual([1, true]);
  expect(await runCells("const a = 1; export { a }; export type T = number; a")).toBe(1);
  expect(await runCells("export default 5")).toBe(5);
  expect(await runCells("export default function named() { return 1 }", "named()")).toBe(1);
  expect(
    await runCells("(await runDefault()); async function runDefault() {} export default class {}"),
  ).toBeTypeOf("function");
});

test("types leave nothing behind", async () => {
  const compiled = compile(
    "interface I { a: number } type T = I; declare let q: T; const x = { a: 1 } satisfies T as I",
    new Map(),
  );
  expect(compiled.ok && compiled.cell.names).toEqual(["x"]);
});

test("a hot loop over top-level names gives the right sum", async () => {
  expect(await runCells("let s = 0; for (let i = 0; i < 1e6; i++) s += i % 7; s")).toBe(2999997);
});
