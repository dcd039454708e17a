// `tunebook run` of notebooks that ask: from a terminal, and where none is.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { runPython } from "./support/python.ts";
import { cli, python, run } from "./support/run.ts";

const scratch = mkdtempSync(join(tmpdir(), "tunebook-run-input-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function write(name: string, ...sources: string[]): string {
  const path = join(scratch, name);
  const cells = sources.map((source, index) => ({
    cell_type: "code",
    id: `c${index}`,
    metadata: {},
    source,
    outputs: [],
    execution_count: null,
  }));
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
  return path;
}

/** Runs `tunebook run` in a pseudo-terminal: each text that is waited for, and what is typed then. */
const typed = (path: string, ...pairs: string[]) =>
  runPython("type_into.py", ...pairs, "--", process.execPath, cli, "run", path);

it.skipIf(python === undefined)(
  "answers come from the terminal, and passwords are not shown",
  async () => {
    const path = write(
      "asks.ipynb",
      `const name = prompt("Na" + "me> "); console.log("Hello " + name);`,
      `const secret = prompt("Sec" + "ret> ", { password: true }); secret.length`,
      `import { createInterface } from "node:readline/promises";
     const line = await createInterface({ input: process.stdin, output: process.stdout }).question("Li" + "ne> "); line.toUpperCase()`,
    );
    const { code, stdout } = await typed(
      path,
      "Name> ",
      "Ada\\r",
      "Secret> ",
      "hunter2\\r",
      "Line> ",
      "abc\\r",
    );
    expect(stdout).toContain("Hello Ada");
    expect(stdout).toContain("'ABC'");
    expect(code).toBe(0);
    expect(stdout).not.toContain("hunter2");
    expect(readFileSync(path, "utf8")).not.toContain("hunter2");
  },
);

it.skipIf(python === undefined)("Control-C while a cell asks stops the run", async () => {
  const path = write("stopped.ipynb", `prompt("Na" + "me> ")`, `console.log("never")`);
  const { code, stdout } = await typed(path, "Name> ", "\\x03");
  expect(code).toBe(1);
  expect(stdout).toContain("it was stopped");
  expect(stdout).not.toContain("never\r\n");
});

it("without a terminal a question fails at once and says why", async () => {
  const path = write("silent.ipynb", `prompt("Name?")`);
  const { code, stderr } = await run(process.execPath, [cli, "run", path], { cwd: scratch });
  expect(code).toBe(1);
  expect(stderr).toContain("NoInputError: This cell cannot ask for input");
});
