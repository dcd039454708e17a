import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { notebook } from "./notebook.ts";

test("in an empty folder the libraries of the kernel's own package have types", async () => {
  const { errors, language } = notebook();
  expect(
    await errors(
      'import * as tf from "@tensorflow/tfjs"; import "@tensorflow/tfjs-backend-wasm"; const m: tf.Sequential = tf.sequential()',
    ),
  ).toEqual([]);
  expect(
    await errors('import * as ss from "simple-statistics"; const n: number = ss.mean([1, 2])'),
  ).toEqual([]);
  expect(
    await errors(
      'import Plotly from "plotly.js-dist"; import * as dfd from "danfojs-node"; new dfd.DataFrame([[1]]).shape; Plotly.newPlot',
    ),
  ).toEqual([]);
  expect(await errors('import { z } from "zod"; const s: string = z.string().parse("x")')).toEqual(
    [],
  );
  expect(await errors('import * as tf from "@tensorflow/tfjs"; tf.tensor(1).xyz')).toMatchObject([
    expect.stringContaining("2339"),
  ]);
  const code = 'import * as tf from "@tensorflow/tfjs"; tf.tens';
  const { items } = await language.complete(code, code.length);
  expect(items.map(({ label }) => label)).toContain("tensor2d");
});

test("a package without types stops no cell; one that is missing is named, with the remedy", async () => {
  const { errors, cwd } = notebook();
  for (const name of ["untyped", "esm-only"])
    mkdirSync(join(cwd, "node_modules", name), { recursive: true });
  writeFileSync(
    join(cwd, "node_modules/untyped/package.json"),
    '{"name":"untyped","main":"main.js"}',
  );
  writeFileSync(join(cwd, "node_modules/untyped/main.js"), "module.exports = { a: 1 };");
  writeFileSync(
    join(cwd, "node_modules/esm-only/package.json"),
    '{"name":"esm-only","exports":{"import":"./main.mjs"}}',
  );
  writeFileSync(join(cwd, "node_modules/esm-only/main.mjs"), "export const a = 1;");
  expect(await errors('import u from "untyped"; import { a } from "esm-only"; u; a')).toEqual([]);
  expect(await errors('import "untyped"; import "esm-only"')).toEqual([]);
  expect(await errors('import x from "nowhere"; import y from "@some/where/deep"; x; y')).toEqual([
    "2307: Cannot find module 'nowhere'. Install it with %install nowhere (in a terminal: npm install nowhere in the notebook's folder), then run the cell again.",
    "2307: Cannot find module '@some/where/deep'. Install it with %install @some/where (in a terminal: npm install @some/where in the notebook's folder), then run the cell again.",
  ]);
  expect(await errors('import "nowhere"')).toEqual([
    "2882: Cannot find module 'nowhere'. Install it with %install nowhere (in a terminal: npm install nowhere in the notebook's folder), then run the cell again.",
  ]);
  expect(await errors('import { openStudy } from "tunebok"; openStudy')).toEqual([
    "2307: Cannot find module 'tunebok'. Did you mean \"tunebook\"? If not, install it with %install tunebok (in a terminal: npm install tunebok in the notebook's folder), then run the cell again.",
  ]);
  expect(await errors('import x from "./nowhere"; x')).toEqual([
    "2307: Cannot find module './nowhere'. The path starts at the notebook's folder.",
  ]);
});

test("a package that is installed meanwhile is found, with its types", async () => {
  const { errors, cwd } = notebook();
  expect(await errors('import { a } from "late"; a')).toHaveLength(1);
  mkdirSync(join(cwd, "node_modules/late"), { recursive: true });
  writeFileSync(
    join(cwd, "node_modules/late/package.json"),
    '{"name":"late","types":"main.d.ts","main":"main.js"}',
  );
  writeFileSync(join(cwd, "node_modules/late/main.d.ts"), "export declare const a: number;");
  writeFileSync(join(cwd, "node_modules/late/main.js"), "exports.a = 1;");
  expect(await errors('import { a } from "late"; const s: string = a')).toEqual([
    "2322: Type 'number' is not assignable to type 'string'.",
  ]);
});

test("the notebook's own packages go before the kernel's", async () => {
  const { errors, cwd } = notebook();
  mkdirSync(join(cwd, "node_modules/simple-statistics"), { recursive: true });
  writeFileSync(
    join(cwd, "node_modules/simple-statistics/package.json"),
    '{"name":"simple-statistics","types":"main.d.ts"}',
  );
  writeFileSync(
    join(cwd, "node_modules/simple-statistics/main.d.ts"),
    "export declare const mine: 5;",
  );
  expect(await errors('import { mine } from "simple-statistics"; const five: 5 = mine')).toEqual(
    [],
  );
});

test("local files: TypeScript, JSON, and their changes, also of what they import", async () => {
  const { errors, cell, cwd } = notebook();
  const write = (name: string, text: string, second: number) => {
    writeFileSync(join(cwd, name), text);
    utimesSync(join(cwd, name), second, second);
  };
  write("inner.ts", "export const inner = 1;", 1);
  write("helper.ts", 'export { inner } from "./inner.ts"; export const a: number = 1;', 1);
  write("data.json", '{"rows": [1, 2]}', 1);
  expect(
    await cell(
      'import { a, inner } from "./helper.ts"; import { a as again } from "./helper"; import data from "./data.json"; const n: number = a + again + inner + data.rows[0]!',
    ),
  ).toEqual([]);
  write("inner.ts", "export const inner = 'text';", 2);
  expect(await errors("const n: number = inner")).toEqual([
    "2322: Type 'string' is not assignable to type 'number'.",
  ]);
  write("helper.ts", "export const a = true; export const inner = 1; export const more = 2;", 3);
  expect(await errors("const n: number = inner; const b: boolean = a")).toEqual([]);
  expect(await errors('import { more } from "./helper.ts"; more.toFixed()')).toEqual([]);
});

test("a file that a cell could not find is found once it is written", async () => {
  const { errors, cwd } = notebook();
  expect(await errors('import { a } from "./soon.ts"; a')).toEqual([
    "2307: Cannot find module './soon.ts'. The path starts at the notebook's folder.",
  ]);
  writeFileSync(join(cwd, "soon.ts"), "export const a: number = 1;");
  expect(await errors('import { a } from "./soon.ts"; const s: string = a')).toEqual([
    "2322: Type 'number' is not assignable to type 'string'.",
  ]);
});
