/** Python and shell lines in a cell are named as such, and nothing else is taken for them. */
import { describe, expect, test } from "vitest";
import { compile } from "../../../kernel/language/compile.ts";
import type { SourceLanguage } from "../../../kernel/language/language.ts";

function message(code: string, sourceLanguage: SourceLanguage = "typescript"): string {
  const compiled = compile(code, new Map(), { sourceLanguage });
  if (compiled.ok) throw new Error(`compiled: ${compiled.cell.js}`);
  return compiled.errors[0]!.message;
}

describe("Python", () => {
  test.each([
    "import numpy as np\nx = np.zeros(3)",
    "from math import sqrt",
    "def f(x):\n    return x + 1",
    "async def f(x: int) -> int:\n    return x",
    "class A:\n    pass",
    "class A(B):\n    pass",
    "for i in range(10):\n    print(i)",
    "total = 0\nfor key, value in pairs:\n    total += value",
    "if x > 3: print(x)",
    "if (x > 3):\n    y = 1",
    "while True:\n    pass",
    "with open('x.csv') as f:\n    text = f.read()",
    "try:\n    f()\nexcept ValueError:\n    pass",
    "squares = [x * x for x in values]",
    "f = lambda x: x + 1",
    'print(f"{x} of {y}")',
    '"""What it does."""\nx = 1',
    "raise ValueError('no')",
    'print "x"',
    "# the data\nimport pandas as pd",
  ])("%j", (code) => {
    expect(message(code)).toMatch(/\nThis kernel runs TypeScript, and this is Python\. Choose /);
    expect(message(code, "javascript")).toContain("This kernel runs JavaScript, and this is");
  });
});

test.each([
  ["pip install numpy", "%install PACKAGE installs from npm; !pip install numpy runs pip itself."],
  ["npm install lodash", "write %install lodash"],
  ["yarn add lodash dayjs", "write %install lodash dayjs"],
  ["const a = 1;\ncd data", "write %cd data"],
  ["ls -la data", "exclamation mark: !ls -la data"],
  ["cat ./data.csv", "exclamation mark: !cat ./data.csv"],
  ["echo hello", "exclamation mark: !echo hello"],
  ["git status", "begins with an exclamation mark: !git status"],
  ["$ curl https://example.org", "exclamation mark: !curl https://example.org"],
  ["import fs", 'Write import * as fs from "fs", or import { … } from "fs" for some of it.'],
  ["import numpy", "and this is Python"],
  ["x = 5 # five", "A comment begins with // here; text belongs"],
])("%j", (code, advice) => {
  expect(message(code)).toContain(advice);
});

// Slips in TypeScript, some beside texts and remarks that sound like another language.
test.each([
  "const a = [1, 2",
  "let x = ;",
  "if (a) b = c ? d :",
  "for await (const x of xs) { y = a ? b : c",
  "function f(lambda: number)) {}",
  "const s = 'for x in y: z' + ;",
  'console.log("[wait for it in the queue]"',
  'const s = "an f" + ;',
  "const s = 'it's'",
  "class A { x: number = ; }",
  "class A { #x = ; }",
  "switch (x) { case 1: y = ; default: }",
  "const print = ; // print it",
  "const pip = install numpy",
  "node as Tree + ;",
  "head - 1 + ;",
  "tail /2/ ;)",
  "node in tree)",
  "if (x { y: 1 }",
  "label: for (;;) { break label",
  "type A = { [key in keyof B]: C",
  "const o = { if: 1, else: 2, try: }",
  "else { }",
])("%j is TypeScript with a slip, and nothing is said of other languages", (code) => {
  expect(message(code)).not.toMatch(/Python|shell|%install|begins with/);
});

test("an endless line is no cause to think long", () => {
  expect(message(`[${"[ for x in ".repeat(100_000)}`)).not.toContain("Python");
});

test("an unclosed bracket is told with the line that opens it", () => {
  expect(message("const a = [\n  1,\n  2\nconst b = 3;")).toMatch(
    /^Expected .* What line 1 opens is not closed\.$/,
  );
  expect(message("function f() {\n  return 1;\n")).toBe(
    "Expected `}` but the cell ends here. What line 1 opens is not closed.",
  );
  expect(message("const a = [1 2]")).not.toContain("What line");
});
