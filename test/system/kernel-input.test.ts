import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Dealer } from "zeromq";
import type { Message } from "../../kernel/wire/message.ts";
import { startKernel, type KernelClient } from "./support/kernel-client.ts";

describe("what a cell asks of the user", () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await startKernel();
    await kernel.execute(
      `const kept = 42; const host = (globalThis as any)[Symbol.for("tunebook.host")];`,
    );
  });
  afterAll(() => kernel[Symbol.asyncDispose]());

  /** Runs a cell and answers its questions in turn; gives its questions as well. */
  async function ask(code: string, ...answers: string[]) {
    const questions: unknown[] = [];
    const run = await kernel.execute(code, {
      onInput: (_prompt, question) => {
        questions.push(question.content);
        return answers.shift() ?? "";
      },
    });
    return { ...run, value: run.result?.["text/plain"], questions };
  }

  test("prompt waits for the line, as often as it is called, and knows its types", async () => {
    const run = await ask(
      `console.log("before");
       const first = prompt("First?"), second = prompt("Second?", "two"), third = prompt();
       console.log(first.toUpperCase(), second.toUpperCase(), third.length);`,
      "one é😀",
      "",
      "three",
    );
    expect(run.error).toBeUndefined();
    expect(run.stdout).toBe("before\nONE É😀 TWO 5\n");
    expect(run.questions).toEqual([
      { prompt: "First?", password: false },
      { prompt: "Second? [two] ", password: false },
      { prompt: "", password: false },
    ]);
  });

  test("confirm is true for yes alone, and alert waits until it was read", async () => {
    const run = await ask(
      `const said: boolean[] = [confirm("Go on?"), confirm("Sure?"), confirm()]; alert("Done"); said`,
      "y",
      "n",
      " YES ",
    );
    expect(run.value).toBe("[ true, false, true ]");
    expect(run.questions).toEqual([
      { prompt: "Go on? [y/N] ", password: false },
      { prompt: "Sure? [y/N] ", password: false },
      { prompt: "Confirm [y/N] ", password: false },
      { prompt: "Done [Enter] ", password: false },
    ]);
  });

  test("a password is asked for as one, and stands in nothing that the kernel says", async () => {
    const before = kernel.published.length;
    const run = await ask(
      `const secret = prompt("Password", { password: true }); const again = await host.input("Again", { password: true }); secret === again`,
      "hunter2-é",
      "hunter2-é",
    );
    expect(run.value).toBe("true");
    expect(run.questions).toEqual([
      { prompt: "Password", password: true },
      { prompt: "Again", password: true },
    ]);
    const history = await kernel.request("history_request", {
      hist_access_type: "tail",
      n: 10,
      output: true,
      raw: true,
    });
    const said = [kernel.log, kernel.published.slice(before), history.content];
    expect(JSON.stringify(said)).not.toContain("hunter2");
  });

  test("what was printed before a question comes before it", async () => {
    const order: string[] = [];
    const run = kernel.start(
      `process.stdout.write("printed"); require("node:fs").writeSync(2, "raw"); display("shown"); prompt("?")`,
      {
        onInput: () => {
          order.push("asked");
          return "";
        },
      },
    );
    // iopub and stdin are two sockets: whoever listens on both sees the order per socket only. What
    // counts is that all of it was sent before the cell waited, for it waits until it is answered.
    const text = await run.done;
    expect(order).toEqual(["asked"]);
    expect(text.stdout + text.stderr).toBe("printedraw");
  });

  test.each([
    ["prompt", `prompt("?")`],
    ["confirm, caught and asked again", `for (;;) try { confirm("?") } catch {}`],
    ["host.input", `await host.input("?")`],
  ])("Stop ends a waiting %s, the state is kept, and no answer comes too late", async (_, code) => {
    let question: Message | undefined;
    const asked = kernel.next((channel) => channel === "stdin");
    const running = kernel.start(code, {
      onInput: (_prompt, message) => {
        question = message;
        return undefined;
      },
    });
    await asked;
    await kernel.interrupt();
    const run = await running.done;
    expect(run.error?.ename).toBe("Interrupted");
    // The line that the user was typing; the next question is another one.
    kernel.answer("stale", question!.header);
    expect((await ask(`prompt("next") + kept`, "fresh")).value).toBe("'fresh42'");
  });

  test("Stop that comes before the question ends it as well", async () => {
    const running = kernel.start(
      `console.log("go"); const end = Date.now() + 50; while (Date.now() < end); prompt("?")`,
      { onInput: () => undefined },
    );
    await running.message(({ content }) => content["text"] === "go\n");
    await kernel.interrupt();
    expect((await running.done).error?.ename).toBe("Interrupted");
  });

  test("a front end that does not say what it answers is understood", async () => {
    const running = kernel.start(`prompt("?")`, { onInput: () => undefined });
    await kernel.next((channel) => channel === "stdin");
    kernel.answer("plain");
    expect((await running.done).result?.["text/plain"]).toBe("'plain'");
  });

  test("an answer that is none is dropped, and the question stays", async () => {
    const running = kernel.start(`prompt("?")`, { onInput: () => undefined });
    await kernel.next((channel) => channel === "stdin");
    kernel.answer(5);
    kernel.answer("good");
    expect((await running.done).result?.["text/plain"]).toBe("'good'");
  });

  test.each([
    ["prompt", `prompt("?")`],
    ["confirm", `confirm("?")`],
    ["host.input", `await host.input("?")`],
  ])("without stdin %s fails at once and says why", async (_, code) => {
    const run = await kernel.execute(code);
    expect(run.error?.ename).toBe("NoInputError");
    expect(run.error?.evalue).toContain("the front end that runs it takes none");
  });

  test("without stdin alert prints", async () => {
    const run = await kernel.execute(`alert("Done")`);
    expect([run.status, run.stdout]).toEqual(["ok", "Done\n"]);
  });

  test("a cell that has ended asks nobody", async () => {
    const late = kernel.next((_channel, { header }) => header.msg_type === "error");
    const run = await kernel.execute(`void setTimeout(() => prompt("too late"), 1)`, {
      onInput: () => "nobody",
    });
    expect(run.status).toBe("ok");
    const error = await late;
    expect(error.content["evalue"]).toContain("This cell has ended");
    expect((await kernel.execute("kept")).result?.["text/plain"]).toBe("42");
  });

  test("comms, completion and heartbeat go on while a cell waits", async () => {
    const running = kernel.start(`prompt("?")`, { onInput: () => undefined });
    await kernel.next((channel) => channel === "stdin");
    await kernel.heartbeat();
    const reply = await kernel.request("complete_request", { code: "kep", cursor_pos: 3 });
    expect(reply.content["matches"]).toContain("kept");
    kernel.answer("on");
    expect((await running.done).status).toBe("ok");
  });

  test("only the front end that ran the cell is asked, and only it can answer unnamed", async () => {
    const other = await kernel.join("other");
    const heard: string[] = [];
    void other.next((channel) => channel === "stdin" && heard.push("asked") < 0);
    const running = kernel.start(`prompt("?")`, { onInput: () => undefined });
    await kernel.next((channel) => channel === "stdin");
    other.answer("from another");
    await other.request("kernel_info_request");
    kernel.answer("mine");
    expect((await running.done).result?.["text/plain"]).toBe("'mine'");
    expect(heard).toEqual([]);
    const theirs = await other.execute(`prompt("theirs")`, { onInput: (prompt) => prompt + "!" });
    expect(theirs.result?.["text/plain"]).toBe("'theirs!'");
    other.leave();
  });

  test("a front end that does not listen for questions, or has gone, is not waited for", async () => {
    const failed = kernel.next((_channel, { header }) => header.msg_type === "error");
    const deaf = new Dealer({ routingId: "deaf", linger: 0 });
    deaf.connect(kernel.address("shell"));
    const content = { code: `prompt("anybody?")`, allow_stdin: true, stop_on_error: false };
    await deaf.send(kernel.codec.encode([], kernel.codec.compose("execute_request", content, {})));
    expect((await failed).content["evalue"]).toContain("it has gone");
    deaf.close();
    expect((await kernel.execute("kept")).result?.["text/plain"]).toBe("42");
  });

  test("a front end that goes once it was asked leaves a cell that others can stop", async () => {
    const leaving = await kernel.join("asked");
    const asked = leaving.next((channel) => channel === "stdin");
    const ended = kernel.next((_channel, { header }) => header.msg_type === "error");
    void leaving.start(`prompt("anybody?")`, { onInput: () => undefined, stopOnError: false });
    await asked;
    leaving.leave();
    await kernel.interrupt();
    expect((await ended).content["ename"]).toBe("Interrupted");
    expect((await ask(`prompt("here?")`, "yes")).value).toBe("'yes'");
  });

  test("Restart ends a kernel whose cell waits for an answer", async () => {
    await using waiting = await startKernel();
    const asked = waiting.next((channel) => channel === "stdin");
    void waiting.start(`prompt("?")`, { onInput: () => undefined });
    await asked;
    expect(await waiting.shutdown()).toBe(0);
  });
});
