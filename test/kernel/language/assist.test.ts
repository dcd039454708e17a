import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { notebook, type Notebook } from "./notebook.ts";

/** Completes at `|`. */
async function complete({ language }: Notebook, marked: string) {
  const offset = marked.indexOf("|");
  const code = marked.replace("|", "");
  const found = await language.complete(code, offset);
  return {
    ...found,
    labels: found.items.map(({ label }) => label),
    replaced: code.slice(found.start, found.end),
  };
}

test("completion: members, names of earlier cells, globals, keywords, unfinished code", async () => {
  const book = notebook();
  await book.cell(
    "const longName = { first: 1, second: 'x', fifth() {} }; function longFunction() {} type LongType = 1",
  );
  expect((await complete(book, "longName.fi|")).labels).toEqual(["fifth", "first"]);
  expect((await complete(book, "longName.|")).labels).toEqual(["fifth", "first", "second"]);
  expect((await complete(book, "long|")).labels).toEqual(["longFunction", "longName"]);
  expect((await complete(book, "let x: Long|")).labels).toContain("LongType");
  expect((await complete(book, "Math.sqr|")).labels[0]).toBe("sqrt");
  expect((await complete(book, "functio|")).labels).toContain("function");
  expect((await complete(book, "if (longName.se|")).labels).toEqual(["second"]);
  expect((await complete(book, "const o = { a: 1 };\no.|")).labels).toEqual(["a"]);
  expect((await complete(book, "const é = '𝒳'; longName.fi|")).labels).toEqual(["fifth", "first"]);
});

test("completion says what it replaces, its kind and type, in a stable order without our own names", async () => {
  const book = notebook();
  await book.cell("const thing = { value: 1, valueOfIt() { return 2 } }");
  const found = await complete(book, "1 + thing.val|ue");
  expect(found.replaced).toBe("value");
  expect(found.items).toEqual(
    [
      { label: "value", insertText: "value", kind: "field", detail: "(property) value: number" },
      {
        label: "valueOf",
        insertText: "valueOf",
        kind: "method",
        detail: expect.stringContaining("valueOf(): Object"),
      },
      {
        label: "valueOfIt",
        insertText: "valueOfIt",
        kind: "method",
        detail: "(method) valueOfIt(): number",
      },
    ].filter(({ label }) => label !== "valueOf"),
  );
  const all = await complete(book, "|");
  expect(all.labels.filter((label) => label.includes("__tunebook"))).toEqual([]);
  expect(all.labels).toContain("thing");
  expect((await complete(book, "|")).labels).toEqual(all.labels);
});

test("completion inside strings: keys, values and files", async () => {
  const book = notebook();
  writeFileSync(join(book.cwd, "helper.ts"), "export const a = 1;");
  await book.cell(
    "const o = { 'two words': 1, three: 2 }; function pick(kind: 'alpha' | 'beta') {}",
  );
  const keys = await complete(book, "o['t|']");
  expect(keys.labels).toEqual(["three", "two words"]);
  expect(keys.replaced).toBe("t");
  expect((await complete(book, "pick('|')")).labels).toEqual(["alpha", "beta"]);
  expect((await complete(book, 'import { a } from "./hel|"')).labels).toEqual(["helper"]);
});

test("inspection: a name, behind a name, the call around the cursor, nothing", async () => {
  const { language, cell } = notebook();
  await cell(
    "/** Adds two. */\nfunction add(a: number, b: number) { return a + b }\nconst sum = add(1, 2)",
  );
  const hover = await language.inspect("add(1, 2)", 1, 0);
  expect(hover?.text).toContain("function add(a: number, b: number): number");
  expect(hover?.text).toContain("Adds two.");
  expect(hover?.text).not.toContain("```");
  expect(hover?.markdown).toContain("```typescript");
  expect((await language.inspect("sum", 3, 0))?.text).toContain("const sum: number");
  expect((await language.inspect("add(", 4, 0))?.text).toContain(
    "add(a: number, b: number): number",
  );
  expect(await language.inspect("  ", 1, 0)).toBeUndefined();
});

test("inspection of earlier cells' names: documentation at both levels, source at the second", async () => {
  const { language, cell } = notebook();
  await cell(
    "/** How fast it learns. */\nconst rate: number = 0.1;\n/** Twice `n`. */\nfunction twice(n: number) {\n  return n * 2;\n}",
  );
  await cell(
    "/** A box. */\nclass Box<T> {\n  /** What is in it. */\n  held?: T;\n}\nlet plain = 1;",
  );
  const inspect = async (code: string, detail: 0 | 1) =>
    (await language.inspect(code, code.length, detail))!;
  expect((await inspect("rate", 0)).text).toBe("const rate: number\nHow fast it learns.");
  expect((await inspect("rate", 1)).text).toBe(
    "const rate: number\nHow fast it learns.\n\nconst rate: number = 0.1;",
  );
  expect((await inspect("twice", 0)).text).toBe("function twice(n: number): number\nTwice `n`.");
  const twice = await inspect("1 + twice", 1);
  expect(twice.markdown).toContain(
    "```typescript\nfunction twice(n: number) {\n  return n * 2;\n}\n```",
  );
  expect(twice.text).toContain("return n * 2;");
  expect((await inspect("Box", 1)).text).toContain("held?: T;");
  expect((await inspect("new Box<number>().held", 0)).text).toContain("What is in it.");
  expect((await inspect("plain", 0)).text).toBe("let plain: number");
  // Names that only look the same.
  expect((await inspect("const o = { rate: 'x' }; o.rate", 1)).text).not.toContain("How fast");
  expect((await inspect("{ const rate = 'inner'; rate", 1)).text).toBe('const rate: "inner"');
  // What comes of the language, and what does not exist.
  expect((await inspect("Math.max", 1)).text).toContain("Returns the larger");
  expect(await language.inspect("noSuchName", 3, 1)).toBeUndefined();
});

test("the source of a statement that ends in no semicolon is the statement, whatever cells follow", async () => {
  const { language, cell } = notebook();
  await cell("const sum = [1, 2]");
  await cell("const next = 3");
  await cell("let last = 4");
  for (const [name, source] of [
    ["sum", "const sum = [1, 2]"],
    ["next", "const next = 3"],
    ["last", "let last = 4"],
  ] as const)
    expect((await language.inspect(name, 1, 1))?.text.split("\n\n")[1]).toBe(source);
});

test("a variable that was declared without a value is in each later cell what that cell gives it", async () => {
  const { language, cell } = notebook();
  const inspect = async (code: string, detail: 0 | 1) =>
    (await language.inspect(code, code.length, detail))?.text;
  await cell("/** Not yet. */\nlet later;\nlet $list = [], plain = 1;");
  expect(await inspect("later = 5; later.toFixed", 0)).toContain("Number.toFixed");
  await cell("later = 'a text'; const size = later.length");
  expect(await inspect("size", 0)).toBe("const size: number");
  expect(await inspect("later", 1)).toBe("let later: any\nNot yet.\n\nlet later;");
  const source = "let $list = [], plain = 1;";
  expect(await inspect("$list", 1)).toBe(`let $list: any[]\n\n${source}`);
  expect(await inspect("plain = 2; plain", 1)).toBe(`let plain: number\n\n${source}`);
});

test("inspection of a function that is a property says what its declaration says", async () => {
  const { language } = notebook();
  const inspect = async (code: string) => (await language.inspect(code, code.length, 0))!.text;
  const from = (name: string) => `import { ${name} } from "tunebook"; ${name}`;
  expect(await inspect(`${from("tuners")}.tpe`)).toMatch(
    /^function tpe\(options\?: TpeOptions\): TunerSpec\n.*Parzen/s,
  );
  expect(await inspect(`${from("plots")}.history`)).toMatch(/^function history\(.*\n.+/s);
  const own = "/** Twice `n`. */ function twice(n: number) { return 2 * n; } const o = { twice };";
  expect(await inspect(`${own} o.twice`)).toContain("Twice `n`.");
  // What a property says of itself stays.
  const said =
    "interface O {\n  /** Three times. */\n  f: (n: number) => number\n}\ndeclare const o: O;";
  expect(await inspect(`${said} o.f`)).toContain("Three times.");
  expect(await inspect("const o = { f: (n: number) => 3 * n }; o.f")).toContain("f: (n: number)");
});

test("inspection of a huge value's source is cut", async () => {
  const { language, cell } = notebook();
  await cell(`const table = [${"1, ".repeat(10_000)}];`);
  const found = await language.inspect("table", 1, 1);
  expect(found!.text.length).toBeLessThan(9000);
  expect(found!.text.endsWith("…")).toBe(true);
});

test("completion says what names of earlier cells are", async () => {
  const book = notebook();
  await book.cell("function kindly() {} class Kindred {} enum Kinds { a } const kindle = 1;");
  const { items } = await complete(book, "kind|");
  const kinds = Object.fromEntries(items.map(({ label, kind }) => [label, kind]));
  expect(kinds).toMatchObject({ kindly: "function", Kindred: "class", Kinds: "enum", kindle: "variable" }); // prettier-ignore
  expect(items.find(({ label }) => label === "kindly")?.detail).toBe("function kindly(): void");
});

test("inspection finds documentation and source of a cell that was followed by many", async () => {
  const { language, cell } = notebook();
  await cell(
    "/** The first of all. */\nconst first = 1;\nfunction old(n: number) {\n  return n;\n}",
  );
  for (let n = 0; n < 60; n++) await cell(`const filler${n} = ${n};`);
  const { text } = (await language.inspect("first", 2, 1))!;
  expect(text).toBe("const first: 1\nThe first of all.\n\nconst first = 1;");
  expect((await language.inspect("old", 2, 1))!.text).toContain("  return n;\n}");
});

test("completion of a function's members: its own first, those that every function has behind them", async () => {
  const book = notebook();
  await book.cell(
    "const tool = Object.assign(() => 1, { zoom: 1, aim: 2 }); class Made { static begin() {} }",
  );
  const { labels } = await complete(book, "tool.|");
  expect(labels.slice(0, 2)).toEqual(["aim", "zoom"]);
  expect(labels).toContain("bind");
  expect((await complete(book, "Made.|")).labels[0]).toBe("begin");
  expect((await complete(book, "display.|")).labels.slice(0, 3)).toEqual([
    "clear",
    "html",
    "image",
  ]);
  // What is no function keeps its order, whatever its members are called.
  const named = await complete(book, "const o = { apply: 1, name: 2, zoom: 3 };\no.|");
  expect(named.labels).toEqual(["apply", "name", "zoom"]);
});
