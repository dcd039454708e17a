import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { notebook } from "./notebook.ts";

test("values, types, enums, classes, namespaces and imports of a cell are seen by later ones", async () => {
  const { cell } = notebook();
  expect(
    await cell("const a: number = 1; let b = 'x'; function f(x: number) { return x + a }"),
  ).toEqual([]);
  expect(
    await cell(
      "interface I { a: number } type T = I; enum E { A } class K { x = 1 } namespace N { export type Q = 1; export const q = 2 }",
    ),
  ).toEqual([]);
  expect(
    await cell('import * as fs from "node:fs"; import { join, type ParsedPath } from "node:path"'),
  ).toEqual([]);
  expect(
    await cell(
      "b = 'y'; const t: T = { a: f(a) }; let e: E = E.A; const k: K = new K(); const q: N.Q = 1; N.q + k.x",
    ),
  ).toEqual([]);
  expect(
    await cell(
      "fs.existsSync(join('a', b)); let p: ParsedPath; const s: fs.Stats | undefined = undefined",
    ),
  ).toEqual([]);
});

test("an error names its place in the cell", async () => {
  const { cell, language } = notebook();
  await cell("const a = 1");
  expect(await language.check("// é𝒳\nconst ok = a\nconst é: string = a")).toEqual([
    {
      line: 2,
      column: 6,
      endLine: 2,
      endColumn: 7,
      code: 2322,
      message: "Type 'number' is not assignable to type 'string'.",
    },
  ]);
  expect(await language.check("a = 2")).toMatchObject([
    { line: 0, column: 0, endColumn: 1, code: 2588 },
  ]);
  expect(await language.check("nowhere")).toMatchObject([{ code: 2304, line: 0 }]);
});

test("a constant of an earlier cell is what it is in its own: its literal widens, and it is no import", async () => {
  const { cell, language, errors } = notebook();
  await cell("const five = 5; const either = (five > 4 ? 1 : 'a') as string | number");
  expect(await errors("let number = five; number = 6")).toEqual([]);
  expect(await errors("const exact: 5 = five")).toEqual([]);
  // What a cell learned by looking holds in that cell alone.
  await cell("if (typeof either === 'string') throw either\nconst known: number = either");
  expect(await errors("const known: number = either")).toHaveLength(1);
  const constant = "Cannot assign to 'five' because it is a constant.";
  for (const code of ["five = 6", "five++", "[five] = [6]"])
    expect((await language.check(code)).map(({ message }) => message)).toEqual([constant]);
  expect(await errors("{ let five = 6; five = 7 }")).toEqual([]);
});

test("what may have been meant is said with the error", async () => {
  const { cell, errors } = notebook();
  await cell("async function open() { return { best: 1 } }");
  expect(await errors("const study = open(); study.best")).toEqual([
    "2339: Property 'best' does not exist on type 'Promise<{ best: number; }>'.\nDid you forget to use 'await'?",
  ]);
});

test("the latest type wins, in functions of earlier cells as well", async () => {
  const { cell, errors } = notebook();
  await cell("const x = 1; const getX = () => x");
  await cell("const x = 'text'");
  expect(await errors("x.toUpperCase(); getX().toUpperCase()")).toEqual([]);
  await cell("class x { y = 1 }");
  expect(await errors("new x().y.toFixed(); new (getX())().y.toFixed()")).toEqual([]);
  await cell("type x = 5");
  // Of a type there is nothing that a function could find.
  expect(await errors("const five: x = 5; new (getX())().y.toFixed()")).toEqual([]);
});

test("a redeclaration may read the value that an earlier cell gave the name", async () => {
  const { cell, errors } = notebook();
  const before = (name: string) =>
    `2448: Block-scoped variable '${name}' used before its declaration.`;
  expect(await errors("const rows = rows.filter((row) => row > 1)")).toEqual([before("rows")]);
  await cell("let rows = [1, 2, 3]; const n = 1");
  expect(await errors("const rows = rows.filter((row) => row > 1)")).toEqual([]);
  expect(await cell("let rows: number[] = rows.map((row) => row * 2), n: number = n + 1")).toEqual(
    [],
  );
  expect(await errors("const text: string = rows; rows.push(n)")).toHaveLength(1);
  expect(await errors("let n: number; n + 1")).toEqual([
    "2454: Variable 'n' is used before being assigned.",
  ]);
  // In a block the name is new: nothing can be read before it is there.
  expect(await errors("{ const rows = rows.slice(1); }")).toEqual([before("rows")]);
});

test("a cell that redeclares what it does not use sees no conflict; a value and a type may share a name", async () => {
  const { cell, errors } = notebook();
  expect(await cell("const Point = (x: number) => ({ x }); type Point = { x: number }")).toEqual(
    [],
  );
  expect(await errors("const p: Point = Point(1)")).toEqual([]);
  expect(await cell("const Point = 3")).toEqual([]);
  expect(await errors("Point + 1")).toEqual([]);
});

test("what a notebook does that a strict file would not", async () => {
  const { errors, cell } = notebook();
  expect(
    await errors("await Promise.resolve(1); for await (const x of [1]) x; import.meta.url"),
  ).toEqual([]);
  expect(await errors("const f = (x) => x; try { f(1) } catch (e) { e.message }")).toEqual([]);
  expect(await cell("const all = []; all.push(1); let later; later = 'x'; later.length")).toEqual(
    [],
  );
  expect(await errors("all.push('x'); later = 2; const key: string = 'k'; ({})[key]")).toEqual([]);
  expect(
    await errors("function Old() { this.x = 1 } const { a, b } = JSON.parse('{}'); a + b"),
  ).toEqual([]);
  expect(await errors("_; Out[1]; display(1); process.cwd(); new URL('a:b'); fetch")).toEqual([]);
  expect(await errors("using r = { [Symbol.dispose]() {} }; 1, 2")).toEqual([]);
  expect(await errors("function dec(target: unknown) {} @dec class A {}")).toEqual([]);
  expect(await errors("export const a = 1; export default 5")).toEqual([]);
  expect(await cell("export const a = 1; const b = 2; export { b }")).toEqual([]);
  expect(await errors("a + b")).toEqual([]);
});

test("JSX and generic arrows", async () => {
  const { cell, errors } = notebook();
  await cell("const React = { createElement: (...all: unknown[]) => all }");
  expect(await errors("<p id='a'>x</p>")).toEqual([]);
  expect(await cell("const same = <T>(x: T) => x")).toEqual([]);
  expect(await cell("const view = <b>{same(1)}</b>")).toEqual([]);
  expect(await errors("view; same('a').length")).toEqual([]);
});

test("what a cell adds to the globals stays", async () => {
  const { cell, errors } = notebook();
  expect(await cell("declare global { var fromCell: number }")).toEqual([]);
  expect(await cell("globalThis.fromCell = 1")).toEqual([]);
  expect(await errors("fromCell.toFixed()")).toEqual([]);
});

test("after a reset nothing is known", async () => {
  const { cell, errors, language } = notebook();
  await cell("const a = 1");
  language.reset();
  expect(await errors("a")).toEqual(["2304: Cannot find name 'a'."]);
  await cell("const a = 'new'");
  expect(await errors("a.length")).toEqual([]);
});

test("300 cells that build on each other stay right, and outdated documents are let go", async () => {
  const { cell, errors, language, cwd } = notebook();
  await cell("let total = 0; const a0 = { n: 0 }");
  for (let i = 1; i < 300; i++) {
    expect(
      await cell(`const a${i} = { n: a${i - 1}.n + 1 }; const latest = a${i}; total += latest.n`),
    ).toEqual([]);
  }
  expect(await errors("const s: string = a299.n")).toEqual([
    "2322: Type 'number' is not assignable to type 'string'.",
  ]);
  expect(await errors("a0.n + a150.n + latest.n + total")).toEqual([]);
  const { items } = await language.complete("a299.", 5);
  expect(items.map(({ label }) => label)).toEqual(["n"]);
  expect(readdirSync(cwd)).toEqual([]);
}, 300_000);

test("a property that there is not is answered by those that there are, and by what may have been meant", async () => {
  const { errors } = notebook();
  const study = 'import { float, openStudy, plots, tuners } from "tunebook";';
  const [sampler] = await errors(
    `${study} await openStudy({ space: { x: float(0, 1) }, sampler: tuners.tpe() })`,
  );
  expect(sampler).toMatch(
    /'sampler' does not exist in type 'StudyOptions<.*'\.\nIt takes (?:"\w+", )*"tuner"\.$/s,
  );
  // Those that must be given come first, then each by its name.
  expect(await errors("const o: { b?: 1; d: 1; a?: 1; c: 1 } = { zeta: 1, c: 1 }; o")).toEqual([
    `2353: Object literal may only specify known properties, and 'zeta' does not exist in type '{ b?: 1 | undefined; d: 1; a?: 1 | undefined; c: 1; }'.\nIt takes "d", "a", "b".`,
  ]);
  const [startup] = await errors(`${study} tuners.tpe({ startup: 5 })`);
  expect(startup).toMatch(
    /'startup' does not exist in type 'TpeOptions'\.\nDid you mean "startupTrials"\? It takes (?:"\w+", )*"startupTrials"/,
  );
  // TypeScript says itself what may have been meant.
  expect(await errors("const o: { alpha: 1; beta?: 2 } = { alpha: 1, bet: 2 }; o")).toEqual([
    `2561: Object literal may only specify known properties, but 'bet' does not exist in type '{ alpha: 1; beta?: 2 | undefined; }'. Did you mean to write 'beta'?\nIt takes "beta".`,
  ]);
  expect(await errors(`${study} plots.histroy`)).toEqual([
    "2551: Property 'histroy' does not exist on type '{ … }'. Did you mean 'history'?",
  ]);
});

test("a return that is missing is asked for", async () => {
  const { errors } = notebook();
  const [error] = await errors(
    "declare function run(f: (x: number) => number | Promise<number>): void; run((x) => { x; })",
  );
  expect(error).toMatch(/Type 'void' is not assignable to type .*\nIs a return missing\?$/s);
});

test("an assertion of Node's is one also where it comes of require; one that narrows nothing is told with what goes wrong", async () => {
  const { cell, errors } = notebook();
  expect(await cell("const assert = require('assert'); assert(true); assert.equal(1, 1)")).toEqual(
    [],
  );
  expect(await errors("assert(1 < 2); assert.ok(1)")).toEqual([]);
  const own =
    "const must = (x: unknown): asserts x is number => {}; const v: unknown = 1; must(v);";
  expect(await errors(own)).toEqual([]);
  expect(await errors(`${own} v.toFixed()`)).toEqual([
    expect.stringMatching(/^2775: /),
    expect.stringMatching(/^18046: /),
  ]);
});

test("a cell that asks at its head not to be checked is not, but for modules that there are not", async () => {
  const { cell, errors } = notebook();
  const wrong = "const count: number = 'text'";
  for (const head of ["// @ts-nocheck\n", "\n/* Of old.\n */\n// A remark.\n//@ts-nocheck: why\n"])
    expect(await cell(head + wrong)).toEqual([]);
  expect(await errors("count satisfies number")).toEqual([]);
  expect(await errors(`1;\n// @ts-nocheck\n${wrong}`)).toEqual([expect.stringMatching(/^2322: /)]);
  expect(await errors(`// Not @ts-nocheck\n${wrong}`)).toEqual([expect.stringMatching(/^2322: /)]);
  expect(await errors(`// @ts-nocheck\nimport "nothing";\n${wrong}`)).toEqual([
    expect.stringMatching(/^2307: |^2882: /),
  ]);
});
