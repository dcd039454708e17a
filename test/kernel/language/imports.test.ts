import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { runCells, Session } from "./run-cell.ts";

test("default, named, renamed, namespace and side-effect imports", async () => {
  expect(
    await runCells(
      'import path, { join as j, sep } from "node:path"; import * as fs from "node:fs"; import "node:os"; [path.sep === sep, j("a", "b"), typeof fs.readFileSync]',
    ),
  ).toEqual([true, "a/b", "function"]);
});

test("imports used by later cells only stay", async () => {
  expect(await runCells('import { join } from "node:path"', 'join("a", "b")')).toBe("a/b");
});

test("imports are hoisted, in order, before the statements", async () => {
  const session = new Session();
  expect(
    await session.run(
      'const a = join("x", "y"); import { join } from "node:path"; import "node:os"; a',
    ),
  ).toBe("x/y");
  expect(session.loaded.map(([specifier]) => specifier)).toEqual(["node:path", "node:os"]);
});

test("a missing export that the cell uses throws at once and names it", async () => {
  await expect(runCells('import { nothing } from "node:path"; nothing()')).rejects.toThrow(
    "no export 'nothing'",
  );
});

test("an imported name that the cell does not use may be a type", async () => {
  expect(
    await runCells('import { ParsedPath } from "node:path"; const p: ParsedPath | 1 = 1; p'),
  ).toBe(1);
  await expect(runCells('import { nothing } from "node:path"', "nothing()")).rejects.toThrow(
    "no export 'nothing'",
  );
  expect(await runCells('import { nothing } from "node:path"', "const nothing = 1; nothing")).toBe(
    1,
  );
});

test("type imports load nothing", async () => {
  const session = new Session();
  await session.run(
    'import type { A } from "nowhere"; import { type B, join } from "node:path"; join',
  );
  expect(session.loaded.map(([specifier]) => specifier)).toEqual(["node:path"]);
});

test("import x = require() and require()", async () => {
  expect(await runCells('import path = require("node:path"); path.join("a", "b")')).toBe("a/b");
  expect(await runCells('const { join } = require("node:path"); join("a", "b")')).toBe("a/b");
});

test("JSON with and without its attribute", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "cell-")), "data.json");
  writeFileSync(file, '{"a": 3}');
  const url = pathToFileURL(file).href;
  expect(await runCells(`import data from "${url}" with { type: "json" }; data.a`)).toBe(3);
  expect(await runCells(`import data from "${url}"; data.a`)).toBe(3);
  expect(
    await runCells(
      `const { default: data } = await import("${url}", { with: { type: "json" } }); data.a`,
    ),
  ).toBe(3);
});

test("dynamic import and import.meta, also inside functions", async () => {
  expect(
    await runCells('const load = async () => (await import("node:path")).sep', "await load()"),
  ).toBe("/");
  expect(await runCells("const where = () => import.meta.url; where()")).toBe(
    "file:///notebook/cell",
  );
});

test("re-exports run the module for its effects", async () => {
  const session = new Session();
  await session.run('export * from "node:os"; export { join } from "node:path"');
  expect(session.loaded.map(([specifier]) => specifier)).toEqual(["node:os", "node:path"]);
});

test("names of CommonJS that Node's lexer misses come from the default export", async () => {
  const session = new Session();
  session.modules["cjs"] = { default: { hidden: 4 } };
  expect(await session.run('import { hidden } from "cjs"; hidden')).toBe(4);
});

test("an import cannot be assigned to", async () => {
  await expect(runCells('import { sep } from "node:path"; sep = "x"')).rejects.toThrow(
    "constant variable 'sep'",
  );
});
