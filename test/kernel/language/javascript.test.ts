import { expect, onTestFinished, test } from "vitest";
import { compile } from "../../../kernel/language/compile.ts";
import { createLanguage } from "../../../kernel/language/index.ts";
import { emptyFolder, packageRoot } from "./notebook.ts";
import { Session } from "./run-cell.ts";

/** Runs cells of a JavaScript notebook; the value of the last. What they leave on the realm goes with them. */
async function run(...cells: string[]): Promise<unknown> {
  const before = new Set(Object.getOwnPropertyNames(globalThis));
  const session = new Session({ sourceLanguage: "javascript" });
  let value: unknown;
  try {
    for (const cell of cells) value = await session.run(cell);
    return value;
  } finally {
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      if (!before.has(name)) Reflect.deleteProperty(globalThis, name);
    }
  }
}

test("a name that is assigned to and never declared is a global, also in later cells", async () => {
  expect(await run("x1 = 5")).toBe(5);
  expect(await run("x1 = 5", "x1 + 1")).toBe(6);
  expect(await run("a1 = b1 = 3; [c1, d1] = [1, 2]", "a1 + b1 + c1 + d1")).toBe(9);
  expect(await run("function set() { inner1 = 4 } set()", "inner1")).toBe(4);
  expect(await run("x1 = 1", "x1++; globalThis.x1 === this.x1 && x1")).toBe(2);
  expect(await run("x1 = 1", "delete x1; typeof x1")).toBe("undefined");
  await expect(run("nowhere1")).rejects.toThrow("nowhere1 is not defined");
});

test("an assignment shows its value, a declaration nothing", async () => {
  expect(await run("x1 = 5;")).toBe(5);
  expect(await run("var v1 = 5")).toBeUndefined();
  expect(await run("let v1 = 5")).toBeUndefined();
  expect(await run("function f1() {}")).toBeUndefined();
  expect(await run("v1 = 1, v2 = 2")).toBe(2);
});

test("the value of a cell is its completion value, as the language has it", async () => {
  expect(await run("3; var q1 = 4")).toBe(3);
  expect(await run("if (true) { 'yes' } else { 'no' }")).toBe("yes");
  expect(await run("for (var i1 = 0; i1 < 3; i1++) i1 * 2")).toBe(4);
  expect(await run("try { JSON.parse('{') } catch (e) { e.name }")).toBe("SyntaxError");
  expect(await run("switch (1) { case 1: 'one' }")).toBe("one");
  expect(await run("label: { 9 }")).toBe(9);
  expect(await run("do { w1 = 5 } while (false)")).toBe(5);
  expect(await run("class K1 {}")).toBeUndefined();
});

test("declarations are seen by later cells and by the realm, and may be declared again", async () => {
  expect(
    await run(
      "var v1 = 1; let l1 = 2; const c1 = 3; function f1() { return 4 } class K1 {}",
      "[v1, l1, c1, f1(), typeof K1]",
    ),
  ).toEqual([1, 2, 3, 4, "function"]);
  expect(await run("let l1 = 2", "globalThis.l1 + this.l1")).toBe(4);
  expect(await run("let l1 = 2", "new Function('return l1')() + eval('l1')")).toBe(4);
  expect(await run("const c1 = 1", "const c1 = 2; c1")).toBe(2);
  expect(await run("const c1 = 1", "function c1() { return 5 }", "c1()")).toBe(5);
  expect(await run("var v1 = 1", "v1 = 2", "var v1; v1")).toBe(2);
  expect(await run("x1 = 1", "var x1; x1")).toBe(1);
  expect(await run("x1 = 1; function get1() { return x1 }", "let x1 = 2; get1()")).toBe(2);
  expect(await run("function f1() { return later1 }", "var later1 = 9; f1()")).toBe(9);
  await expect(run("const c1 = 1", "c1 = 2")).rejects.toThrow("constant variable 'c1'");
});

test("a cell's name never takes the place of one of the realm's own", async () => {
  const { URL } = globalThis;
  expect(await run("const URL = 3; URL")).toBe(3);
  expect(globalThis.URL).toBe(URL);
});

test("sloppy mode: this, with, octals, functions out of blocks, duplicate parameters", async () => {
  expect(await run("this === globalThis")).toBe(true);
  expect(await run("(function () { return this })()")).toBe(globalThis);
  expect(await run("with (Math) max(1, 2)")).toBe(2);
  expect(await run("var o1 = { y1: 100, o1: 0 }; var y1 = 1; with (o1) { y1 }")).toBe(100);
  expect(await run("var o1 = { a1: 1 }; with (o1) { a1 = 2 }", "o1.a1")).toBe(2);
  expect(await run("017 + '\\07'.length")).toBe(16);
  expect(await run("if (true) { function in1() { return 3 } }", "in1()")).toBe(3);
  expect(await run("if (1) function in1() { return 4 }", "in1()")).toBe(4);
  expect(await run("try { function in1() { return 5 } } finally {}", "in1()")).toBe(5);
  expect(await run("function f1() { { function deep1() {} } }", "typeof deep1")).toBe("undefined");
  expect(await run("function dup(a, a) { return a } dup(1, 2)")).toBe(2);
  expect(await run("yield = 5; let = 6; static = 7; yield + let + static")).toBe(18);
  expect(await run("<!-- as in old pages\n7\n--> the end")).toBe(7);
  expect(await run("eval('var ev1 = 3')", "ev1")).toBe(3);
  await expect(run("'use strict'; strict1 = 5")).rejects.toThrow("strict1 is not defined");
  await expect(run("arguments")).rejects.toThrow("arguments is not defined");
});

test("what modules have works too: await, imports, import.meta, using, JSX", async () => {
  expect(await run("t1 = await 5", "t1")).toBe(5);
  expect(await run("for await (const k of [1, 2]) s1 = k", "s1")).toBe(2);
  expect(await run('import { sep } from "node:path"\nsep')).toBe("/");
  expect(await run("(await import('node:path')).sep + import.meta.url")).toBe(
    "/file:///notebook/cell",
  );
  expect(
    await run("log1 = []", "using u1 = { [Symbol.dispose]() { log1.push(1) } }", "log1"),
  ).toEqual([1]);
  expect(await run("var React = { createElement: (t) => t }", "<b/>")).toBe("b");
});

test("functions keep their names, and those without get none", async () => {
  expect(await run("f1 = () => 1; f1.name")).toBe("f1");
  expect(await run("var f1 = function () {}; f1.name")).toBe("f1");
  expect(((await run("() => 1")) as () => void).name).toBe("");
  expect(((await run("if (1) (function () {})")) as () => void).name).toBe("");
});

test("only syntax is an error, at its place", () => {
  const language = createLanguage({
    cwd: emptyFolder(),
    packageRoot,
    sourceLanguage: "javascript",
  });
  onTestFinished(() => language.close());
  const place = (code: string) => {
    const compiled = language.compile(code);
    return compiled.ok ? undefined : [compiled.errors[0]!.line, compiled.errors[0]!.column];
  };
  expect(place("ok = 1")).toBeUndefined();
  expect(place("a = 1\nlet t: number = 5")).toEqual([1, 5]);
  expect(place("await f(;")).toEqual([0, 8]);
  expect(place("with (a) {")).toEqual([0, 10]);
  expect(place("return 5")).toEqual([0, 0]);
  expect(language.isComplete("with (a) {")).toEqual({ status: "incomplete", indent: "  " });
  expect(language.isComplete("for await (const x of y) {}; z = 017")).toMatchObject({
    status: "complete",
  });
  expect(language.isComplete("let t: number")).toEqual({ status: "invalid" });
});

test("names have types without any being written: completion and inspection", async () => {
  const language = createLanguage({
    cwd: emptyFolder(),
    packageRoot,
    sourceLanguage: "javascript",
  });
  onTestFinished(() => language.close());
  language.start();
  const cell = async (code: string) => {
    const compiled = language.compile(code);
    if (!compiled.ok) throw new SyntaxError(compiled.errors[0]!.message);
    expect(await language.check(code)).toEqual([]);
    language.commit(code, compiled.cell);
  };
  await cell("x = [1, 2]; var m = { alpha: 1 }; function foo(a, b = 2) { return a.nothing }");
  await cell("x = 'now a text'; m.beta = 'unchecked'; const fs = require('fs')");
  await cell("class K { meth() {} }\nwith (m) alpha");
  const labels = async (code: string) =>
    (await language.complete(code, code.length)).items.map(({ label, kind }) => `${kind} ${label}`);
  expect(await labels("x.toUpperC")).toEqual(["method toUpperCase"]);
  expect(await labels("m.al")).toEqual(["field alpha"]);
  expect(await labels("new K().")).toEqual(["method meth"]);
  expect(await labels("fs.readFileS")).toEqual(["function readFileSync"]);
  expect(await labels("require('path').joi")).toEqual(["method join"]);
  expect(await labels("foo")).toEqual(["function foo"]);
  expect(await labels("__dirn")).toEqual(["variable __dirname"]);
  expect((await language.inspect("x", 1, 0))?.text).toBe("let x: string");
  expect((await language.inspect("m", 1, 1))?.text).toContain("var m = { alpha: 1 };");
  expect((await language.inspect("foo", 3, 1))?.text).toContain("{ return a.nothing }");
});

test("a cell in TypeScript is told of the kernel that runs it, where it is no JavaScript", async () => {
  const language = createLanguage({
    cwd: emptyFolder(),
    packageRoot,
    sourceLanguage: "javascript",
  });
  onTestFinished(() => language.close());
  const said = (code: string) => {
    const compiled = language.compile(code);
    return compiled.ok ? [] : compiled.errors.map(({ message }) => message);
  };
  for (const code of [
    "let x: number = 1",
    "interface A { a: number }",
    "const f = (x: string) => x",
    "const y = 3 as number",
    "type Pair = [number, number]",
    "enum Colour { Red }",
    "const e = <b>bold</b> as unknown",
    "let x: number = 1; let x = 2",
  ]) {
    // The first line stands above the cell's picture as well; what to do is said once.
    expect(said(code)).toEqual([
      expect.stringMatching(
        /^The cell is TypeScript.*\nChoose the kernel "TypeScript \(Tunebook\)"/,
      ),
    ]);
  }
  expect(said("let z = = 1")).toEqual(["Unexpected token."]);
  expect(said("const a: number = ")[0]).not.toContain("TypeScript (Tunebook)");
});

test("a fault that both languages know is told as in TypeScript", () => {
  for (const code of [
    "let q = 1; let q = 2",
    "let q = 1\nawait 3\nconst q = 2",
    "function f() { let a; let a }",
    "let q = <b/>; let q = 2",
    "class A { #a; #a }",
    "break",
  ]) {
    const [javascript, typescript] = (["javascript", "typescript"] as const).map((sourceLanguage) =>
      compile(code, new Map(), { sourceLanguage }),
    );
    expect(typescript, code).toMatchObject({ ok: false });
    expect(javascript, code).toEqual(typescript);
  }
});
