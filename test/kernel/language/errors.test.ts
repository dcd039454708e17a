import { SourceMap } from "node:module";
import { expect, test } from "vitest";
import { compile, compileExpression } from "../../../kernel/language/compile.ts";
import { cellShape } from "../../../kernel/language/declared-names.ts";

const errors = (code: string) => {
  const compiled = compile(code, new Map());
  if (compiled.ok) throw new Error(`compiled: ${compiled.cell.js}`);
  return compiled.errors;
};

test.each([
  ["let x = ;", 0, 8, 9],
  ["let s = 'é𝒳'; let = 5 + )", 0, 25, 26],
  ["// é𝒳\nconst a = 1;\nconst a = 2;", 2, 6, 7],
  ["// é\nreturn 5", 1, 0, 6],
  ["foo(", 0, 4, 4],
  ["const é = 1;\ndelete é", 1, 7, 8],
])("%j: the place is right", (code, line, column, endColumn) => {
  expect(errors(code)[0]).toMatchObject({ line, column, endLine: line, endColumn });
});

test("messages are sentences without frames or stacks", () => {
  for (const { message } of [...errors("let x = ;"), ...errors("return 5"), ...errors("1 2")]) {
    expect(message).toMatch(/^[A-Z].*\.$/);
    expect(message).not.toMatch(/\n|-\[/);
  }
});

test("a slip in JSX is told as one of JSX, a slip elsewhere as one of TypeScript", () => {
  expect(errors("const a = <p>{x}</q>")[0]!.message).toMatch(/closing tag/);
  expect(errors("const a = 1 <")[0]).toMatchObject({ line: 0, column: 13 });
});

test("the source map leads each line back to the cell", () => {
  const code = `import { join } from "node:path";
type T = {
  a: number;
};

const   x: T = { a: 1 };  // remark
function f(
  y: number,
) { return  boom(y) }
f(x.a)`;
  const compiled = compile(code, new Map());
  if (!compiled.ok) throw new Error("does not compile");
  const map = new SourceMap(JSON.parse(compiled.cell.map));
  const lines = compiled.cell.js.split("\n");
  const origin = (text: string) => {
    const line = lines.findIndex((line) => line.includes(text));
    const { originalLine, originalColumn } = map.findEntry(
      line,
      lines[line]!.indexOf(text),
    ) as never;
    return [originalLine, originalColumn];
  };
  expect(origin("(0,boom$.v)")).toEqual([8, 12]);
  expect(origin("x$.v = ")).toEqual([5, 8]);
  expect(origin("(0,f$.v)")).toEqual([9, 0]);
  expect(origin("await $import")[0]).toBe(0);
});

test("the source map holds where using and decorators are lowered one after the other", () => {
  const code = "const dec = (t: unknown) => {};\nusing r = null;\n\n@dec class A {}\n\nboom(1)";
  const compiled = compile(code, new Map());
  if (!compiled.ok) throw new Error("does not compile");
  const map = new SourceMap(JSON.parse(compiled.cell.map));
  const lines = compiled.cell.js.split("\n");
  const line = lines.findIndex((line) => line.includes("boom$.v"));
  const found = map.findEntry(line, lines[line]!.indexOf("(0,boom$.v)"));
  expect(found).toMatchObject({ originalLine: 5, originalColumn: 0 });
});

test("expressions of user_expressions", () => {
  expect(compileExpression("a + 1", new Map([["a", "let"]]))).toMatchObject({ ok: true });
  expect(compileExpression("{ a: 1 }", new Map())).toMatchObject({ ok: true });
  expect(compileExpression("let a = 1", new Map())).toMatchObject({
    ok: false,
    errors: [{ line: 0 }],
  });
  expect(compileExpression("1 +", new Map())).toMatchObject({ ok: false });
  expect(compileExpression("1 +\n)", new Map())).toMatchObject({
    ok: false,
    errors: [{ line: 1, column: 0 }],
  });
  expect(compileExpression("a b", new Map())).toMatchObject({
    ok: false,
    errors: [{ line: 0, column: 2 }],
  });
});

test.each([
  ["brackets", "[".repeat(10_000) + "]".repeat(10_000)],
  ["blocks", "{".repeat(10_000) + "}".repeat(10_000)],
  ["operators", "1" + "+1".repeat(20_000)],
])("ten thousand %s within each other are an error in plain words", (_, code) => {
  expect(errors(code)[0]!.message).toMatch(/nested too deeply/);
  expect(cellShape(code, "ts").names.size).toBe(0);
});

test.each([
  ["a megabyte", `let x = '${"a".repeat(1e6)}'`],
  ["50,000 lines", "1;\n".repeat(50_000)],
  ["nothing", ""],
])("%s compiles", (_, code) => {
  expect(compile(code, new Map()).ok).toBe(true);
});

test("NUL bytes are a syntax error", () => {
  expect(errors("\0\0")[0]).toMatchObject({ line: 0, column: 0 });
});
