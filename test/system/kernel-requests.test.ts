import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startKernel, type ExecuteOptions, type KernelClient } from "./support/kernel-client.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel[Symbol.asyncDispose]());

const types = (messages: { header: { msg_type: string } }[]) =>
  messages.map(({ header }) => header.msg_type);
const host = `const host = (globalThis as any)[Symbol.for("tunebook.host")];\n`;

/** The reply to a completion at the end of `code`. */
async function complete(code: string) {
  const request = { code, cursor_pos: [...code].length };
  return (await kernel.request("complete_request", request)).content;
}

/** The number that a small cell is given. */
async function count(options: ExecuteOptions = {}) {
  return (await kernel.execute("1", options)).reply["execution_count"] as number;
}

describe("kernel_info", () => {
  test.each(["shell", "control"] as const)("answers on %s", async (channel) => {
    const { content } = await kernel.request("kernel_info_request", {}, channel);
    expect(content).toMatchObject({
      status: "ok",
      protocol_version: "5.5",
      implementation: "tunebook",
      language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/typescript" },
    });
  });

  test("the heartbeat comes back, also while a cell computes", async () => {
    const running = kernel.start("console.log('go'); while (true) {}");
    await running.message(({ content }) => content["text"] === "go\n");
    await kernel.heartbeat();
    await kernel.interrupt();
    await running.done;
  });
});

describe("execute", () => {
  test("publishes busy, the input with its number, output in order, the result, idle", async () => {
    const run = await kernel.execute(
      `${host}console.log("a"); host.display({ "text/plain": "b" }); console.error("c"); 40 + 2`,
    );
    expect(types(run.messages)).toEqual([
      "status",
      "execute_input",
      "stream",
      "display_data",
      "stream",
      "execute_result",
      "status",
    ]);
    const count = run.reply["execution_count"];
    expect(run.messages[1]?.content["execution_count"]).toBe(count);
    expect(run.messages[5]?.content).toMatchObject({
      execution_count: count,
      data: { "text/plain": "42" },
    });
    expect(run.reply).toMatchObject({ status: "ok", payload: [], user_expressions: {} });
  });

  test("numbers go up by one, and neither silent nor uncounted cells take one", async () => {
    const first = await count();
    expect(await count({ storeHistory: false })).toBe(first);
    expect(await count({ silent: true })).toBe(first);
    expect(await count({ silent: true, storeHistory: true })).toBe(first);
    expect(await count()).toBe(first + 1);
  });

  test("a silent cell shows neither its input nor its result, but has its effect", async () => {
    const run = await kernel.execute("let quiet = 5; quiet", { silent: true });
    expect(types(run.messages)).toEqual(["status", "status"]);
    expect((await kernel.execute("quiet")).result?.["text/plain"]).toBe("5");
  });

  test("an error has name, message and a traceback with the cell's line, also in the reply", async () => {
    const run = await kernel.execute(
      "const f = () => {\n  throw new RangeError('too far');\n};\nf();",
    );
    expect(run.error).toMatchObject({ ename: "RangeError", evalue: "too far" });
    expect(run.error?.traceback.join("\n")).toContain(`Cell [${run.reply["execution_count"]}]:2`);
    expect(run.reply).toMatchObject({ status: "error", ...run.error });
  });

  test("after an error what waits is aborted, and what comes later runs", async () => {
    const asked = kernel.next((channel) => channel === "stdin");
    const failing = kernel.start("prompt('go on?'); throw new Error('stop')", {
      onInput: () => undefined,
    });
    await asked;
    const waiting = [kernel.start("console.log(1)"), kernel.start("console.log(2)")];
    // Once this is answered the cells before it wait in the queue.
    await kernel.request("kernel_info_request");
    kernel.answer("yes");
    expect((await failing.done).status).toBe("error");
    for (const each of waiting) {
      const run = await each.done;
      expect(run.reply).toEqual({ status: "aborted" });
      expect(types(run.messages)).toEqual(["status", "status"]);
    }
    expect((await kernel.execute("1")).status).toBe("ok");
  });

  test("with stop_on_error false the queue goes on", async () => {
    const failing = kernel.start("throw new Error('go on')", { stopOnError: false });
    const next = kernel.start("console.log('next')");
    expect((await failing.done).status).toBe("error");
    expect((await next.done).stdout).toBe("next\n");
  });

  test("user_expressions are answered one by one, also those that fail", async () => {
    const run = await kernel.execute("let six = 6;", {
      userExpressions: {
        good: "six * 7",
        thrown: "(() => { throw new Error('no') })()",
        bad: "1 +",
      },
    });
    expect(run.reply["user_expressions"]).toMatchObject({
      good: { status: "ok", data: { "text/plain": "42" } },
      thrown: { status: "error", ename: "Error", evalue: "no" },
      bad: { status: "error", ename: "SyntaxError" },
    });
  });

  test("displays are updated under their id, also from a later cell, and cleared", async () => {
    const first = await kernel.execute(`host.display({ "text/plain": "1" }, { id: "d" })`);
    expect(first.outputs[0]?.content).toMatchObject({ transient: { display_id: "d" } });
    const second = await kernel.execute(
      `host.display({ "text/plain": "2" }, { id: "d", update: true }); host.clear({ wait: true })`,
    );
    expect(types(second.outputs)).toEqual(["update_display_data", "clear_output"]);
    expect(second.outputs[0]?.content).toMatchObject({
      data: { "text/plain": "2" },
      transient: { display_id: "d" },
    });
    expect(second.outputs[1]?.content).toEqual({ wait: true });
  });

  test("input() asks the front end, and fails where that allows none", async () => {
    const code = `const name = await host.input("Your name? ");\n"Hello " + name`;
    const asked = await kernel.execute(code, {
      onInput: (prompt) => (prompt === "Your name? " ? "Ada" : "?"),
    });
    expect(asked.result?.["text/plain"]).toBe("'Hello Ada'");
    expect((await kernel.execute(code)).status).toBe("error");
  });
});

describe("what cannot be read or fails its type check does not run", () => {
  test("a syntax error shows its line and a caret", async () => {
    const { error, reply } = await kernel.execute("let fine = 1;\nlet = ;");
    expect(error?.ename).toBe("SyntaxError");
    const text = error?.traceback.join("\n");
    expect(text).toContain(`Cell [${reply["execution_count"]}]:2:`);
    expect(text).toMatch(/2 \| let = ;\n +\| +\^/);
  });

  const wrong = `console.log("ran");\nconst wrong: number = "text";`;

  test("%check block: the type error stops the cell and says how to run it", async () => {
    const { error, reply, stdout } = await kernel.execute(`%check block\n${wrong}`);
    expect(stdout).toBe("");
    expect(error?.ename).toBe("TypeCheckError");
    const text = error?.traceback.join("\n") ?? "";
    expect(text).toContain(`Cell [${reply["execution_count"]}]:3:7 - TS2322`);
    expect(text).toContain(`  3 | const wrong: number = "text";\n    |       ^^^^^\n`);
    expect(text).toContain("%check warn");
  });

  test("%check warn: the cell runs, then its type errors stand on stderr before idle", async () => {
    const run = await kernel.execute(`%check warn\n${wrong}`);
    expect(run.status).toBe("ok");
    expect(types(run.outputs)).toEqual(["stream", "stream"]);
    expect(run.stdout).toBe("ran\n");
    expect(run.stderr).toContain("TS2322");
  });

  test("%check off: nothing is said; the mode holds until it is set again", async () => {
    await kernel.execute("%check off");
    const run = await kernel.execute(wrong);
    expect([run.status, run.stdout, run.stderr]).toEqual(["ok", "ran\n", ""]);
    expect((await kernel.execute("%check")).stdout).toContain("%check off");
    await kernel.execute("%check block");
    expect((await kernel.execute(wrong)).status).toBe("error");
  });

  test("an unknown magic names those that exist, and nothing of the cell runs", async () => {
    const run = await kernel.execute("%chekc warn\nconsole.log('ran')");
    expect(run.error).toMatchObject({ ename: "MagicError" });
    expect(run.error?.evalue).toMatch(/%chekc.*%check.*%help/);
    expect(run.stdout).toBe("");
  });
});

describe("answers while a cell computes", () => {
  test("completion, inspection and is_complete, and the kernel still looks busy", async () => {
    await kernel.execute("const visibleName = { innerField: 1 };");
    const running = kernel.start("console.log('go'); while (true) {}");
    await running.message(({ content }) => content["text"] === "go\n");

    const code = "visibleName.inn";
    const completed = await kernel.request("complete_request", { code, cursor_pos: code.length });
    expect(completed.content).toMatchObject({
      status: "ok",
      matches: ["innerField"],
      cursor_start: "visibleName.".length,
      cursor_end: code.length,
    });
    const inspected = await kernel.request("inspect_request", { code, cursor_pos: 3 });
    expect(inspected.content["found"]).toBe(true);
    const whole = await kernel.request("is_complete_request", { code: "{" });
    expect(whole.content["status"]).toBe("incomplete");

    const states = kernel.published.filter(({ header }) => header.msg_type === "status");
    const lastIdle = states.findLastIndex(({ content }) => content["execution_state"] === "idle");
    const busyAgain = states[lastIdle + 1] ?? (await kernel.next((channel) => channel === "iopub"));
    expect(busyAgain.parent.msg_id).toBe(running.id);
    expect(busyAgain.content["execution_state"]).toBe("busy");

    await kernel.interrupt();
    expect((await running.done).error?.ename).toBe("Interrupted");
  });

  test("comm messages reach the cell, which answers over the comm with buffers", async () => {
    const running = kernel.start(`
      const comm = host.comm.open("test.echo", { hello: 1 });
      await new Promise<void>((resolve) => comm.onMessage((data: any, buffers: Uint8Array[]) => {
        comm.send({ twice: data.n * 2 }, { buffers: [buffers[0]!.map((byte) => byte + 1)] });
        resolve();
      }));
      comm.close();`);
    const opened = await running.message(({ header }) => header.msg_type === "comm_open");
    expect(opened.content).toMatchObject({ target_name: "test.echo", data: { hello: 1 } });
    const id = opened.content["comm_id"] as string;
    const info = await kernel.request("comm_info_request", { target_name: "test.echo" });
    expect(info.content["comms"]).toEqual({ [id]: { target_name: "test.echo" } });

    const message = { comm_id: id, data: { n: 21 } };
    const sent = await kernel.send("comm_msg", message, [Uint8Array.of(1, 2)]);
    const run = await running.done;
    const answer = kernel.published.find(({ header }) => header.msg_type === "comm_msg");
    // A front end tells echoes of its own messages by their parent.
    expect(answer?.parent.msg_id).toBe(sent);
    expect(answer?.content).toEqual({ comm_id: id, data: { twice: 42 } });
    expect(answer?.buffers.map((buffer) => [...buffer])).toEqual([[2, 3]]);
    expect(types(run.outputs)).toEqual(["comm_open", "comm_close"]);
    const left = await kernel.request("comm_info_request", {});
    expect(left.content["comms"]).not.toHaveProperty(id);
  });

  test("a comm on a target that nobody registered is closed", async () => {
    const closed = kernel.next(
      (_channel, { header, content }) =>
        header.msg_type === "comm_close" && content["comm_id"] === "nobody",
    );
    await kernel.send("comm_open", { comm_id: "nobody", target_name: "nobody.home", data: {} });
    await closed;
    const info = await kernel.request("comm_info_request", {});
    expect(info.content["comms"]).not.toHaveProperty("nobody");
  });
});

describe("positions are counted in code points", () => {
  test("completion behind emoji", async () => {
    const code = "/* 😀👍🏽 */ Math.log1";
    const points = [...code].length;
    const { content } = await kernel.request("complete_request", { code, cursor_pos: points });
    expect(new Set(content["matches"] as string[])).toEqual(new Set(["log10", "log1p"]));
    expect([content["cursor_start"], content["cursor_end"]]).toEqual([points - 4, points]);
    const metadata = content["metadata"] as Record<string, unknown>;
    expect(metadata["_jupyter_types_experimental"]).toContainEqual(
      expect.objectContaining({ text: "log10", start: points - 4, end: points }),
    );
  });

  test("inspection behind emoji, as text and as Markdown", async () => {
    const code = "'😀😀😀'; Math.max";
    const cursor_pos = [...code].length - 1;
    const { content } = await kernel.request("inspect_request", { code, cursor_pos });
    expect(content["found"]).toBe(true);
    const data = content["data"] as Record<string, string>;
    expect(data["text/plain"]).toContain("max(");
    expect(data["text/markdown"]).toContain("max(");
  });

  test("completion takes another case where the typed one fits nothing", async () => {
    expect(await complete("Math.LOG1P")).toMatchObject({ matches: ["log1p"] });
  });

  test("magics complete, too", async () => {
    expect(await complete("%che")).toMatchObject({ matches: ["%check"], cursor_start: 0 });
    expect(await complete("%check w")).toMatchObject({ matches: ["warn"], cursor_start: 7 });
  });
});

test("the history is on disk when a kernel is shut down, and there for the next", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tunebook-history-"));
  const env = { TUNEBOOK_HISTORY: join(folder, "history.jsonl") };
  try {
    {
      await using first = await startKernel({ env });
      await first.execute("const kept = 6 * 7;\nkept");
      await first.execute("'unseen'", { storeHistory: false });
      await first.execute("'silent'", { silent: true });
      await first.shutdown();
    }
    await using second = await startKernel({ env });
    await second.execute("1");
    const ask = async (content: object) =>
      (await second.request("history_request", { raw: true, output: false, ...content })).content[
        "history"
      ];
    expect(await ask({ hist_access_type: "tail", n: 10, output: true })).toEqual([
      [1, 1, ["const kept = 6 * 7;\nkept", "42"]],
      [2, 1, ["1", "1"]],
    ]);
    expect(await ask({ hist_access_type: "range", session: -1, start: 1, stop: 2 })).toEqual([
      [1, 1, "const kept = 6 * 7;\nkept"],
    ]);
    expect(await ask({ hist_access_type: "search", pattern: "*kept", unique: true })).toEqual([
      [1, 1, "const kept = 6 * 7;\nkept"],
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a front end that draws is known to cells, also after the runtime died", async () => {
  await using own = await startKernel();
  const renderer = `(globalThis as any)[Symbol.for("tunebook.host")].renderer`;
  expect((await own.execute(renderer)).result?.["text/plain"]).toBe("false");
  await own.send("comm_open", { comm_id: "f", target_name: "tunebook.frontend", data: {} });
  expect((await own.execute(renderer)).result?.["text/plain"]).toBe("true");
  await own.execute("process.exit(1)");
  expect((await own.execute(renderer)).result?.["text/plain"]).toBe("true");
  await own.send("comm_close", { comm_id: "f", data: {} });
  expect((await own.execute(renderer)).result?.["text/plain"]).toBe("false");
});
