// `jupyter console --kernel tunebook` in a terminal, driven as a user drives it.
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { JupyterHome } from "./support/jupyter-home.ts";
import { python } from "./support/run.ts";
import { Terminal, tmux } from "./support/terminal.ts";

describe.skipIf(!python || !tmux)("jupyter console", () => {
  let jupyter: JupyterHome;
  let console: Terminal;

  beforeAll(async () => {
    jupyter = await JupyterHome.make();
    const command = [
      join(dirname(python!), "jupyter-console"),
      "--kernel",
      "tunebook",
      // The console gives up on a kernel that is slow to say whether a text is complete.
      "--ZMQTerminalInteractiveShell.kernel_is_complete_timeout=60",
      "--ZMQTerminalInteractiveShell.kernel_timeout=120",
    ];
    const env = { ...jupyter.env, TERM: "xterm-256color", PAGER: "cat", LC_ALL: "C.UTF-8" };
    console = new Terminal(command, { env, cwd: jupyter.folder });
    await console.shows(/In \[1\]:/);
  });
  afterAll(() => {
    console?.[Symbol.dispose]();
    jupyter?.[Symbol.dispose]();
  });

  const enter = (text: string) => {
    console.type(text);
    console.press("Enter");
  };

  it("shows the kernel's banner, runs a cell and shows its output and result", async () => {
    enter(`const person = { firstName: "Ada", born: 1815 };`);
    await console.shows(/In \[2\]:/);
    enter(`console.log("hello", person.firstName); person.born + 1`);
    const screen = await console.shows(/In \[3\]:/);
    expect(screen).toMatch(/Tunebook/);
    expect(screen).toMatch(/^hello Ada$/m);
    expect(screen).toMatch(/Out\[2\]:.*1816/);
  });

  it("asks the kernel whether a text is complete, and goes on with the next line", async () => {
    enter("function twice(n: number): number {");
    await console.shows(/twice[^]*\n\s*\.\.\.:/);
    enter("return 2 * n;");
    enter("}");
    await console.shows(/In \[4\]:/);
    enter("twice(21)");
    expect(await console.shows(/In \[5\]:/)).toMatch(/Out\[4\]:.*42/);
  });

  it("completes by Tab", async () => {
    console.type("person.fir");
    console.press("Tab");
    await console.shows(/In \[5\]: person\.firstName/);
    console.press("Enter");
    expect(await console.shows(/In \[6\]:/)).toMatch(/Out\[5\]:.*'Ada'/);
  });

  it("explains what stands before a question mark", async () => {
    enter("twice?");
    expect(await console.shows(/In \[7\]:/)).toMatch(/function twice\(n: number\): number/);
  });

  it("shows a type error with its line, and runs nothing", async () => {
    enter(`person.born = "1815"; console.log("never");`);
    const screen = await console.shows(/In \[8\]:/);
    expect(screen).toMatch(/Type 'string' is not assignable to type 'number'/);
    expect(screen).not.toMatch(/^never$/m);
  });

  it("stops a loop on Ctrl+C and keeps the variables", async () => {
    enter(`console.log("loops"); while (true) {}`);
    await console.shows(/^loops$/m);
    console.press("C-c");
    await console.shows(/In \[9\]:/);
    enter("person.firstName + '!'");
    expect(await console.shows(/In \[10\]:/)).toMatch(/Out\[9\]:.*'Ada!'/);
  });

  it("asks for input in the terminal", async () => {
    enter(`const answer = prompt("your name:"); "hello " + answer`);
    await console.shows(/^your name:/m);
    enter("Grace");
    expect(await console.shows(/In \[11\]:/)).toMatch(/Out\[10\]:.*'hello Grace'/);
  });

  it("shows where a study has come to, of which it was shown the beginning alone", async () => {
    enter(`import { float, openStudy } from "tunebook";`);
    await console.shows(/In \[12\]:/);
    enter(`const study = await openStudy({ space: { x: float(0, 1) } });`);
    await console.shows(/In \[13\]:/);
    enter(`await study.optimize(({ params }) => params.x, { until: { trials: 12 } });`);
    const screen = await console.shows(/In \[14\]:/);
    expect(screen.match(/^study: 12 of 12 trials, 12 complete/gm)).toHaveLength(1);
    expect(screen).toMatch(/^The study holds 12 finished trials\.$/m);
  });

  it("says once that process.exit ended what runs the cells", async () => {
    enter("process.exit(3)");
    const screen = await console.shows(/In \[15\]:/);
    expect(screen.match(/ended with exit code 3/g)).toHaveLength(1);
  });

  it("ends on exit, and the kernel with it", async () => {
    enter("exit");
    await console.shows(/Shutting down kernel/);
    await console.ended();
  });
});
