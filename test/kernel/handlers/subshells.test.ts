import { describe, expect, test } from "vitest";
import { createKernel } from "./fakes.ts";

const error = { ename: "E", evalue: "v", traceback: ["t"] };

/** A kernel with one subshell, and its id. */
async function withSubshell() {
  const kernel = createKernel();
  kernel.receive("create", "create_subshell_request", {}, "control");
  await kernel.settle();
  const reply = kernel.sent.find(({ type }) => type === "create_subshell_reply");
  return { kernel, id: reply?.content["subshell_id"] as string };
}

describe("a subshell", () => {
  test("is listed from its creation to its deletion", async () => {
    const { kernel, id } = await withSubshell();
    const list = async (name: string) => {
      kernel.receive(name, "list_subshell_request", {}, "control");
      await kernel.settle();
      return kernel.sent.findLast(({ type }) => type === "list_subshell_reply")?.content;
    };
    expect(await list("first")).toEqual({ status: "ok", subshell_id: [id] });
    kernel.receive("delete", "delete_subshell_request", { subshell_id: id }, "control");
    await kernel.settle();
    expect(kernel.story("delete")).toEqual(["busy", "delete_subshell_reply", "idle"]);
    expect(await list("second")).toEqual({ status: "ok", subshell_id: [] });
  });

  test("runs a cell while the main shell runs another, each with its own number", async () => {
    const { kernel, id } = await withSubshell();
    kernel.receive("main", "execute_request", { code: "1" });
    kernel.receive("sub", "execute_request", { code: "2" }, "shell", { subshell_id: id });
    kernel.receive("later", "execute_request", { code: "3" }, "shell", { subshell_id: id });
    await kernel.settle();
    expect(kernel.runtime.executed).toEqual(["1", "2"]);
    const inputs = kernel.sent.filter(({ type }) => type === "execute_input");
    expect(inputs.map(({ content }) => content["execution_count"])).toEqual([1, 2]);
    expect(kernel.story("later")).toEqual([]);
  });

  test("a null id is the main shell", async () => {
    const { kernel } = await withSubshell();
    kernel.receive("a", "execute_request", { code: "1" }, "shell", { subshell_id: null });
    kernel.receive("b", "execute_request", { code: "2" });
    await kernel.settle();
    expect(kernel.runtime.executed).toEqual(["1"]);
  });

  test("an error aborts what waits in its own queue, and nothing of the other", async () => {
    const { kernel, id } = await withSubshell();
    kernel.receive("main", "execute_request", { code: "1" });
    kernel.receive("main waits", "execute_request", { code: "2" });
    await kernel.settle();
    kernel.receive("sub", "execute_request", { code: "3" }, "shell", { subshell_id: id });
    kernel.receive("sub waits", "execute_request", { code: "4" }, "shell", { subshell_id: id });
    await kernel.settle();
    // The main shell's cell was first to run.
    kernel.runtime.finish({ error });
    await kernel.settle();
    expect(kernel.story("main waits")).toEqual(["busy", "execute_reply", "idle"]);
    kernel.runtime.finish();
    await kernel.settle();
    expect(kernel.runtime.executed).toEqual(["1", "3", "4"]);
  });

  test("deleted while busy: its cell still ends, what waits is aborted, what comes is refused", async () => {
    const { kernel, id } = await withSubshell();
    for (const name of ["runs", "waits"]) {
      kernel.receive(name, "execute_request", { code: name }, "shell", { subshell_id: id });
    }
    await kernel.settle();
    kernel.receive("delete", "delete_subshell_request", { subshell_id: id }, "control");
    kernel.receive("comes", "execute_request", { code: "comes" }, "shell", { subshell_id: id });
    await kernel.settle();
    expect(kernel.story("delete")).toContain("idle");
    kernel.runtime.finish();
    await kernel.settle();
    const reply = (name: string) =>
      kernel.sent.find(({ type, parent }) => type === "execute_reply" && parent === name)?.content;
    expect(reply("runs")).toMatchObject({ status: "ok" });
    expect(reply("waits")).toMatchObject({ status: "aborted" });
    expect(reply("comes")).toMatchObject({ status: "error", ename: "UnknownSubshell" });
    expect(kernel.runtime.executed).toEqual(["runs"]);
  });
});

describe("an unknown subshell", () => {
  test.each([["no-such"], [7], [{}]])("%j is named in an error reply", async (subshell_id) => {
    const kernel = createKernel();
    for (const type of ["execute_request", "complete_request", "kernel_info_request"]) {
      kernel.receive(type, type, { code: "1", cursor_pos: 1 }, "shell", { subshell_id });
      await kernel.settle();
      expect(kernel.story(type)).toEqual(["busy", type.replace("request", "reply"), "idle"]);
      const { content } = kernel.sent.find(({ channel }) => channel === "shell")!;
      expect(content).toMatchObject({ status: "error", ename: "UnknownSubshell" });
      expect(content["evalue"]).toContain(JSON.stringify(subshell_id));
    }
    expect(kernel.runtime.executed).toEqual([]);
  });

  test("cannot be deleted", async () => {
    const kernel = createKernel();
    kernel.receive("d", "delete_subshell_request", { subshell_id: "no-such" }, "control");
    await kernel.settle();
    const reply = kernel.sent.find(({ type }) => type === "delete_subshell_reply");
    expect(reply?.content).toMatchObject({ status: "error", ename: "UnknownSubshell" });
  });

  test("takes no comm message away: front ends delete the subshell as they close the comm", async () => {
    const kernel = createKernel();
    kernel.receive("m", "comm_msg", { comm_id: "c", data: 1 }, "shell", { subshell_id: "gone" });
    await kernel.settle();
    expect(kernel.runtime.sent).toMatchObject([{ type: "comm_msg", commId: "c", data: 1 }]);
    expect(kernel.story("m")).toEqual(["busy", "idle"]);
  });
});

test("Stop ends the cells of every shell", async () => {
  const { kernel, id } = await withSubshell();
  kernel.language.errors = new Promise(() => {});
  kernel.receive("main", "execute_request", { code: "1" });
  kernel.receive("sub", "execute_request", { code: "2" }, "shell", { subshell_id: id });
  await kernel.settle();
  kernel.receive("stop", "interrupt_request", {}, "control");
  await kernel.settle();
  expect(kernel.story("main")).toContain("idle");
  expect(kernel.story("sub")).toContain("idle");
});
