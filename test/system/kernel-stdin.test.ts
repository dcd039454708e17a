/** `process.stdin` and `node:readline` in cells, over real sockets. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startKernel, type KernelClient } from "./support/kernel-client.ts";

describe("a cell that reads lines", () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await startKernel();
    await kernel.execute("const kept = 42;");
  });
  afterAll(() => kernel[Symbol.asyncDispose]());

  /** Runs a cell, answers its questions in turn, and counts them. */
  async function read(code: string, ...answers: string[]) {
    let asked = 0;
    const run = await kernel.execute(code, { onInput: () => answers[asked++] });
    return { ...run, value: run.result?.["text/plain"], asked };
  }

  test("by readline/promises asks once for each question, and for none without one", async () => {
    const run = await read(
      `import * as readline from "node:readline/promises";
       import { stdin, stdout } from "node:process";
       const rl = readline.createInterface({ input: stdin, output: stdout });
       const name = await rl.question("Name? ");
       const age = Number(await rl.question("Age? "));
       rl.close();
       console.log(name.toUpperCase(), age + 1);`,
      "ada é",
      "36",
    );
    expect(run.error).toBeUndefined();
    expect(run.stdout).toBe("Name? Age? ADA É 37\n");
    expect(run.asked).toBe(2);
  });

  test("by callbacks keeps its cell until the last answer was taken", async () => {
    const run = await read(
      `import readline from "node:readline";
       const talk = readline.createInterface({ input: process.stdin, output: process.stdout });
       talk.question("One? ", (one) => {
         talk.question("Two? ", (two) => { console.log(one + two); talk.close(); });
       });`,
      "1",
      "2",
    );
    expect(run.stdout).toBe("One? Two? 12\n");
    expect(run.asked).toBe(2);
  });

  test("keeps an interface over several cells, and through a Stop", async () => {
    const made = await read(
      `import readlinePromises from "node:readline/promises";
       const lasting = readlinePromises.createInterface({ input: process.stdin, output: process.stdout });`,
    );
    expect([made.status, made.asked]).toEqual(["ok", 0]);
    expect((await read(`await lasting.question("a? ")`, "first")).value).toBe("'first'");
    expect((await read("kept")).asked).toBe(0);

    const asked = kernel.next((channel) => channel === "stdin");
    const stopped = kernel.start(`await lasting.question("b? ")`, { onInput: () => undefined });
    await asked;
    await kernel.interrupt();
    expect((await stopped.done).error?.ename).toBe("Interrupted");

    const again = await read(`await lasting.question("c? ") + kept`, "third");
    expect(again.value).toBe("'third42'");
    expect((await read("lasting.close()")).asked).toBe(0);
  });

  test("by for await takes lines until it breaks off, and another cell reads on", async () => {
    const code = `
      import { createInterface } from "node:readline";
      const sum: number[] = [];
      for await (const line of createInterface({ input: process.stdin })) {
        if (line === "") break;
        sum.push(Number(line));
      }
      sum`;
    const run = await read(code, "1", "2", "");
    expect([run.value, run.asked]).toEqual(["[ 1, 2 ]", 3]);
    const next = await read(code, "3", "");
    expect([next.value, next.asked]).toEqual(["[ 3 ]", 2]);
  });

  test("by events of process.stdin goes on until it is paused, or Control-D ends it", async () => {
    const paused = await read(
      `process.stdin.setEncoding("utf8");
       process.stdin.on("data", (text) => { console.log(JSON.stringify(text)); if (String(text) === "end\\n") process.stdin.pause(); });`,
      "one",
      "end",
    );
    expect([paused.stdout, paused.asked]).toEqual([`"one\\n"\n"end\\n"\n`, 2]);

    const ended = await read(
      `import { text } from "node:stream/consumers"; await text(process.stdin)`,
      "a",
      "b",
      "\u0004",
    );
    expect([ended.value, ended.asked]).toEqual(["'a\\nb\\n'", 3]);
    const chunks = await read(
      `for await (const chunk of process.stdin) { console.log(String(chunk).length); break; }`,
      "four",
    );
    expect([chunks.stdout, chunks.asked]).toEqual(["5\n", 1]);
  });

  test("is stopped while it waits, and the next reads anew", async () => {
    const asked = kernel.next((channel) => channel === "stdin");
    const running = kernel.start(
      `process.stdin.on("data", (d) => console.log("old", String(d))); await new Promise(() => {})`,
      { onInput: () => undefined },
    );
    await asked;
    await kernel.interrupt();
    expect((await running.done).error?.ename).toBe("Interrupted");
    const next = await read(
      `process.stdin.once("data", (d) => { console.log("new", String(d).trim()); process.stdin.pause(); })`,
      "line",
    );
    expect([next.stdout, next.asked]).toEqual(["new line\n", 1]);
  });

  test.each([
    [
      "readline",
      `import { createInterface } from "node:readline/promises"; await createInterface({ input: process.stdin }).question("?")`,
    ],
    [
      "for await",
      `import { createInterface } from "node:readline"; for await (const line of createInterface({ input: process.stdin })) console.log(line)`,
    ],
    ["process.stdin", `process.stdin.on("data", () => {}); await new Promise(() => {})`],
    ["a callback", `process.stdin.on("data", () => {})`],
  ])("by %s fails at once where the front end takes no input, and says why", async (_, code) => {
    const run = await kernel.execute(code);
    expect(run.error?.ename).toBe("NoInputError");
    expect(run.error?.evalue).toContain("the front end that runs it takes none");
    expect((await kernel.execute("kept")).result?.["text/plain"]).toBe("42");
    expect(
      (
        await read(
          `await (await import("node:readline/promises")).createInterface({ input: process.stdin }).question("")`,
          "now",
        )
      ).value,
    ).toBe("'now'");
  });

  test("tells child processes that there is no input", async () => {
    const run = await kernel.execute(
      `import { execSync, spawnSync } from "node:child_process";
       [execSync("cat", { stdio: ["inherit", "pipe", "inherit"] }).length, spawnSync("cat", { stdio: "inherit" }).status]`,
    );
    expect(run.result?.["text/plain"]).toBe("[ 0, 0 ]");
  });
});
