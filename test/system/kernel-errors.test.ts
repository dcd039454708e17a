/** What errors say to somebody who has just begun. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startKernel, type KernelClient, type Run } from "./support/kernel-client.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
  const run = await kernel.execute(
    'import { openStudy, float, plots, tuners } from "tunebook";\nconst space = { x: float(0, 1) };',
  );
  expect(run.error).toBeUndefined();
});
afterAll(() => kernel[Symbol.asyncDispose]());

const said = (run: Run) => run.error?.traceback.join("\n") ?? "no error";
const fails = async (code: string) => said(await kernel.execute(code));

describe("the frames of the library", () => {
  test("are one line, and the cell's own line is shown", async () => {
    const text = await fails("plots.history([])");
    expect(text).toMatch(/\n {4}… \d+ frames inside tunebook\n {4}at Cell \[\d+\]:1:7\n/);
    expect(text).toContain("> 1 | plots.history([])");
    expect(text).not.toContain("dist/lib");
  });

  test("of a failing objective: its own line is pictured, under the name of what it is", async () => {
    const text = await fails(
      `const study = await openStudy({ space });
const depth = (x: any) => x.layers.length;
await study.optimize((trial) => depth(trial.params), { until: { trials: 9 }, panel: false });`,
    );
    expect(text).toContain("StudyFailedError");
    expect(text).toMatch(
      /\n {4}at depth \(Cell \[\d+\]:2:36\)\n {4}at objective \(Cell \[\d+\]:3:33\)\n {4}… \d+ frames inside/,
    );
    expect(text).toContain("> 2 | const depth = (x: any) => x.layers.length;");
    expect(text).not.toContain("dist/lib");
  });

  test("are all there with %traceback full, until %traceback short", async () => {
    expect(await fails("%traceback full\nplots.history([])")).toMatch(/at .*dist\/lib\/plots\//);
    expect((await kernel.execute("%traceback")).stdout).toMatch(/^%traceback full: every frame/);
    expect(await fails("%traceback short\nplots.history([])")).not.toContain("dist/lib");
    expect(await fails("%traceback long")).toContain("Write %traceback short or %traceback full");
  });
});

describe("a package that is not there", () => {
  test("is answered by %install, and not by leaving the check", async () => {
    const text = await fails('import { left } from "left-behind"; left()');
    expect(text).toContain("Install it with %install left-behind (in a terminal: npm install ");
    expect(text).not.toContain("%check warn");
    expect(await fails("%check off\nawait import('left-behind')")).toContain(
      "Install it with %install left-behind",
    );
    await kernel.execute("%check block");
    expect(await fails("const n: number = 'text'")).toContain("%check warn");
  });
});

describe("a mistake with the library is told in the same words by its types and by itself", () => {
  beforeAll(async () => {
    await kernel.execute("const opened = await openStudy({ space });");
  });
  test.each([
    ['openStudy({ space, tuner: "tpe" })', "Give one of tuners, called: tuner: tuners.tpe()."],
    ['openStudy({ space, pruner: "median" })', "called: pruner: pruners.median()."],
    [
      "openStudy({ space: { x: [0, 1] } })",
      "Make parameters with float, int, choice, boolean, oneOf or list: float(0, 1) is a range, choice([…]) one of several values, list(…) a list that varies, and fixed(value) keeps a value the same in every trial.",
    ],
    ["openStudy({ x: float(0, 1) })", "Parameters stand in space: { x: … }."],
    [
      'openStudy({ space: { x: (await import("tunebook")).oneOf(["a", "b"]) } })',
      "Write oneOf({ adam: {}, sgd: { momentum: float(0, 0.99) } }). One of several values is",
    ],
    ['openStudy({ space, direction: "max" })', 'Did you mean "maximize"?'],
    ["opened.optimize((t) => 1, 60)", "Write optimize(objective, { until: { trials: 60 } })."],
    ["opened.optimize((t) => 1, { trials: 9 })", "Here it is called until: { trials }."],
    ["opened.optimize((t) => 1, { until: 9 })", "Write until: { trials: 60 }."],
    [
      "opened.optimize({ until: { trials: 9 } })",
      "Give a function: study.optimize(async trial => …, { until: { trials: 60 } }).",
    ],
    ["opened.optimize((t) => 'a', { until: { trials: 9 }, panel: false })", "Return a number."],
    [
      "opened.optimize(async (t) => {}, { until: { trials: 9 }, panel: false })",
      "Return a number.",
    ],
  ])("%s", async (code, advice) => {
    const checked = await fails(`await ${code}`);
    expect(checked).toMatch(/^TypeCheckError/);
    expect(checked).toContain(advice);
    const run = await fails(`%check off\nawait ${code}`);
    await kernel.execute("%check block");
    expect(run).toMatch(/^\w+Error/);
    expect(run).not.toMatch(/^TypeCheckError/);
    expect(run).toContain(advice);
  });

  test("a study that was not awaited", async () => {
    const code = "const later = openStudy({ space });\nlater.optimize(() => 1);";
    expect(await fails(code)).toContain("Did you forget to use 'await'?");
    const text = await fails(`%check off\n${code}`);
    await kernel.execute("%check block");
    expect(text).toMatch(
      /^TypeError: later.optimize is not a function\nlater is a promise: write await before what/,
    );
  });

  test("what a trial and a study call otherwise", async () => {
    expect(await fails("opened.optimize((t) => t.x, { until: { trials: 9 } })")).toContain(
      "A trial's parameters stand in params: trial.params.x.",
    );
    expect(await fails("opened.bestParams")).toContain("Here it is called best?.params.");
    expect(await fails("openStudy({ space, direction: maximize })")).toContain(
      'Write it in quotes: "maximize"',
    );
    expect(await fails("openStudy({ space, tuner: tuners.bayes() })")).toContain(
      'Did you mean "bayesian"? There is "anneal", "asha", "auto"',
    );
    expect(await fails("choice(['a'])")).toContain(
      'It comes from tunebook: import { choice } from "tunebook"',
    );
  });
});

describe("a name that is not there", () => {
  test("is told with the cell that would have declared it", async () => {
    const cell = /Cell \[\d+\]/.exec(
      await fails("const early: number = 'a'; interface Early {}"),
    )![0];
    const advice = `${cell} declares it, and failed: mend that cell and run it first.`;
    expect(await fails("early + 1")).toContain(`Cannot find name 'early'.\n${advice}\n`);
    expect(await fails("const e: Early = {};")).toContain(advice);
    const other = /Cell \[\d+\]/.exec(await fails("throw new Error('x'); const late = 1;"))![0];
    expect(await fails("late")).toContain(
      `ReferenceError: late is not defined\n${other} declares it, and failed`,
    );
    expect(await fails("const early = 1; throw early")).not.toContain("declares it");
    expect((await kernel.execute("early")).result?.["text/plain"]).toBe("1");
  });

  test("is declared before it is assigned to", async () => {
    expect(await fails("fresh = 5")).toContain("To declare it, write let fresh = …");
    expect(await fails("fresh == 5")).not.toContain("To declare it");
  });

  test("of Python has another one here", async () => {
    const text = await fails("print(None)");
    expect(text).toContain("For Python's print, write console.log(…).");
    expect(text).toContain("For Python's None, write null.");
    expect(await fails("let whole: Int = 5")).toContain("The type is called number here.");
  });
});

test("what cannot be reached is told with what to look at", async () => {
  expect(await fails('await fetch("data.csv")')).toContain('readFile("data.csv", "utf8")');
  const refused = await fails(
    'import { createServer, type AddressInfo } from "node:net";\nconst server = createServer().listen(0, "127.0.0.1");\nawait new Promise((done) => server.once("listening", done));\nconst { port } = server.address() as AddressInfo;\nawait new Promise((done) => server.close(done));\nawait fetch(`http://127.0.0.1:${port}/`)',
  );
  expect(refused).toMatch(/Nothing answers at 127\.0\.0\.1:\d+: no server runs there/);
  expect(await fails("document.body")).toContain(
    "Cannot find name 'document'.\nCells run in Node, where there is no page",
  );
  expect(await fails('import numpy from "numpy"')).toContain("That is a package of Python.");
  expect(await fails("%matplotlib inline")).toContain("Figures need none");
});

test("a line of Python or of a shell is told as one", async () => {
  expect(await fails("const a = 1\nimport numpy as np")).toContain("and this is Python. Choose");
  expect(await fails("npm install lodash")).toContain("write %install lodash");
});
