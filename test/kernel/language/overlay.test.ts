import { expect, test } from "vitest";
import { CellOverlays } from "../../../kernel/language/overlay.ts";
import { notebook } from "./notebook.ts";

/** Commits cells as the session does; what the server holds then, by name. */
function committed(cells: readonly string[]) {
  const overlays = new CellOverlays();
  const open = new Map<string, string>();
  for (const cell of cells) {
    const { written, unneeded } = overlays.commit(cell, "ts");
    for (const { name, text } of written) open.set(name, text);
    for (const { name } of unneeded) open.delete(name);
  }
  expect(overlays.size).toBe(open.size);
  return { overlays, open };
}

const header = (text: string) => text.slice(0, text.indexOf("export {};"));

test("300 cells make few documents, whose heads name only what their cells mention", () => {
  const { overlays, open } = committed([
    "let total = 0; const a0 = { n: 0 }",
    ...Array.from(
      { length: 299 },
      (_, i) =>
        `interface T${i + 1} { n: number }\nconst a${i + 1} = { n: a${i}.n + 1 }; total += a${i >> 1}.n`,
    ),
  ]);
  expect(open.size).toBeLessThan(60);
  // Each of its cells mentions three names at most that others define.
  for (const [name, text] of open) expect(header(text).length, name).toBeLessThan(24 * 3 * 60);
  const slot = overlays.slot("a7.n + a299.n", "ts");
  expect(header(slot.text)).toBe(
    'import * as __tunebook_s from "./__tunebook_session"; import {} from "./__tunebook_session"; ' +
      "declare const a7: typeof __tunebook_s.a7; declare const a299: typeof __tunebook_s.a299; ",
  );
  const modules = [...overlays.hub.text.matchAll(/from "\.\/(\w+)"/g)].map(([, module]) => module);
  expect(modules.length).toBe(new Set(modules).size);
  for (const module of modules) expect([...open.keys()]).toContain(`${module}.ts`);
});

test("no document mentions one that was closed", () => {
  const { open } = committed(
    Array.from(
      { length: 200 },
      (_, i) => `const b${i % 40} = ${i === 0 ? 0 : `b${(i - 1) % 40} + 1`}`,
    ),
  );
  for (const text of open.values()) {
    for (const [, module] of header(text).matchAll(/"\.\/(\w+)"/g)) {
      expect([...open.keys()]).toContain(`${module}.ts`);
    }
  }
});

test("rerunning one cell a hundred times keeps one document of it", () => {
  const { overlays, open } = committed([
    "const base = 1",
    ...Array<string>(100).fill("const again = base + 1"),
  ]);
  expect(open.size).toBe(2);
  overlays.commit("const base = 2", "ts"); // `again` still mentions the old one
  expect(overlays.commit("const again = 0", "ts").unneeded.length).toBe(2);
});

test("rerunning a whole notebook again and again lets go of what came before", () => {
  const cells = Array.from(
    { length: 30 },
    (_, i) => `const c${i} = ${i === 0 ? 0 : `c${i - 1} + 1`}`,
  );
  const { open } = committed(Array.from({ length: 20 }, () => cells).flat());
  expect(open.size).toBeLessThan(60);
});

test("joined cells mean what they meant: old versions, narrowing throws, defaults, globals, scripts", async () => {
  const { cell, errors } = notebook();
  const filler = async (label: string) => {
    for (let i = 0; i < 40; i++) expect(await cell(`const ${label}${i} = ${i}`)).toEqual([]);
  };
  await cell("const x = 1; type Kind = 'first'; const getX = () => x");
  await cell("const keep: Kind = 'first'; const old = x");
  await cell("const x = 'text'; type Kind = 'second'; export default 5");
  await cell("let u: string | number = 5; if (Math.random()) throw new Error(); throw new Error()");
  await cell("const after = u; export default 6; declare global { var grown: 7 }");
  await cell("function late() { return early }");
  await cell("interface Same { a: 1 }");
  await cell("interface Same { b: 2 }");
  await filler("f");
  await cell("const early = 3; const two: Kind = 'second'");
  await filler("g");
  expect(
    await errors(
      "const n: number = getX(); const o: 1 = old; const s: 'text' = x; const k: 'first' = keep; two satisfies 'second'; after satisfies string | number; grown satisfies 7; const same: Same = { b: 2 }; f0 + f39 + g0 + g39",
    ),
  ).toEqual([]);
  expect(await errors("const n: string = getX()")).toEqual([
    "2322: Type 'number' is not assignable to type 'string'.",
  ]);
}, 120_000);
