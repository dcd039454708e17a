/** What an execute request promises beyond its output. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Message } from "../../../kernel/wire/message.ts";
import { startKernel, type ExecuteOptions, type KernelClient } from "../support/kernel-client.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel[Symbol.asyncDispose]());

const types = (messages: Message[]) => messages.map(({ header }) => header.msg_type);
const count = async (code = "1", options: ExecuteOptions = {}) =>
  (await kernel.execute(code, options)).reply["execution_count"] as number;
/** A cell that ends when another cell, or a later message, calls `release()`. */
const held = (rest: string) =>
  `await new Promise<void>((resolve) => { (globalThis as any).release = resolve; console.log("held"); }); ${rest}`;
const release = "(globalThis as any).release()";
const printed = (text: string) => (message: Message) => message.content["text"] === text;
/** Resolves with the reply's metadata. */
async function replyMetadata(code: string, options: ExecuteOptions = {}) {
  const run = kernel.start(code, options);
  const reply = kernel.next(
    (channel, { parent }) => channel === "shell" && parent.msg_id === run.id,
  );
  await run.done;
  return (await reply).metadata;
}

describe("silent", () => {
  test("printing and displays are still published, with the cell as parent", async () => {
    const run = await kernel.execute("console.log('p'); display(7); 5", { silent: true });
    expect(types(run.outputs)).toEqual(["stream", "display_data"]);
    expect(run.reply["status"]).toBe("ok");
  });

  test("an error is in the reply, and does not abort what waits", async () => {
    const subshell = await kernel.createSubshell();
    const failing = kernel.start(held("throw new Error('behind the scenes')"), { silent: true });
    await failing.message(printed("held\n"));
    const waiting = kernel.start("'goes on'");
    await kernel.execute(release, { subshell });
    expect((await failing.done).reply).toMatchObject({ status: "error", ename: "Error" });
    expect((await waiting.done).result?.["text/plain"]).toBe("'goes on'");
  });

  test("user expressions are answered", async () => {
    const options = { silent: true, userExpressions: { twice: "2 * 21" } };
    const { reply } = await kernel.execute("", options);
    expect(reply["user_expressions"]).toMatchObject({ twice: { data: { "text/plain": "42" } } });
  });
});

describe("numbers", () => {
  test.each(["", "  \n\t\n"])("a blank cell %j takes none, and is not remembered", async (code) => {
    const before = await count();
    expect(await count(code)).toBe(before);
    expect(await count()).toBe(before + 1);
    const { content } = await kernel.request("history_request", { hist_access_type: "tail", n: 2, raw: true, output: false }); // prettier-ignore
    const inputs = (content["history"] as [number, number, string][]).map(([, , input]) => input);
    expect(inputs).not.toContain(code);
  });

  test("a cell that fails takes one, whatever stopped it", async () => {
    const before = await count();
    for (const code of ["throw 1", "let = ;", "const n: number = 'x'", "%nosuchmagic"]) {
      await kernel.execute(code, { stopOnError: false });
    }
    expect(await count()).toBe(before + 5);
  });

  test("two hundred cells sent at once run in their order, each with the next number", async () => {
    const before = await count();
    await kernel.execute("const order: number[] = [];");
    const runs = Array.from({ length: 200 }, (_, n) => kernel.start(`order.push(${n});`));
    const replies = await Promise.all(runs.map(({ done }) => done));
    expect(replies.map(({ reply }) => reply["execution_count"])).toEqual(
      runs.map((_, n) => before + 2 + n),
    );
    const check = "order.length === 200 && order.every((n, at) => n === at)";
    expect((await kernel.execute(check)).result?.["text/plain"]).toBe("true");
  });

  test("Out and _ hold what numbered cells gave, and nothing of uncounted ones", async () => {
    const n = await count("'kept'");
    await kernel.execute("'not counted'", { storeHistory: false });
    await kernel.execute("'silent'", { silent: true });
    const run = await kernel.execute(`[Out[${n}], _]`);
    expect(run.result?.["text/plain"]).toBe("[ 'kept', 'kept' ]");
  });
});

describe("after an error", () => {
  test("requests that are no executions are not aborted", async () => {
    const subshell = await kernel.createSubshell();
    const failing = kernel.start(held("throw new Error('stop')"));
    await failing.message(printed("held\n"));
    const waiting = kernel.start("1");
    const others = [
      kernel.request("kernel_info_request"),
      kernel.request("comm_info_request"),
      kernel.request("inspect_request", { code: "Math", cursor_pos: 1 }),
      kernel.request("history_request", { hist_access_type: "tail", n: 1 }),
    ];
    await kernel.execute(release, { subshell });
    expect((await waiting.done).status).toBe("aborted");
    for (const { content } of await Promise.all(others)) expect(content["status"]).toBe("ok");
    await failing.done;
  });

  test("an aborted cell leaves no trace: no input, no output, no number, no history", async () => {
    const before = await count();
    const subshell = await kernel.createSubshell();
    const failing = kernel.start(held("throw new Error('stop')"));
    await failing.message(printed("held\n"));
    const waiting = kernel.start("console.log('never'); const never = 1;");
    await kernel.execute(release, { subshell, storeHistory: false });
    const aborted = await waiting.done;
    expect(types(aborted.messages)).toEqual(["status", "status"]);
    expect(aborted.reply).toEqual({ status: "aborted" });
    expect(await count("typeof never")).toBe(before + 2);
  });

  test("neither result nor user expressions come of a cell that failed", async () => {
    const run = await kernel.execute("throw new Error('x')", { userExpressions: { a: "1" } });
    expect(types(run.outputs)).toEqual(["error"]);
    expect(run.reply).toMatchObject({ status: "error", user_expressions: {} });
  });
});

describe("the reply's metadata", () => {
  test.each([
    ["ok", "1"],
    ["error", "throw 1"],
  ])("says when the cell began and that it ended %s", async (status, code) => {
    const before = Date.now();
    const { started, ...metadata } = await replyMetadata(code);
    expect(metadata).toEqual({ status, dependencies_met: true });
    const at = Date.parse(started as string);
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now());
  });
});

describe("displays", () => {
  test("an id that the kernel made names the display for later updates, also after idle", async () => {
    const first = kernel.start(
      `const shown = display("one"); let go: () => void; const gate = new Promise<void>((r) => { go = r; });
       void gate.then(() => shown.update("three"));`,
    );
    const [placed] = (await first.done).outputs;
    const { display_id } = placed!.content["transient"] as { display_id: string };
    expect(display_id).toEqual(expect.any(String));
    const second = await kernel.execute(`shown.update("two")`);
    expect(types(second.outputs)).toEqual(["update_display_data"]);
    expect(second.outputs[0]?.content["transient"]).toEqual({ display_id });
    // What the first cell left behind belongs to the first cell, long after its idle.
    const late = kernel.next((_channel, { header, parent }) => parent.msg_id === first.id && header.msg_type === "update_display_data"); // prettier-ignore
    await kernel.execute("go()");
    expect((await late).content).toMatchObject({
      data: { "text/plain": "'three'" },
      transient: { display_id },
    });
  });

  test("metadata of an output travels with it", async () => {
    const metadata = { "text/html": { isolated: true } };
    const run = await kernel.execute(`display.html("<b>x</b>", { metadata: ${JSON.stringify(metadata)} })`); // prettier-ignore
    const [shown] = run.outputs;
    expect(shown?.content["metadata"]).toEqual(metadata);
  });

  test("clear_output(wait) comes after what it clears and before what replaces it", async () => {
    const run = await kernel.execute(
      `console.log("a"); display.clear({ wait: true }); console.log("b"); display.clear();`,
    );
    expect(types(run.outputs)).toEqual(["stream", "clear_output", "stream", "clear_output"]);
    expect(run.outputs.map(({ content }) => content["wait"] ?? content["text"])).toEqual([
      "a\n",
      true,
      "b\n",
      false,
    ]);
  });

  test("a value without a picture is no result: undefined, and a statement", async () => {
    for (const code of ["undefined", "let quiet = 1", "void 0", "if (true) {}"]) {
      expect((await kernel.execute(code)).outputs).toEqual([]);
    }
  });
});

describe("output after idle", () => {
  test("of timers, promises and intervals goes to the cell that began them", async () => {
    const first = kernel.start(
      `let start!: () => void; const started = new Promise<void>((resolve) => { start = resolve; });
       void started.then(() => { setTimeout(() => console.log("timer"), 1); });
       void started.then(async () => { await 1; console.error("promise"); });`,
    );
    await first.done;
    const streams = ["timer\n", "promise\n"].map((text) => kernel.next((_channel, message) => printed(text)(message))); // prettier-ignore
    const second = await kernel.execute("start()");
    for (const { parent } of await Promise.all(streams)) expect(parent.msg_id).toBe(first.id);
    expect([second.stdout, second.stderr]).toEqual(["", ""]);
  });
});

test("without allow_stdin a question is an error that says so, and the next cell runs", async () => {
  const run = await kernel.execute(
    `await (globalThis as any)[Symbol.for("tunebook.host")].input("Name?")`,
  );
  expect(run.status).toBe("error");
  expect(run.error?.evalue).toContain("input");
  expect((await kernel.execute("1 + 1")).result?.["text/plain"]).toBe("2");
});
