import { expect, it } from "vitest";
import { startRuntime } from "./runtime-support/runtime.ts";

/** What a cell prints to both streams. */
async function printed(...cells: string[]) {
  const runtime = await startRuntime();
  for (const cell of cells) expect((await runtime.run(cell)).error?.evalue).toBeUndefined();
  return { stdout: runtime.text(cells.length), stderr: runtime.text(cells.length, "stderr") };
}

it("console.table, dir, count and assert print as in Node", async () => {
  const { stdout, stderr } = await printed(
    `console.table([{ a: 1, b: 'x' }, { a: 2 }], ['a']);
     console.dir({ deep: { er: { and: { deeper: 1 } } } }, { depth: 0 });
     console.count(); console.count('x'); console.count(); console.countReset(); console.count();
     console.assert(true, 'not this'); console.assert(false, 'this %d', 1); console.assert(false);
     console.info('%s is %o', 'it', 1); console.debug('debug'); console.warn('warn'); console.log();`,
  );
  expect(stdout).toBe(
    [
      "┌─────────┬───┐",
      "│ (index) │ a │",
      "├─────────┼───┤",
      "│ 0       │ 1 │",
      "│ 1       │ 2 │",
      "└─────────┴───┘",
      "{ deep: [Object] }",
      "default: 1",
      "x: 1",
      "default: 2",
      "default: 1",
      "it is 1",
      "debug",
      "",
      "",
    ].join("\n"),
  );
  expect(stderr).toBe("Assertion failed: this 1\nAssertion failed\nwarn\n");
});

it("console.group indents, also what is written in lines, and ends with its cell", async () => {
  const group = `console.group('outer'); console.log('one\\ntwo'); console.group(); console.error('deep'); console.groupEnd(); console.log('three')`;
  const { stdout, stderr } = await printed(group);
  expect(stdout).toBe("outer\n  one\n  two\n  three\n");
  expect(stderr).toBe("    deep\n");
  expect((await printed(group, "console.log('the next cell')")).stdout).toBe("the next cell\n");
});

it("console.time measures over cells, and console.trace names the cell's lines", async () => {
  const { stdout, stderr } = await printed(
    "console.time('t')",
    "console.timeLog('t', 'so far'); console.timeEnd('t');\nfunction here() { console.trace('at %s', 'x') }\nhere();",
  );
  expect(stdout).toMatch(/^t: [\d.]+m?s so far\nt: [\d.]+m?s\n$/);
  expect(stderr).toMatch(
    /^Trace: at x\n {4}at here \(Cell \[2\]:2:\d+\)\n {4}at Cell \[2\]:3:\d+\n$/,
  );
});

it("a debugger statement does nothing where no debugger is", async () => {
  expect((await printed("debugger; console.log('on')")).stdout).toBe("on\n");
});
