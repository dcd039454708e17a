import { describe, expect, test } from "vitest";
import type { OutputMessage } from "../../../kernel/runtime/client.ts";
import { createKernel } from "./fakes.ts";

const error = { ename: "E", evalue: "v", traceback: ["t"] };
const death = { code: 3, signal: null, message: "It ended with code 3; variables are lost." };

describe("the queue", () => {
  test("a cell is busy only when the one before it is idle", async () => {
    const kernel = createKernel();
    kernel.receive("a", "execute_request", { code: "1" });
    kernel.receive("b", "execute_request", { code: "2" });
    await kernel.settle();
    expect(kernel.story("a")).toEqual(["busy", "execute_input"]);
    expect(kernel.story("b")).toEqual([]);
    kernel.runtime.finish();
    await kernel.settle();
    expect(kernel.story("a")).toEqual(["busy", "execute_input", "execute_reply", "idle"]);
    expect(kernel.story("b")).toEqual(["busy", "execute_input"]);
  });

  test("a failing cell aborts those that came before its reply, and none that come after", async () => {
    const kernel = createKernel();
    kernel.receive("a", "execute_request", { code: "1" });
    kernel.receive("b", "execute_request", { code: "2" });
    await kernel.settle();
    kernel.runtime.finish({ error });
    await kernel.settle();
    kernel.receive("c", "execute_request", { code: "3" });
    await kernel.settle();
    expect(kernel.story("b")).toEqual(["busy", "execute_reply", "idle"]);
    expect(kernel.runtime.executed).toEqual(["1", "3"]);
  });

  test.each([
    ["stop_on_error false", { stop_on_error: false }, ["1", "2"]],
    ["stop_on_error absent", {}, ["1"]],
    ["stop_on_error true", { stop_on_error: true }, ["1"]],
  ])("%s runs %o", async (_what, option, executed) => {
    const kernel = createKernel();
    kernel.receive("a", "execute_request", { code: "1", ...option });
    kernel.receive("b", "execute_request", { code: "2" });
    await kernel.settle();
    kernel.runtime.finish({ error });
    await kernel.settle();
    expect(kernel.runtime.executed).toEqual(executed);
  });
});

test("another request answered while a cell runs leaves the kernel looking busy", async () => {
  const kernel = createKernel();
  kernel.receive("a", "execute_request", { code: "1" });
  await kernel.settle();
  kernel.receive("info", "kernel_info_request", {}, "control");
  await kernel.settle();
  expect(kernel.story("info")).toEqual(["busy", "kernel_info_reply", "idle"]);
  expect(kernel.sent.at(-1)).toMatchObject({ parent: "a", content: { execution_state: "busy" } });
});

test("output goes to the cell that its id names, also long after that cell", async () => {
  const kernel = createKernel();
  kernel.receive("a", "execute_request", { code: "1" });
  await kernel.settle();
  const first = kernel.runtime.runningId;
  kernel.runtime.finish();
  kernel.receive("b", "execute_request", { code: "2" });
  await kernel.settle();
  kernel.runtime.print("late", first);
  kernel.runtime.print("now");
  const streams = kernel.sent.filter(({ type }) => type === "stream");
  expect(streams.map(({ parent, content }) => [parent, content["text"]])).toEqual([
    ["a", "late"],
    ["b", "now"],
  ]);
});

describe("Stop", () => {
  test("ends a cell whose type check hangs, without running it", async () => {
    const kernel = createKernel();
    kernel.language.errors = new Promise(() => {});
    kernel.receive("a", "execute_request", { code: "1" });
    await kernel.settle();
    kernel.receive("stop", "interrupt_request", {}, "control");
    await kernel.settle();
    expect(kernel.story("a")).toEqual(["busy", "execute_input", "error", "execute_reply", "idle"]);
    expect(kernel.runtime.executed).toEqual([]);
    expect(kernel.sent.find(({ type }) => type === "error")?.content["ename"]).toBe("Interrupted");
  });

  test("ends a cell whose runtime never starts", async () => {
    const kernel = createKernel();
    kernel.runtime.start = () => new Promise(() => {});
    kernel.receive("a", "execute_request", { code: "1" });
    await kernel.settle();
    kernel.receive("stop", "interrupt_request", {}, "control");
    await kernel.settle();
    expect(kernel.story("a")).toContain("idle");
    expect(kernel.runtime.executed).toEqual([]);
  });

  test("is passed on to the runtime, whose cell then ends as interrupted and is committed", async () => {
    const kernel = createKernel();
    kernel.receive("a", "execute_request", { code: "let a = 1; while (true) {}" });
    await kernel.settle();
    kernel.receive("stop", "interrupt_request", {}, "control");
    expect(kernel.runtime.interrupts).toBe(1);
    kernel.runtime.finish({ interrupted: true, error });
    await kernel.settle();
    expect(kernel.sent.find(({ type }) => type === "error")?.content["ename"]).toBe("Interrupted");
    expect(kernel.language.committed).toHaveLength(1);
  });
});

describe("the death of the runtime", () => {
  test("ends the running cell, once, and makes the language forget", async () => {
    const kernel = createKernel();
    kernel.receive("a", "execute_request", { code: "1" });
    await kernel.settle();
    kernel.runtime.die(death);
    await kernel.settle();
    expect(kernel.story("a")).toEqual(["busy", "execute_input", "error", "execute_reply", "idle"]);
    expect(kernel.sent.find(({ type }) => type === "error")?.content).toMatchObject({
      ename: "RuntimeDied",
      evalue: death.message,
    });
    expect(kernel.language).toMatchObject({ resets: 1, committed: [] });
  });

  test("between cells is told on stderr under the latest", async () => {
    const kernel = createKernel();
    kernel.receive("a", "execute_request", { code: "1" });
    await kernel.settle();
    kernel.runtime.finish();
    await kernel.settle();
    kernel.runtime.die(death);
    expect(kernel.sent.at(-1)).toEqual({
      channel: "iopub",
      type: "stream",
      parent: "a",
      content: { name: "stderr", text: `${death.message}\n` },
    });
    await kernel.settle();
    expect(kernel.language.resets).toBe(1);
  });

  test("closes its comms and keeps the front end's own", async () => {
    const kernel = createKernel();
    kernel.receive("f", "comm_open", { comm_id: "front", target_name: "tunebook.frontend" });
    kernel.receive("w", "comm_open", { comm_id: "widget", target_name: "some.widget" });
    await kernel.settle();
    kernel.runtime.die(death);
    const closed = kernel.sent.filter(({ type }) => type === "comm_close");
    expect(closed.map(({ content }) => content["comm_id"])).toEqual(["widget"]);
    expect(kernel.session.comms.list()).toEqual({ front: { target_name: "tunebook.frontend" } });
  });
});

test("a fault of the kernel itself is an error of the cell, not a silent end", async () => {
  const kernel = createKernel();
  kernel.language.compile = () => {
    throw new Error("compiler fault");
  };
  kernel.receive("a", "execute_request", { code: "1" });
  await kernel.settle();
  expect(kernel.story("a")).toEqual(["busy", "execute_input", "error", "execute_reply", "idle"]);
  expect(kernel.sent.find(({ type }) => type === "error")?.content["ename"]).toBe("KernelError");
  expect(kernel.log.join("\n")).toContain("compiler fault");
});

test("without a compiler cells say so, and the kernel still answers", async () => {
  const kernel = createKernel(Promise.reject(new Error("no oxc here")));
  kernel.receive("a", "execute_request", { code: "1" });
  kernel.receive("info", "kernel_info_request", {});
  await kernel.settle();
  expect(kernel.sent.find(({ type }) => type === "error")?.content["evalue"]).toContain("no oxc");
  expect(kernel.story("info")).toContain("kernel_info_reply");
});

describe("input", () => {
  const question = (id: number, number: number): OutputMessage => ({
    type: "input_request",
    id,
    question: number,
    prompt: "?",
    password: true,
    blocking: false,
  });

  test("is asked on stdin, and the answer goes to the cell that asked", async () => {
    const kernel = createKernel();
    kernel.receive("a", "execute_request", { code: "1" });
    await kernel.settle();
    const id = kernel.runtime.runningId;
    kernel.runtime.output(question(id, 7));
    expect(kernel.sent.at(-1)).toEqual({
      channel: "stdin",
      type: "input_request",
      parent: "a",
      content: { prompt: "?", password: true },
    });
    kernel.receive("r", "input_reply", { value: "yes" }, "stdin");
    expect(kernel.runtime.sent).toEqual([{ type: "input_reply", question: 7, value: "yes" }]);
    expect(kernel.story("r")).toEqual([]);
  });

  test("that comes after its cell ended is dropped", async () => {
    const kernel = createKernel();
    kernel.receive("a", "execute_request", { code: "1" });
    await kernel.settle();
    const id = kernel.runtime.runningId;
    kernel.runtime.output(question(id, 1));
    kernel.runtime.finish();
    await kernel.settle();
    kernel.receive("r", "input_reply", { value: "late" }, "stdin");
    expect(kernel.runtime.sent).toEqual([]);
    expect(kernel.log.join()).toContain("input_reply");
  });

  test("on stdin only input_reply counts, and it counts only there", async () => {
    const kernel = createKernel();
    kernel.receive("a", "execute_request", { code: "1" }, "stdin");
    kernel.receive("b", "input_reply", { value: "x" }, "shell");
    await kernel.settle();
    expect(kernel.sent).toEqual([]);
    expect(kernel.log).toHaveLength(2);
  });
});

test("shutdown is told to all, answered, and only then obeyed", async () => {
  const kernel = createKernel();
  kernel.receive("s", "shutdown_request", { restart: true }, "control");
  expect(kernel.exits).toBe(0);
  await kernel.settle();
  expect(kernel.exits).toBe(1);
  expect(kernel.story("s").slice(0, 3)).toEqual(["busy", "shutdown_reply", "shutdown_reply"]);
});

test("the renderer is announced once for two front ends, and leaves with the last", async () => {
  const kernel = createKernel();
  const open = (id: string) =>
    kernel.receive(id, "comm_open", { comm_id: id, target_name: "tunebook.frontend" });
  const close = (id: string) => kernel.receive(`${id}x`, "comm_close", { comm_id: id });
  open("one");
  open("two");
  close("one");
  await kernel.settle();
  expect(kernel.runtime.sent).toEqual([{ type: "frontend", renderer: true }]);
  close("two");
  expect(kernel.runtime.sent.at(-1)).toEqual({ type: "frontend", renderer: false });
});
