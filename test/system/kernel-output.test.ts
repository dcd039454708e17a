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
  const first = kernel.start(`setTimeout(() => console.log("late"), 300);`);
  await first.done;
  const second = kernel.start("await new Promise((resolve) => setTimeout(resolve, 600));");
  const late = await kernel.next(
    (_channel, { header, content }) => header.msg_type === "stream" && content["text"] === "late\n",
  );
  expect(late.parent.msg_id).toBe(first.id);
  expect((await second.done).stdout).toBe("");
});
