/** Subshells (Jupyter enhancement proposal 91), over real sockets: what ipykernel's own tests claim, and more. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Message } from "../../../kernel/wire/message.ts";
import { startKernel, type KernelClient } from "../support/kernel-client.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel[Symbol.asyncDispose]());

const list = async () =>
  (await kernel.request("list_subshell_request", {}, "control")).content["subshell_id"] as string[];
const remove = async (subshell_id: string) =>
  (await kernel.request("delete_subshell_request", { subshell_id }, "control")).content;
afterEach(async () => {
  for (const id of await list()) await remove(id);
});

/** A promise in the runtime, and the cell's code that settles it. */
const gate = (name: string) =>
  `(globalThis as any).${name} ??= Promise.withResolvers?.() ?? (() => {
    const made: any = {}; made.promise = new Promise((resolve) => (made.resolve = resolve)); return made;
  })();`;
const opened = (name: string) => `${gate(name)} await (globalThis as any).${name}.promise;`;
const open = (name: string) => `${gate(name)} (globalThis as any).${name}.resolve();`;
const printed = (text: string) => (message: Message) => message.content["text"] === text;
const states = (messages: Message[]) =>
  messages
    .filter(({ header }) => header.msg_type === "status")
    .map(({ content }) => content["execution_state"]);

test("kernel_info says that there are subshells", async () => {
  const { content } = await kernel.request("kernel_info_request");
  expect(content["supported_features"]).toContain("kernel subshells");
});

test("an id lives from create to delete", async () => {
  expect(await list()).toEqual([]);
  const [first, second] = [await kernel.createSubshell(), await kernel.createSubshell()];
  expect(first).not.toBe(second);
  expect(await list()).toEqual([first, second]);
  expect(await remove(first)).toEqual({ status: "ok" });
  expect(await list()).toEqual([second]);
});

test("a subshell sees the variables of the main shell, and the other way round", async () => {
  const subshell = await kernel.createSubshell();
  await kernel.execute("const fromMain: number = 20;");
  const run = await kernel.execute("const fromSub = fromMain + 1; fromSub", { subshell });
  expect(run.result?.["text/plain"]).toBe("21");
  expect((await kernel.execute("fromSub * 2")).result?.["text/plain"]).toBe("42");
});

describe("two cells overlap, each waiting for what the other does", () => {
  test.each([
    ["the main shell and a subshell", false, true],
    ["a subshell and the main shell", true, false],
    ["two subshells", true, true],
  ])("%s", async (what, first, second) => {
    const [one, two] = [
      first ? await kernel.createSubshell() : undefined,
      second ? await kernel.createSubshell() : undefined,
    ];
    const [a, b] = [`a_${what}`, `b_${what}`].map((name) => name.replaceAll(" ", "_")) as [
      string,
      string,
    ];
    const running = [
      kernel.start(`${open(a)} ${opened(b)} console.log("one")`, { subshell: one }),
      kernel.start(`${opened(a)} ${open(b)} console.log("two")`, { subshell: two }),
    ];
    const [left, right] = await Promise.all(running.map(({ done }) => done));
    expect([left?.status, left?.stdout]).toEqual(["ok", "one\n"]);
    expect([right?.status, right?.stdout]).toEqual(["ok", "two\n"]);
    expect(left?.reply["execution_count"]).not.toBe(right?.reply["execution_count"]);
    // Front ends show the state they heard of last, so the one that still runs may say busy again.
    for (const run of [left!, right!]) {
      expect(states(run.messages).filter((state) => state === "idle")).toEqual(["idle"]);
      expect(states(run.messages)[0]).toBe("busy");
      expect(states(run.messages).at(-1)).toBe("idle");
    }
  });
});

test("names of a cell that still runs are known in a subshell, with their types", async () => {
  const subshell = await kernel.createSubshell();
  const running = kernel.start(`const early = 6; console.log("set"); ${opened("early_gate")}`);
  await running.message(printed("set\n"));
  const run = await kernel.execute("early * 7", { subshell });
  expect(run.result?.["text/plain"]).toBe("42");
  const wrong = await kernel.execute("const text: string = early;", { subshell });
  expect(wrong.error?.ename).toBe("TypeCheckError");
  await kernel.execute(open("early_gate"), { subshell });
  expect((await running.done).status).toBe("ok");
});

test("all replies and outputs name the subshell in their parent header", async () => {
  const subshell = await kernel.createSubshell();
  const run = await kernel.execute("console.log(1); 2", { subshell });
  expect(run.messages.map(({ parent }) => parent.subshell_id)).toEqual(
    run.messages.map(() => subshell),
  );
  const reply = await kernel.request("kernel_info_request", {}, "shell", subshell);
  expect(reply.parent.subshell_id).toBe(subshell);
});

describe("while the main shell computes without a pause", () => {
  test("a subshell's cell waits for it, and everything else answers", async () => {
    await kernel.execute("const seen = { inner: 1 }; let flag = 0;");
    const subshell = await kernel.createSubshell();
    const running = kernel.start("console.log('go'); while (true) {}");
    await running.message(printed("go\n"));
    const waiting = kernel.start("flag = 1; flag", { subshell });
    const code = "seen.in";
    const completed = await kernel.request("complete_request", { code, cursor_pos: 7 }, "shell", subshell); // prettier-ignore
    expect(completed.content["matches"]).toEqual(["inner"]);
    const inspected = await kernel.request("inspect_request", { code, cursor_pos: 2 }, "shell", subshell); // prettier-ignore
    expect(inspected.content["found"]).toBe(true);
    const info = await kernel.request("kernel_info_request", {}, "shell", subshell);
    expect(info.content["status"]).toBe("ok");
    const more = await kernel.createSubshell();
    expect(await list()).toEqual([subshell, more]);
    await kernel.interrupt();
    expect((await running.done).error?.ename).toBe("Interrupted");
    // Stop ends what runs, in every shell; whether the subshell's cell had begun is a matter of luck.
    expect((await waiting.done).status).toMatch(/ok|error/);
  });

  test("the subshell's cell has its turn at the first await", async () => {
    const subshell = await kernel.createSubshell();
    const running = kernel.start(
      `const until = Date.now() + 300; console.log("go"); while (Date.now() < until);
       ${opened("turn")} console.log("end")`,
    );
    await running.message(printed("go\n"));
    const run = await kernel.execute(open("turn"), { subshell });
    expect(run.status).toBe("ok");
    expect((await running.done).stdout).toContain("end");
  });
});

describe("an error", () => {
  test.each([
    ["the main shell", false],
    ["a subshell", true],
  ])("in %s aborts its own queue and no other", async (_what, failing) => {
    const subshell = await kernel.createSubshell();
    const [own, other] = failing ? [subshell, undefined] : [undefined, subshell];
    const name = failing ? "error_sub" : "error_main";
    const failed = kernel.start(`${opened(name)} throw new Error("stop")`, { subshell: own });
    await failed.started;
    const aborted = [1, 2].map((n) => kernel.start(`console.log(${n})`, { subshell: own }));
    const others = [
      kernel.start("await 1; console.log('other')", { subshell: other }),
      kernel.start("console.log('another')", { subshell: other }),
    ];
    await kernel.execute(open(name), { subshell: other });
    expect((await failed.done).status).toBe("error");
    for (const { done } of aborted) expect((await done).status).toBe("aborted");
    for (const { done } of others) expect((await done).status).toBe("ok");
    expect((await kernel.execute("1", { subshell: own })).status).toBe("ok");
  });
});

describe("deletion", () => {
  test("of a busy subshell: its cell ends with all its output, what waits is aborted", async () => {
    const subshell = await kernel.createSubshell();
    const busy = kernel.start(`${opened("deleted")} console.log("whole"); 5`, { subshell });
    await busy.started;
    const waiting = kernel.start("console.log('never')", { subshell });
    // Control overtakes shell: the deletion is asked for once the cell has come.
    await kernel.request("kernel_info_request");
    expect(await remove(subshell)).toEqual({ status: "ok" });
    await kernel.execute(open("deleted"));
    const run = await busy.done;
    expect([run.status, run.stdout, run.result?.["text/plain"]]).toEqual(["ok", "whole\n", "5"]);
    const never = await waiting.done;
    expect([never.status, never.stdout]).toEqual(["aborted", ""]);
  });

  test("of what is not there is an error that names it", async () => {
    const reply = await remove("no-such");
    expect(reply).toMatchObject({ status: "error", ename: "UnknownSubshell" });
    expect(reply["evalue"]).toContain("no-such");
  });
});

test("a request to an unknown subshell is answered with an error, between busy and idle", async () => {
  const run = await kernel.execute("console.log('never')", { subshell: "no-such" });
  expect(run.reply).toMatchObject({ status: "error", ename: "UnknownSubshell" });
  expect(states(run.messages)).toEqual(["busy", "idle"]);
  expect(run.stdout).toBe("");
});

test("comms over a subshell reach a cell that waits in the main shell", async () => {
  const subshell = await kernel.createSubshell();
  const running = kernel.start(`
    const host = (globalThis as any)[Symbol.for("tunebook.host")];
    const comm = host.comm.open("over.subshell");
    console.log(await new Promise((resolve) => comm.onMessage((data: any) => resolve(data.word))));
    comm.close();`);
  const { content } = await running.message(({ header }) => header.msg_type === "comm_open");
  const message = { comm_id: content["comm_id"], data: { word: "heard" } };
  await kernel.send("comm_msg", message, [], "shell", subshell);
  expect((await running.done).stdout).toBe("heard\n");
});

test("a kernel with busy subshells shuts down", async () => {
  await using own = await startKernel();
  const subshell = await own.createSubshell();
  const busy = own.start("console.log('on'); await new Promise(() => {})", { subshell });
  await busy.message(printed("on\n"));
  expect(await own.shutdown()).toBe(0);
});

test("%subshell says in which one a cell runs, and which there are", async () => {
  const subshell = await kernel.createSubshell();
  const inside = await kernel.execute("%subshell", { subshell });
  expect(inside.stdout).toBe(`subshell id: ${subshell}\nall subshells: ${subshell}\n`);
  expect((await kernel.execute("%subshell")).stdout).toContain("main shell");
});

test("when the runtime dies, the cells of every shell say so, and the subshells live on", async () => {
  await using own = await startKernel();
  const subshell = await own.createSubshell();
  const waiting = own.start("console.log('on'); await new Promise(() => {})", { subshell });
  await waiting.message(printed("on\n"));
  const dying = await own.execute(
    "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})",
  );
  expect(dying.error?.ename).toBe("RuntimeDied");
  expect((await waiting.done).error?.ename).toBe("RuntimeDied");
  for (const options of [{}, { subshell }]) {
    expect((await own.execute("6 * 7", options)).result?.["text/plain"]).toBe("42");
  }
});

test("Stop ends what runs in every shell, and nothing that comes later", async () => {
  const subshell = await kernel.createSubshell();
  const running = [undefined, subshell].map((id) =>
    kernel.start("console.log('on'); await new Promise(() => {})", { subshell: id }),
  );
  for (const { message } of running) await message(printed("on\n"));
  await kernel.interrupt();
  for (const { done } of running) expect((await done).error?.ename).toBe("Interrupted");
  expect((await kernel.execute("1", { subshell })).status).toBe("ok");
});
