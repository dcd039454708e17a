import { expect, test } from "vitest";
import { isComplete } from "../../../kernel/language/is-complete.ts";

test.each([
  "1 + 1",
  "",
  "  \n",
  "// remark",
  "const x = 1;",
  "if (x) {}",
  "function f() {\n  return 1\n}",
  "`a\nb`",
  "%check off",
  "!ls -l {",
  "%%module a\nif (",
  "<p>x</p>",
  "const f = <T>(x: T) => x",
  "await x",
  "let x; let x;",
])("%j is complete", (code) => {
  expect(isComplete(code)).toEqual({ status: "complete" });
});

test.each([
  ["if (x) {", "  "],
  ["if (x)", "  "],
  ["f(", "  "],
  ["[1,\n  2,", "  "],
  ["function f() {\n  if (x) {", "    "],
  ["function f() {\n  return 1", "  "],
  ["`abc", ""],
  ["`${a", ""],
  ["/* remark", ""],
  ["a +", "  "],
  ["x =>", "  "],
  ["try {}", ""],
  ["class A {", "  "],
  ["<div>", ""],
  ["a +  \n", "  "],
  ["const x = {a: 1", ""],
  ["import { a", ""],
])("%j is incomplete", (code, indent) => {
  expect(isComplete(code)).toEqual({ status: "incomplete", indent });
});

test.each(['"abc', "'abc", "foo)", "1 2", "const const", "/abc", "else", "x = }"])(
  "%j is invalid",
  (code) => {
    expect(isComplete(code)).toEqual({ status: "invalid" });
  },
);
