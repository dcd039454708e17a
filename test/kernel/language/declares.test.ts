/** Whether a cell declares a name, also where it cannot be read. */
import { expect, test } from "vitest";
import { declares } from "../../../kernel/language/declared-names.ts";

test.each([
  ["const { a, b: [c] } = f();", ["a", "c"], ["b"]],
  ["interface A { b: 1 }\nimport d from 'e'", ["A", "d"], ["b", "e"]],
  ["function f() { const a = 1; }", ["f"], ["a"]],
  // Cut off, or not to be read.
  ["const a = {\n  b: 1\nlet c = 2;", ["a", "c"], ["b"]],
  ["function f() {\n  const a = 1;\n", ["f"], ["a"]],
  ["%time f()\nconst a = 1; let b = ;\n// const c = 1", ["a"], ["b", "c"]],
])("%j", (code, names, others) => {
  expect(names.filter((name) => !declares(code, "ts", name))).toEqual([]);
  expect(others.filter((name) => declares(code, "ts", name))).toEqual([]);
});
