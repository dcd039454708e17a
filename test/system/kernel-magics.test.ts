import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startKernel } from "./support/kernel-client.ts";
import { root } from "./support/run.ts";
import { sharedKernel, text } from "./support/shared-kernel.ts";

const shared = sharedKernel();
const { folder, execute } = shared;
const file = (name: string) => readFileSync(join(folder, name), "utf8");
/** Whether a process runs; one that ended and that nobody has waited for yet does not. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
/** Resolves when a process has ended: one that was killed still needs a turn of the processor for that. */
const ended = (pid: number) => expect.poll(() => isRunning(pid)).toBe(false);
/** The reply to a completion at the end of `code`, or where it says `|`. */
async function complete(code: string): Promise<string[]> {
  const at = code.includes("|") ? code.indexOf("|") : code.length;
  const request = { code: code.replace("|", ""), cursor_pos: at };
  return (await shared.kernel.request("complete_request", request)).content["matches"] as string[];
}

describe("!", () => {
  test("its output stands in order with what the code prints and shows", async () => {
    const run = await execute(
      "console.log('a');\n!echo b; echo c >&2\ndisplay.html('d');\n!echo e\nconsole.log('f')",
    );
    const told = run.outputs.map(({ content }) => content["text"] ?? "display");
    const out = told.filter((each) => each !== "c\n");
    expect(out).toEqual(["a\n", "b\n", "display", "e\n", "f\n"]);
    expect(run.stderr).toBe("c\n");
  });

  test("it appears as it comes", async () => {
    const flag = join(folder, "go-on");
    const running = shared.kernel.start(
      `!echo first; while [ ! -e '${flag}' ]; do sleep 0.02; done; echo last`,
    );
    await running.message(({ content }) => content["text"] === "first\n");
    writeFileSync(flag, "");
    expect((await running.done).stdout).toBe("first\nlast\n");
  });

  test("an exit code that is not 0 is said, and the cell goes on", async () => {
    const run = await execute("!exit 3\nconsole.log('on')");
    expect(run).toMatchObject({ status: "ok", stdout: "on\n" });
    expect(run.stderr).toContain("exit code 3");
  });

  test("its lines are a value, and typed", async () => {
    const run = await execute(
      "const lines = !printf 'b\\na\\n'\nlines.map((line) => line.toUpperCase()).sort()",
    );
    expect(text(run)).toBe("[ 'A', 'B' ]");
    expect((await execute("const wrong: number = !echo 1")).error?.evalue).toContain("string[]");
    expect(text(await execute("found = !echo x\nfound"))).toBe("[ 'x' ]");
    expect(text(await execute("!!echo x; echo y"))).toBe("[ 'x', 'y' ]");
  });

  test("values and names are put in, where there are such", async () => {
    await execute("const word = 'a b'; const several = ['c', 'd'];");
    const run = await execute("!echo {word} $word $several {1 + 1} {{word}} $$word $NOT_THERE end");
    expect(run.stdout).toBe("a b a b c d 2 {word} end\n");
    const inside = await execute("for (const each of several) {\n  !echo [{each}]\n}");
    expect(inside.stdout).toBe("[c]\n[d]\n");
  });

  test("it runs where cells run, with their environment, and no input to wait for", async () => {
    const run = await execute("process.env.OF_CELLS = 'yes';\n!pwd; echo $OF_CELLS; cat");
    expect(run.stdout).toBe(`${folder}\nyes\n`);
  });

  test("it goes on behind a backslash", async () => {
    expect((await execute("!echo a \\\n  b")).stdout).toBe("a b\n");
  });

  test("Stop ends all that it started, and what was defined is still there", async () => {
    await execute("let kept = 1;");
    const running = shared.kernel.start(
      "!sh -c 'echo $$; exec sleep 600' & sh -c 'echo $$; exec sleep 600'; wait",
    );
    const pids: number[] = [];
    await running.message(({ content }) => {
      pids.push(
        ...String(content["text"] ?? "")
          .split("\n")
          .filter(Boolean)
          .map(Number),
      );
      return pids.length === 2;
    });
    await shared.kernel.interrupt();
    expect((await running.done).error?.ename).toBe("Interrupted");
    for (const pid of pids) await ended(pid);
    expect(text(await execute("kept"))).toBe("1");
  });

  test("Stop within code ends a command that does not want to", async () => {
    const running = shared.kernel.start(
      "console.log('on');\n!trap '' INT TERM; echo $$; while :; do sleep 0.05; done",
    );
    const told = await running.message(({ content }) => /^\d+\n$/.test(String(content["text"])));
    await shared.kernel.interrupt();
    expect((await running.done).error?.ename).toBe("Interrupted");
    await ended(Number(told.content["text"]));
  });

  test("what prints for ever is stopped, and the kernel answers", async () => {
    const running = shared.kernel.start("!yes");
    await running.message(({ header }) => header.msg_type === "stream");
    await shared.kernel.interrupt();
    expect((await running.done).error?.ename).toBe("Interrupted");
    expect(text(await execute("1 + 1"))).toBe("2");
  });

  test("10 MB arrive whole", async () => {
    const run = await execute("!head -c 10000000 /dev/zero | tr '\\0' 'x'");
    expect(run.stdout.length).toBe(10_000_000);
  });
});

describe("magics and code in one cell", () => {
  test("lines of errors, types and values are those of the cell", async () => {
    const thrown = await execute(
      "%check block\nlet one = 1;\n!true\n%pwd\nthrow new Error('here');",
    );
    expect(thrown.error?.traceback.join("\n")).toMatch(/Cell \[\d+\]:5:7/);
    const wrong = await execute("!true\nconst n: string = 1;");
    expect(wrong.error?.traceback.join("\n")).toMatch(/Cell \[\d+\]:2:7/);
    const inLine = await execute("%time ''.toFixed()");
    expect(inLine.error?.traceback.join("\n")).toMatch(/Cell \[\d+\]:1:10/);
    const fault = await execute("let two = 2;\n%time two.nothing.more // here\n");
    expect((await execute("%check off")).status).toBe("ok");
    const thrownInLine = await execute("%time (undefined as any).more\n!true");
    await execute("%check block");
    expect(thrownInLine.error?.traceback.join("\n")).toMatch(/Cell \[\d+\]:1:26/);
    expect(fault.error?.traceback.join("\n")).toMatch(/Cell \[\d+\]:2:11/);
    expect(text(await execute("const here = %pwd\nhere"))).toBe(`'${folder}'`);
    expect(text(await execute("%pwd"))).toBe(`'${folder}'`);
  });

  test("code that cannot be read keeps the magics above it from being done", async () => {
    const run = await execute("!touch must-not-be\nconst = 1");
    expect(run.error?.ename).toBe("SyntaxError");
    expect(existsSync(join(folder, "must-not-be"))).toBe(false);
  });

  test("a magic that fails ends the cell, and aborts what waits", async () => {
    const flag = join(folder, "go-and-fail");
    const failing = shared.kernel.start(
      `!echo begun; while [ ! -e '${flag}' ]; do sleep 0.02; done\n%cd nowhere\nconsole.log('ran')`,
    );
    await failing.message(({ content }) => content["text"] === "begun\n");
    const waiting = shared.kernel.start("1");
    // Once this is answered the cell before it waits in the queue.
    await shared.kernel.request("kernel_info_request");
    writeFileSync(flag, "");
    const run = await failing.done;
    expect(run.error).toMatchObject({
      ename: "MagicError",
      evalue: expect.stringMatching(/no such folder/),
    });
    expect(run.stdout).toBe("begun\n");
    expect((await waiting.done).status).toBe("aborted");
  });

  test("a magic that fails within code can be caught there", async () => {
    const run = await execute(
      "try {\n  %cd nowhere\n} catch (error) {\n  console.log(error.name)\n}",
    );
    expect(run).toMatchObject({ status: "ok", stdout: "MagicError\n" });
  });

  test("an unknown one names the nearest", async () => {
    expect((await execute("%tiem f()")).error?.evalue).toContain("Did you mean %time?");
  });
});

describe("timing", () => {
  test("%time shows the times and the value, and keeps names", async () => {
    const run = await execute("%time 40 + 2");
    expect(run.stdout).toMatch(/^CPU times: user .+, sys: .+, total: .+\nWall time: .+\n$/);
    expect(text(run)).toBe("42");
    await execute("%time const timed = await Promise.resolve('yes')");
    expect(text(await execute("timed"))).toBe("'yes'");
  });

  test("%%time times the whole cell, also one that fails", async () => {
    const run = await execute("%%time\nawait new Promise((done) => setTimeout(done, 30));\n7");
    const [, wall, unit] = /Wall time: ([\d.]+) (ms|s)\n/.exec(run.stdout) ?? [];
    expect(Number(wall) * (unit === "s" ? 1000 : 1)).toBeGreaterThan(25);
    expect(text(run)).toBe("7");
    expect((await execute("%%time\nthrow new Error('x')")).stdout).toContain("Wall time");
  });

  test("%timeit chooses its loops and prints mean, deviation and the best", async () => {
    const run = await execute("%timeit -r 3 for (let i = 0; i < 1e4; i++) Math.sqrt(i)");
    expect(run.stdout).toMatch(
      /\S+ \S+ ± \S+ \S+ per loop \(mean ± std\. dev\. of 3 runs, 1(?:0{1,2}|(?:,?000)+|0+,000)* loops? each\)\nbest: /,
    );
  });

  test("%timeit awaits, counts, and gives its result", async () => {
    await execute("let calls = 0; const slow = async () => { await null; calls++ };");
    const run = await execute(
      "const measured = %timeit -q -o -n 5 -r 2 slow()\n[measured.loops, measured.runs, measured.timings.length]",
    );
    expect(run.stdout).toBe("");
    expect(text(run)).toBe("[ 5, 2, 2 ]");
    expect(Number(text(await execute("calls")))).toBeGreaterThanOrEqual(11);
  });

  test("%%timeit does its setup once", async () => {
    await execute("let setups = 0;");
    const run = await execute("%%timeit -n 3 -r 2 setups++; const base = 2;\nbase ** 2");
    expect(run.stdout).toContain("2 runs, 3 loops each");
    expect(text(await execute("setups"))).toBe("1");
  });

  test("Stop ends a measurement", async () => {
    const running = shared.kernel.start(
      "console.log('go');\n%timeit -n 1000000000 -r 1000 Math.random()",
    );
    await running.message(({ content }) => content["text"] === "go\n");
    await shared.kernel.interrupt();
    expect((await running.done).error?.ename).toBe("Interrupted");
  });
});

describe("files", () => {
  test("%%module saves a module that cells import, again when it changed", async () => {
    const saved = await execute("%%module tools/area\nexport const area = (r: number) => r * 2;");
    expect(saved.stdout).toBe("Wrote tools/area.ts.\n");
    expect(file("tools/area.ts")).toBe("export const area = (r: number) => r * 2;\n");
    const use = 'import { area } from "./tools/area.ts";\narea(2)';
    expect(text(await execute(use))).toBe("4");
    expect(
      (await execute('import { area } from "./tools/area.ts";\narea("2")')).error?.evalue,
    ).toContain("number");
    await execute("%%module tools/area\nexport const area = (r: string) => r + '!';");
    expect(text(await execute('import { area } from "./tools/area.ts";\narea("2")'))).toBe("'2!'");
  });

  test("%%module refuses a type error, a place outside, and says what it replaces", async () => {
    const wrong = await execute("%%module wrong\nexport const n: number = 'a';");
    expect(wrong.error?.evalue).toContain("wrong.ts:1:14");
    expect(existsSync(join(folder, "wrong.ts"))).toBe(false);
    expect((await execute("%%module ../out\n1")).error?.evalue).toContain("outside");
    writeFileSync(join(folder, "mine.ts"), "export const mine = 1;\n");
    expect((await execute("%%module mine\nexport const mine = 2;")).stdout).toContain(
      "had not written",
    );
  });

  test("a module sees no names of the notebook", async () => {
    await execute("const ofTheNotebook = 1;");
    const run = await execute("%%module alone\nexport const copy = ofTheNotebook;");
    expect(run.error?.evalue).toContain("ofTheNotebook");
  });

  test("%%writefile writes and appends", async () => {
    await execute("%%writefile notes.txt\none\n%two");
    await execute("%%writefile -a notes.txt\nthree");
    expect(file("notes.txt")).toBe("one\n%two\nthree\n");
  });

  test("%run gives the names of a file and of a notebook, with their types", async () => {
    writeFileSync(
      join(folder, "setup.ts"),
      "export const seven: number = 7;\nconsole.log('set up');\n",
    );
    const run = await execute("%run setup.ts\nseven.toFixed(1)");
    expect(run.stdout).toBe("set up\n");
    expect(text(run)).toBe("'7.0'");
    const cells = [
      { cell_type: "markdown", source: "# no code" },
      { cell_type: "code", source: ["%time let eight = seven + 1;\n", "console.log(eight)"] },
    ];
    writeFileSync(join(folder, "other.ipynb"), JSON.stringify({ cells }));
    expect((await execute("%run other.ipynb")).stdout).toMatch(/8\n$/);
    expect(text(await execute("eight"))).toBe("8");
  });

  test("%run of what fails shows its own line", async () => {
    writeFileSync(join(folder, "failing.ts"), "const a = 1;\nthrow new RangeError('far');\n");
    const { error } = await execute("%run failing.ts");
    expect(error).toMatchObject({ ename: "RangeError", evalue: "far" });
    expect(error?.traceback.join("\n")).toContain("failing.ts:2:7");
  });

  test("%load puts a file into the cell", async () => {
    writeFileSync(join(folder, "small.ts"), "1 + 1\n");
    expect((await execute("%load small.ts")).reply["payload"]).toEqual([
      { source: "set_next_input", replace: true, text: "// %load small.ts\n1 + 1\n" },
    ]);
  });
});

describe("the session", () => {
  test("%who and %whos name what was defined, with types", async () => {
    await execute("const price: number[] = [1, 2]; interface NoValue {}");
    expect((await execute("%who")).stdout).toMatch(/\bprice\b/);
    const { stdout } = await execute("%whos");
    expect(stdout).toMatch(/^price +number\[\] +\[ 1, 2 \]$/m);
    expect(stdout).not.toContain("NoValue");
  });

  test("%who and %whos keep to types and names, and say which types there are", async () => {
    await execute("const title9 = 'a'; const list9 = [1]; const map9 = new Map([[1, 2]]);");
    expect((await execute("%who string")).stdout.split(/\s+/)).toContain("title9");
    const some = (await execute("%who array Map")).stdout.trim().split(/\s+/);
    expect(some).toEqual(expect.arrayContaining(["list9", "map9"]));
    expect(some).not.toContain("title9");
    const { stdout } = await execute("%whos list9");
    expect(stdout).toMatch(/^list9 +number\[\] +\[ 1 \]$/m);
    expect(stdout).not.toContain("title9");
    const none = (await execute("%who strng")).stdout;
    expect(none).toMatch(/^No name or type of value is strng\. The types are .*Map.*string/);
  });

  test("the value of a magic is kept like that of any cell", async () => {
    const run = await execute("%pwd");
    const count = run.reply["execution_count"];
    expect(text(run)).toBe(`'${folder}'`);
    expect(text(await execute("_"))).toBe(text(run));
    expect(text(await execute(`Out[${count}]`))).toBe(text(run));
  });

  test("%cd takes cells, commands, types and back", async () => {
    mkdirSync(join(folder, "sub"));
    writeFileSync(join(folder, "sub", "here.ts"), "export const here: string = 'sub';\n");
    await execute("const beforeMoving = { a: 1 };");
    expect((await execute("%cd sub")).stdout).toBe(`${join(folder, "sub")}\n`);
    const run = await execute(
      'import { here } from "./here.ts";\n!pwd\nhere.length + beforeMoving.a',
    );
    expect(run.stdout).toBe(`${join(folder, "sub")}\n`);
    expect(text(run)).toBe("4");
    expect(
      (await execute('import { here } from "./here.ts";\nconst no: number = here;')).error?.ename,
    ).toBe("TypeCheckError");
    expect((await execute("%cd -")).stdout).toBe(`${folder}\n`);
  });

  test("%env sets before imports, and masks what looks secret", async () => {
    await execute("%env MY_TOKEN=abc123");
    expect(text(await execute("process.env.MY_TOKEN"))).toBe("'abc123'");
    for (const cell of ["%env", "%env MY_TOKEN", "%env MY_TOKEN=abc1234"]) {
      expect(JSON.stringify((await execute(cell)).outputs)).not.toContain("abc123");
    }
    await execute("%env PLAIN=shown");
    expect(text(await execute("%env PLAIN"))).toBe("'shown'");
    await execute("%env PLAIN=");
    expect(text(await execute("process.env.PLAIN"))).toBeUndefined();
  });

  test("%%capture keeps what is printed, shown and given", async () => {
    const run = await execute(
      "%%capture kept\nconsole.log('p');\n!echo q\ndisplay.html('<i>r</i>');\n's'",
    );
    expect(run.outputs).toEqual([]);
    expect(text(await execute("[kept.stdout, kept.outputs.length]"))).toBe("[ 'p\\nq\\n', 2 ]");
    const shown = await execute("kept.show()");
    expect(shown.stdout).toBe("p\nq\n");
    expect(shown.outputs.filter(({ header }) => header.msg_type === "display_data")).toHaveLength(
      2,
    );
    expect((await execute("console.log('again')")).stdout).toBe("again\n");
  });

  test("%history tells what was run", async () => {
    const marker = await execute("1 + 23456");
    const { stdout } = await execute("%history -n -l 1");
    expect(stdout).toBe(`${String(marker.reply["execution_count"]).padStart(4)}: 1 + 23456\n`);
    expect((await execute("%history -g *23456")).stdout).toContain("1 + 23456\n");
  });

  test("texts of cells are shown as what they are", async () => {
    const run = await execute("%%markdown\n**b**\n\n%c");
    expect(run.outputs[0]?.content["data"]).toEqual({
      "text/markdown": "**b**\n\n%c",
      "text/plain": "**b**\n\n%c",
    });
  });

  test("%%bash runs a script, and fails with it", async () => {
    expect((await execute("%%bash one\nname=x\necho $name $1")).stdout).toBe("x one\n");
    expect((await execute("%%bash\nexit 4")).error).toMatchObject({
      ename: "CommandFailed",
      evalue: "bash ended with exit code 4.",
    });
  });

  test("help: a list, a page, and the pager", async () => {
    expect((await execute("%help")).stdout).toMatch(/%%module NAME +Saves the cell/);
    expect((await execute("%help install")).stdout).toContain("--ignore-scripts");
    const { reply } = await execute("%timeit?");
    expect(JSON.stringify(reply["payload"])).toContain("standard deviation");
    const { content } = await shared.kernel.request("inspect_request", {
      code: "%timeit f()",
      cursor_pos: 4,
    });
    expect(content).toMatchObject({ found: true });
  });

  test("%reset -f forgets names, types and modules, and runs the rest of its cell", async () => {
    await execute("const forgotten = 1;");
    expect((await execute("%reset")).error?.evalue).toContain("%reset -f");
    expect(text(await execute("forgotten"))).toBe("1");
    const run = await execute("%reset -f\ntypeof globalThis");
    expect(text(run)).toBe("'object'");
    expect((await execute("forgotten")).error?.ename).toBe("TypeCheckError");
    expect((await execute("%check off\nforgotten")).error?.ename).toBe("ReferenceError");
    expect((await execute("%check block\n%who")).stdout).toContain("No cell has defined");
  });
});

describe("completion", () => {
  test("of names, arguments, paths, programs and code", async () => {
    await execute("const completeMe = 1;");
    mkdirSync(join(folder, "datasets"));
    expect(await complete("%ti")).toEqual(["%time", "%timeit"]);
    expect(await complete("%%wr")).toEqual(["%%writefile"]);
    expect(await complete("let a = 1;\n%che")).toEqual(["%check"]);
    expect(await complete("%cd data")).toEqual(["datasets/"]);
    expect(await complete("%env PAT")).toContain("PATH");
    expect(await complete("%install lod")).toEqual(expect.arrayContaining(["lodash", "lodash-es"]));
    expect(await complete("!ech")).toContain("echo");
    expect(await complete("!cat data")).toEqual(["datasets/"]);
    expect(await complete("%time completeM")).toEqual(["completeMe"]);
    expect(await complete("!ls\ncompleteM|\n%pwd")).toEqual(["completeMe"]);
    expect(await complete("%%html\n<b")).toEqual([]);
  });

  test.each([
    ["%time f()", "complete"],
    ["!ls", "complete"],
    ["!ls \\", "incomplete"],
    ["%%bash\nls", "incomplete"],
    ["%%bash\nls\n", "complete"],
    ["%time?", "complete"],
    ["const files = !ls", "complete"],
    ["for (;;) {\n  !ls", "incomplete"],
  ])("is_complete of %j: %s", async (code, status) => {
    expect((await shared.kernel.request("is_complete_request", { code })).content["status"]).toBe(
      status,
    );
  });
});

test("in JavaScript, too: names without a declaration are the notebook's own", async () => {
  const command = [
    process.execPath,
    join(root, "dist/cli/main.js"),
    "kernel",
    "--language",
    "javascript",
    "--connection-file",
  ];
  await using sloppy = await startKernel({ command });
  expect(text(await sloppy.execute("ready = 1\n%time ready + 1"))).toBe("2");
  expect((await sloppy.execute("!echo {ready}")).stdout).toBe("1\n");
  expect(text(await sloppy.execute("!ready"))).toBe("false");
  expect(text(await sloppy.execute("files = !echo a\nfiles"))).toBe("[ 'a' ]");
  expect((await sloppy.execute("%who")).stdout).toBe("files  ready\n");
});
