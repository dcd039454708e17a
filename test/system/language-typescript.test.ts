// The language of cells, whole: each row runs in a real kernel, type check included.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Run } from "./support/kernel-client.ts";
import { sharedKernel } from "./support/shared-kernel.ts";

const shared = sharedKernel();
const { folder, execute } = shared;
writeFileSync(join(folder, "data.json"), '{"k":1}');
writeFileSync(join(folder, "note.txt"), "hällo");
writeFileSync(
  join(folder, "view.tsx"),
  'import note from "./note.txt" with { type: "text" };\nexport const view = (n: number) => <p className="v" onClick={() => {}}>{n}{note}</p>;\nexport @((v: unknown, c: ClassDecoratorContext) => {}) class D { accessor a = 2 }\n',
);

/** Runs cells one after the other; the last one's value as text. */
async function value(...cells: string[]): Promise<unknown> {
  let run: Run | undefined;
  for (const cell of cells) {
    run = await execute(cell);
    expect(run.error?.traceback.join("\n"), cell).toBeUndefined();
  }
  return run?.result?.["text/plain"];
}

const traceback = async (cell: string) => (await execute(cell)).error?.traceback.join("\n") ?? "";

describe("each feature in one cell, its value and its type in another", () => {
  it.each<[name: string, cells: string[], shown: string | undefined]>([
    ["enum", ["enum E { A, B }", "const e: E = E.B; e"], "1"],
    [
      "enum declared again",
      ["enum E { A, B }", "enum E { X }", "Object.keys(E) satisfies string[]; E.X"],
      "0",
    ],
    [
      "function whose callee is declared again with another type",
      [
        "function callee() { return 1 }",
        "function caller() { return callee() }; const called = caller()",
        'function callee() { return "new" }',
        "called satisfies number; caller().toUpperCase() + called",
      ],
      "'NEW1'",
    ],
    ["enum after const", ["const Q = 1", "enum Q { P = 7 }", "const q: Q = Q.P; q"], "7"],
    ["const enum", ["const enum CE { A = 3 }", "const enum CE { Z = 9 }", "CE.Z"], "9"],
    [
      "namespace",
      [
        "namespace N { export type T = number; export namespace M { export const d = 4 } }",
        "import d = N.M.d; const t: N.T = d; t",
      ],
      "4",
    ],
    [
      "abstract class",
      [
        "abstract class P { constructor(private readonly x: number, public y = 2) {} abstract f(): number; g() { return this.x + this.y } }",
        "class Q2 extends P { override f() { return 1 } }",
        "new Q2(1).g()",
      ],
      "3",
    ],
    [
      "private fields",
      [
        "class PF { #x = 1; static #made = 0; static { this.#made++ } has(o: object) { return #x in o } static made() { return PF.#made } }",
        "[new PF().has(new PF()), PF.made()]",
      ],
      "[ true, 1 ]",
    ],
    [
      "accessor",
      ["class Acc { accessor z = 1; static accessor w = 2 }", "new Acc().z + Acc.w"],
      "3",
    ],
    [
      "decorators",
      [
        "const names: string[] = []; function note(_: unknown, c: ClassMemberDecoratorContext | ClassDecoratorContext) { names.push(`${c.kind} ${String(c.name)}`); c.metadata!['n'] = 1 }",
        "@note class Dec { @note m() {} @note accessor a = 5 }",
        "[names.length, new Dec().a, Dec[Symbol.metadata]!['n']]",
      ],
      "[ 3, 5, 1 ]",
    ],
    ["satisfies", ["const o = { a: 1 } satisfies Record<string, number>", "o.a"], "1"],
    [
      "const type parameters",
      [
        "function ct<const T>(x: T): T { return x }",
        "const tup: readonly ['a', 1] = ct(['a', 1]); tup.length",
      ],
      "2",
    ],
    [
      "overloads",
      [
        "function ov(x: string): string; function ov(x: number): number; function ov(x: unknown) { return x }",
        "ov(1).toFixed() + ov('a').length",
      ],
      "'11'",
    ],
    [
      "interface declared again",
      [
        "interface Mg { a: number }",
        "interface Mg { b: string } interface Mg { c: string }",
        "const mg: Mg = { b: '', c: 'x' }; mg.c",
      ],
      "'x'",
    ],
    [
      "declare global merges",
      [
        "declare global { interface Merged { a: number } }",
        "declare global { interface Merged { b: number } }",
        "const both: Merged = { a: 1, b: 2 }; both.b",
      ],
      "2",
    ],
    [
      "generators",
      [
        "function* gen() { yield 1; yield 2 } async function* agen() { yield* gen() }",
        "let sum = 0; for await (const x of agen()) sum += x; sum",
      ],
      "3",
    ],
    [
      "await anywhere",
      [
        "const aw = { [await Promise.resolve('k')]: `${await 1}`, ...(await Promise.resolve({ z: 2 })) }",
        "if (await Promise.resolve(true)) { for (const i of await Promise.resolve([1])) await i } aw.z",
      ],
      "2",
    ],
    [
      "destructuring",
      [
        "const { a: { b: deep = 5 } = {} as { b?: number }, ...others } = { z: 1 } as { a?: { b?: number }; z: number }",
        "[deep, others.z]",
      ],
      "[ 5, 1 ]",
    ],
    [
      "labelled block",
      ["let steps = 0; lab: { steps++; if (steps) break lab; steps = 9 }", "steps"],
      "1",
    ],
    [
      "v-flag",
      ["const re = /[\\p{L}--[a-z]]/v", "[re.test('A'), re.test('a')]"],
      "[ true, false ]",
    ],
    [
      "import type",
      [
        "import type { ParsedPath } from 'node:path'; import { type Stats, readFileSync } from 'node:fs'",
        "let pp: ParsedPath | undefined; let st: Stats | undefined; typeof readFileSync",
      ],
      "'function'",
    ],
    [
      "import declared again",
      ["import { sep } from 'node:path'", "import { EOL as sep } from 'node:os'", "sep.length"],
      "1",
    ],
    [
      "import = require",
      ["import fs = require('node:fs')", "typeof fs.readFileSync"],
      "'function'",
    ],
    [
      "export",
      [
        "export const ex = 1; export { ex as other }; export type Ex = number; export default class {}",
        "const n: Ex = ex; n",
      ],
      "1",
    ],
    ["export =", ["export = 5"], "5"],
    ["dynamic import", ["const nm = 'node:' + 'path'; (await import(nm)).sep"], "'/'"],
    [
      "JSON",
      [
        "import dj from './data.json'; import dk from './data.json' with { type: 'json' }",
        "dj.k + dk.k",
      ],
      "2",
    ],
    ["text", ["import txt from './note.txt' with { type: 'text' }", "txt"], "'hällo'"],
    [
      "text, dynamic",
      ["(await import('./note.txt', { with: { type: 'text' } })).default"],
      "'hällo'",
    ],
    [
      "bytes",
      [
        "import bytes from './note.txt' with { type: 'bytes' }",
        "[bytes instanceof Uint8Array, bytes.length]",
      ],
      "[ true, 6 ]",
    ],
    [
      "import.meta",
      [
        "[import.meta.url.startsWith('file:'), import.meta.dirname === process.cwd(), import.meta.filename.startsWith(import.meta.dirname), import.meta.resolve('node:fs')]",
      ],
      "[ true, true, true, 'node:fs' ]",
    ],
    [
      "CommonJS",
      [
        "const { join } = require('node:path'); [typeof module, 'exports' in module, __dirname === process.cwd(), __filename.length > 1, join('a', 'b')]",
      ],
      "[ 'object', true, true, true, 'a/b' ]",
    ],
    ["directives", ["'use strict'\nlet us = 1; us"], "1"],
    ["hashbang", ["#!/usr/bin/env node\nlet hb = 2", "hb"], "2"],
    ["unicode names", ["const ñandú = 1, 变量 = 2, \\u0061bc = 3", "ñandú + 变量 + abc"], "6"],
    ["CRLF", ["const crlf =\r\n  `a\r\nb`\r\n", "crlf.length"], "3"],
    ["only remarks", ["// nothing\n/* at all */"], undefined],
    ["definite assignment, type assertions", ["let def!: number; def = <number>5", "def!"], "5"],
    [
      "declare",
      ["declare const ghost: number; declare function gh(): void", "typeof ghost"],
      "'undefined'",
    ],
    [
      "type predicates, variance, template types",
      [
        "type U = `a${string}`; class Box2<in out T> { x?: T } function isU(x: string): x is U { return x[0] === 'a' }",
        "const u: string = 'ab'; isU(u) ? u satisfies U : ''",
      ],
      "'ab'",
    ],
  ])("%s", async (_, cells, shown) => {
    expect(await value(...cells)).toBe(shown);
  });
});

it("using is disposed of when its cell ends, throws, or is stopped", async () => {
  const open = (name: string) => `{ [Symbol.dispose]() { log.push("${name}") } }`;
  await value(
    "const log: string[] = []; const later = { async [Symbol.asyncDispose]() { await null; log.push('later') } }",
  );
  await value(`using a = ${open("a")}; await using b = later; log.push("body")`);
  expect(await traceback(`using c = ${open("c")};\n\nthrow new Error("thrown")`)).toContain(
    "Cell [",
  );
  for (const busy of ["await new Promise(() => {})", "for (;;) {}"]) {
    const running = shared.kernel.start(`using d = ${open("stopped")}; console.log("go"); ${busy}`);
    await running.message(({ header }) => header.msg_type === "stream");
    await shared.kernel.interrupt();
    expect((await running.done).error?.ename).toBe("Interrupted");
  }
  expect(await value("log.join()")).toBe("'body,later,a,c,stopped,stopped'");
});

it("JSX is drawn as HTML, also of local files", async () => {
  const run = await execute(
    'const List = ({ items }: { items: string[] }) => <ul style={{ marginTop: "1px" }}>{items.map((x) => <li key={x}>{x}</li>)}</ul>; <><List items={["<a>", "b"]}/><br/></>',
  );
  expect(run.error).toBeUndefined();
  expect(run.result?.["text/html"]).toBe(
    '<ul style="margin-top:1px"><li>&#60;a&#62;</li><li>b</li></ul><br>',
  );
  expect(await value("import { view, D } from './view'; `${view(new D().a)}`")).toBe(
    `'<p class="v">2hällo</p>'`,
  );
});

describe("tracebacks name the cell's own lines", () => {
  it.each([
    [
      "decorators",
      "const d = (v: unknown, c: unknown) => {};\n\n@d class A {\n  @d m() {\n    throw new Error('here');\n  }\n}\nnew A().m()",
      ":5:11",
    ],
    ["using", "using r = null;\ntype T = {\n};\n  throw new Error('here');", ":4:9"],
    ["JSX", "const F = () => {\n  throw new Error('here');\n};\n`${<F/>}`", ":2:9"],
    ["an enum before", "enum Z {\n A,\n B\n}\n\nthrow new Error('here')", ":6:7"],
    ["CRLF", "let z = 1;\r\n\r\n  throw new Error('here')", ":3:9"],
    ["a line for the shell", "#!/usr/bin/env node\nthrow new Error('here')", ":2:7"],
  ])("%s", async (_, cell, place) => {
    const run = await execute(cell);
    expect(run.error?.evalue).toBe("here");
    const name = `Cell [${String(run.reply["execution_count"])}]`;
    expect(run.error?.traceback.join("\n")).toContain(`${name}${place}`);
  });
});

it("a tsconfig.json that cannot be read is told of once, and stops nothing", async () => {
  writeFileSync(join(folder, "tsconfig.json"), "{ nonsense");
  const first = await execute("1 + 1");
  expect(first.stderr).toContain(`${join(folder, "tsconfig.json")} is not used: it is not JSON`);
  expect(first.result?.["text/plain"]).toBe("2");
  expect((await execute("2 + 2")).stderr).toBe("");
  writeFileSync(
    join(folder, "tsconfig.json"),
    '{"compilerOptions":{"noImplicitAny":true,"paths":{"#/*":["./*"]}}}',
  );
  expect(await traceback("const f = (x) => x")).toContain("TS7006");
  expect(await value("import { view } from '#/view'; `${view(1)}`")).toContain("1hällo");
  rmSync(join(folder, "tsconfig.json"));
  expect(await traceback("const g = (x) => x")).toBe("");
});
