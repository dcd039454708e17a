/** A name that is not there is told with the cell that would have declared it. */
import { beforeEach, expect, test } from "vitest";
import type { Diagnostic } from "../../../kernel/language/language.ts";
import { createKernel } from "./fakes.ts";

const boom = { ename: "Error", evalue: "boom", traceback: ["Error: boom"] };
const stopped = { ename: "Error", evalue: "", traceback: [] };

let kernel: ReturnType<typeof createKernel>;
let cells: number;
beforeEach(() => {
  kernel = createKernel();
  cells = 0;
});

/** Sends a cell; its message's id. */
async function send(code: string, cellId?: string): Promise<string> {
  const id = `cell-${++cells}`;
  const metadata = cellId === undefined ? {} : { cellId };
  kernel.receive(id, "execute_request", { code }, "shell", {}, metadata);
  await kernel.settle();
  return id;
}
async function run(code: string, done = {}, cellId?: string): Promise<void> {
  await send(code, cellId);
  kernel.runtime.finish(done);
  await kernel.settle();
}

/** What a cell is told that misses `name`: by its type check, or by the runtime. */
async function missing(name: string, by: "check" | "runtime" = "check"): Promise<string> {
  const place = { line: 0, column: 0, endLine: 0, endColumn: name.length };
  const found: Diagnostic = { ...place, message: `Cannot find name '${name}'.`, code: 2304 };
  kernel.language.errors = by === "check" ? [found] : [];
  const id = await send(name);
  kernel.language.errors = [];
  if (by === "runtime") {
    const evalue = `${name} is not defined`;
    const traceback = [`ReferenceError: ${evalue}`, "    at Cell [2]:1:1"];
    kernel.runtime.finish({ error: { ename: "ReferenceError", evalue, traceback } });
    await kernel.settle();
  }
  const sent = kernel.sent.find(({ type, parent }) => type === "error" && parent === id);
  return (sent!.content["traceback"] as string[]).join("\n");
}

test("the cell that failed", async () => {
  await run("const y = f()", { error: boom });
  const advice = "Cell [1] declares it, and failed: mend that cell and run it first.";
  expect(await missing("y")).toContain(`Cannot find name 'y'.\n${advice}\n`);
  expect(await missing("y", "runtime")).toBe(
    `ReferenceError: y is not defined\n${advice}\n    at Cell [2]:1:1`,
  );
  expect(await missing("z")).not.toContain("Cell [1]");
});

test("names of every kind, and what is none", async () => {
  await run("const $é = f(); const a( = 1", { error: boom });
  expect(await missing("$é", "runtime")).toContain("Cell [1] declares it");
  expect(await missing("a(", "runtime")).toBe(
    "ReferenceError: a( is not defined\n    at Cell [2]:1:1",
  );
});

test("the cell whose types stopped it", async () => {
  kernel.language.errors = [
    { line: 0, column: 0, endLine: 0, endColumn: 1, message: "Wrong.", code: 2322 },
  ];
  await send("const y = 1");
  expect(await missing("y")).toContain("Cell [1] declares it, and failed");
});

test("the cell that was stopped", async () => {
  await run("const y = f()", { interrupted: true, error: stopped });
  expect(await missing("y")).toContain("Cell [1] declares it, and was stopped");
});

test("the cell that waited behind one that failed", async () => {
  await send("f()");
  await send("const y = 1");
  kernel.runtime.finish({ error: boom });
  await kernel.settle();
  expect(await missing("y")).toContain("A cell declares it that did not run, since one before");
});

test("the cell that ran in a runtime that is gone", async () => {
  await run("const y = 1");
  await send("f()");
  kernel.runtime.die({ code: 1, signal: null, message: "It ended." });
  await kernel.settle();
  expect(await missing("y")).toContain("Cell [1] declared it before the runtime was started anew");
});

test("a cell that runs anew is judged by its latest run", async () => {
  await run("const y = f()", { error: boom }, "a");
  await run("const x = 1", {}, "a");
  expect(await missing("y")).not.toContain("declares it");
  await run("const y = f()", { error: boom }, "a");
  await run("const y = 1", {}, "a");
  expect(await missing("y")).not.toContain("declares it");
});

test("the latest of several cells", async () => {
  await run("const y = f()", { error: boom });
  await run("const y = g()", { error: boom });
  expect(await missing("y")).toContain("Cell [2] declares it");
});

test("names of Python, and names that are assigned to without a declaration", async () => {
  expect(await missing("print")).toContain("For Python's print, write console.log(…).");
  expect(await missing("None", "runtime")).toContain("For Python's None, write null.");
  expect(await missing("toString")).not.toContain("Python");
});
