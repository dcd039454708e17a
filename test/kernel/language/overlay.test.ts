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
    open.set(overlays.hub.name, overlays.hub.text);
  }
  expect(overlays.size).toBe(open.size - 1);
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
  expect(open.size).toBeLessThan(12);
  // Each of its cells mentions three names at most that others define.
  for (const [name, text] of open) expect(header(text).length, name).toBeLessThan(48 * 3 * 60);
  const slot = overlays.slot("a7.n + a299.n + total", "ts");
  // With every check the server would go through all names of what is imported by a star.
  expect(header(slot.text)).toBe(
    'import {a7,a299,total as __tunebook_v_total} from "./__tunebook_session"; type __tunebook_s = typeof import("./__tunebook_session"); declare let total: typeof __tunebook_v_total; ',
  );
  for (const [name, text] of open) expect(header(text), name).not.toContain("import *");
  const modules = [...overlays.hub.text.matchAll(/\* from "\.\/(\w+)"/g)].map(
    ([, module]) => module,
  );
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

test("rerunning one cell a hundred times keeps it once", () => {
  const { overlays, open } = committed([
    "const base = 1",
    ...Array<string>(100).fill("const again = base + 1"),
  ]);
  const text = () => [...open.values()].join("");
  expect(open.size).toBe(2);
  expect(text().match(/const again/g)).toHaveLength(1);
  const older = overlays.commit("const base = 2", "ts").written[0]!; // `again` still mentions the old one
  expect(older.text).toContain("again = base__tunebook_");
  expect(older.text.match(/const base/g)).toHaveLength(2);
  const newer = overlays.commit("const again = 0", "ts").written[0]!;
  expect(newer.text.match(/const base/g)).toHaveLength(1);
  expect(newer.text).not.toContain("base__tunebook_");
});

test("a cell that is added changes one document, and no list of imports, so that the server need not begin anew", () => {
  const overlays = new CellOverlays();
  const imports = (text: string) => [...text.matchAll(/from "[^"]+"/g)].join();
  const cell = (i: number) =>
    `const tmp = ${i}; const w${i} = tmp + ${i ? `w${i - 1}` : 0}; function h${i}() { return tmp }`;
  overlays.commit(cell(0), "ts");
  let before = overlays.hub.text;
  let lists = "";
  for (let i = 1; i < 48; i++) {
    const { written, unneeded, opened } = overlays.commit(cell(i), "ts");
    expect([written.length, unneeded.length, opened]).toEqual([1, 0, false]);
    if (i > 1) expect(imports(written[0]!.text)).toBe(lists);
    lists = imports(written[0]!.text);
    expect(overlays.hub.text).toBe(before);
    before = overlays.hub.text;
  }
  expect(overlays.commit(cell(48), "ts").opened).toBe(true);
});

test("rerunning a whole notebook again and again lets go of what came before", () => {
  const cells = Array.from(
    { length: 30 },
    (_, i) => `const c${i} = ${i === 0 ? 0 : `c${i - 1} + 1`}`,
  );
  const { open } = committed(Array.from({ length: 20 }, () => cells).flat());
  expect(open.size).toBeLessThan(5);
  expect([...open.values()].join("").match(/const c\d+ /g)!.length).toBeLessThan(60);
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
      "const n: string = getX(); const o: 1 = old; const s: 'text' = x; const k: 'first' = keep; two satisfies 'second'; after satisfies string | number; grown satisfies 7; const same: Same = { b: 2 }; f0 + f39 + g0 + g39",
    ),
  ).toEqual([]);
  expect(await errors("const n: number = getX()")).toEqual([
    "2322: Type 'string' is not assignable to type 'number'.",
  ]);
});

test("a name that was declared again means to old cells what it meant, however it is mentioned", async () => {
  const { cell, errors } = notebook();
  await cell(
    "const x = 1; interface Shape { old: 1 }; class Tool { kind = 'old' as const }; enum Level { Low = 'old' }",
  );
  await cell(
    "const shorthand = { x }; const { x: taken = x } = shorthand; const key = { x: 'key' }.x",
  );
  await cell(
    "const inner = ((x: string) => ({ x }))('inner'); const deep: { x: Shape } = { x: { old: 1 } }",
  );
  await cell(
    "const tool = new Tool(); const level: Level = Level.Low; const type = (v: typeof x) => v",
  );
  await cell(
    "class Made extends Tool { constructor(public x: 'own') { super() } }; namespace Space { export const x = 'space' as const }",
  );
  await cell("const label = (() => { x: for (;;) break x; return x })()");
  await cell(
    "const x = 'new' as const; interface Shape { new: 2 }; class Tool { kind = 'new' as const }; enum Level { Low = 'new' }",
  );
  await cell("const later = { x, tool: new Tool() }");
  expect(
    await errors(
      "shorthand satisfies { x: number }; taken satisfies number; key satisfies string; inner.x satisfies string; deep.x.old satisfies 1; tool.kind satisfies 'old'; new Made('own').x satisfies 'own'; Space.x satisfies 'space'; label satisfies number; later.x satisfies 'new'; later.tool.kind satisfies 'new'; type(1)",
    ),
  ).toEqual([]);
  expect(await errors("type('new')")).toEqual([
    "2345: Argument of type '\"new\"' is not assignable to parameter of type '1'.",
  ]);
  expect(await errors("const n: number = (v: Shape, w: typeof tool) => v")).toEqual([
    "2322: Type '(v: Shape, w: typeof tool) => Shape' is not assignable to type 'number'.",
  ]);
  expect(await errors("const l: Level = level")).toEqual([
    "2322: Type 'Level' is not assignable to type 'Level'.",
  ]);
});

test("what one cell learned of a variable by looking at it does not hold for the next", async () => {
  const { cell, errors } = notebook();
  await cell(
    "let u: string | number = 5; let done = false; const list = []; list.push(1); let open",
  );
  await cell("open = 5; const a = u; const b = done; const c = list");
  await cell("u = 'text'; done = true; const own: { v?: string } = {}; own.v = 'here'");
  await cell("const e = u; const f = own.v; const g = list");
  await cell("open = 5; const between = 1");
  await cell("const h = open; const i = list");
  expect(
    await errors(
      "a === 'x'; e === 5; b === true; c.push('text'); g.push('text'); list.push('text'); h.anything; i.push('text')",
    ),
  ).toEqual([]);
  expect(await errors("f.length")).toEqual([
    expect.stringMatching(/^18048: 'f' is possibly 'undefined'\./),
  ]);
  expect(await errors("c.nothing")).toEqual([
    "2339: Property 'nothing' does not exist on type 'any[]'.",
  ]);
});

test("a cell that says a name of the realm goes on meaning that", async () => {
  const { cell, errors } = notebook();
  await cell("const address = new URL('http://here'); type Part = Record<string, number>");
  await cell("class URL { own = 1 }; type Record<A, B> = 'mine'");
  expect(
    await errors(
      "address.hostname; new URL().own; const p: Part = { a: 1 }; const r: Record<1, 2> = 'mine'",
    ),
  ).toEqual([]);
});
