import { expect, test } from "vitest";
import { startKernel } from "./support/kernel-client.ts";

// The cell that prints 400 lines of its own, and what it prints.
const print = (name: string) => `for (let i = 0; i < 400; i++) console.log("${name}" + i);`;
const lines = (name: string) => Array.from({ length: 400 }, (_, i) => `${name}${i}\n`).join("");

test("20,000 printed lines of one cell arrive whole, in order, under their cell, before idle", async () => {
  await using kernel = await startKernel();
  const count = 20_000;
  const run = await kernel.execute(`for (let i = 0; i < ${count}; i++) console.log("line " + i);`);
  expect(run.status).toBe("ok");
  expect(run.stdout).toBe(Array.from({ length: count }, (_, index) => `line ${index}\n`).join(""));
  expect(run.messages.at(-1)?.content).toEqual({ execution_state: "idle" });
});

test("a queue of two printing cells keeps apart: all of the first, its idle, then the second", async () => {
  await using kernel = await startKernel();
  const first = kernel.start(print("A"));
  const second = kernel.start(print("B"));
  expect((await first.done).stdout).toBe(lines("A"));
  expect((await second.done).stdout).toBe(lines("B"));

  const mine = kernel.published.filter(({ parent }) =>
    [first.id, second.id].includes(parent.msg_id ?? ""),
  );
  const lastOfFirst = mine.findLastIndex(({ parent }) => parent.msg_id === first.id);
  const firstOfSecond = mine.findIndex(({ parent }) => parent.msg_id === second.id);
  expect(mine[lastOfFirst]?.content).toEqual({ execution_state: "idle" });
  expect(firstOfSecond).toBe(lastOfFirst + 1);
});

test("a timer that fires after its cell ended prints under its own cell", async () => {
  await using kernel = await startKernel();
  const first = kernel.start(`
    let go = false;
    const printed = new Promise<void>((resolve) => {
      const poll = setInterval(() => {
        if (!go) return;
        clearInterval(poll);
        console.log("late");
        resolve();
      }, 5);
    });`);
  await first.done;
  const late = kernel.next(
    (_channel, { header, content }) => header.msg_type === "stream" && content["text"] === "late\n",
  );
  const second = await kernel.execute("go = true; await printed;");
  expect((await late).parent.msg_id).toBe(first.id);
  expect(second.stdout).toBe("");
});

test("ten megabytes written at once, and text beyond ASCII cut anywhere, arrive byte for byte", async () => {
  await using kernel = await startKernel();
  const run = await kernel.execute(`process.stdout.write("é😀\\n".repeat(1_500_000));`);
  expect(run.status).toBe("ok");
  // Compared by hand: the difference of two such texts would be unreadable.
  expect(run.stdout === "é😀\n".repeat(1_500_000)).toBe(true);
});

test("what child processes write goes to their cell, before its idle", async () => {
  await using kernel = await startKernel();
  const run = await kernel.execute(`
    import { execSync } from "node:child_process";
    console.log("before");
    execSync("echo from a child; echo to stderr >&2", { stdio: "inherit" });
    console.log("after");`);
  expect(run.status).toBe("ok");
  expect(run.stdout).toBe("before\nfrom a child\nafter\n");
  expect(run.stderr).toBe("to stderr\n");
});
