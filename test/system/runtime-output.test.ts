import { describe, expect, it } from "vitest";
import { startRuntime, type TestRuntime } from "./runtime-support/runtime.ts";

/** What was shown, as short words in order: text as it is, a display as `<text>`. */
function shown(runtime: TestRuntime, id: number): string {
  return runtime.messages
    .filter((message) => message.id === id)
    .map((message) => {
      if (message.type === "stream") return message.text;
      if (message.type === "clear") return `(clear${message.wait ? " later" : ""})`;
      if (message.type === "display") {
        return `<${message.update ? "update " : ""}${String(message.data["text/plain"])}>`;
      }
      return `(${message.type})`;
    })
    .join("");
}

const host = "const host = globalThis[Symbol.for('tunebook.host')];";

describe("streams", () => {
  it("delivers 20,000 lines whole and in order before the cell ends", async () => {
    const runtime = await startRuntime();
    await runtime.run("for (let i = 0; i < 20000; i++) console.log('line', i)");
    const expected = Array.from({ length: 20000 }, (_, i) => `line ${i}\n`).join("");
    expect(runtime.text(1)).toBe(expected);
  });

  it("delivers ten megabytes of text written at once, and keeps characters whole", async () => {
    const runtime = await startRuntime();
    await runtime.run("process.stdout.write('é'.repeat(5e6)); process.stdout.write('end')");
    expect(runtime.text(1)).toBe("é".repeat(5e6) + "end");
  });

  it("joins characters that are split over two writes", async () => {
    const runtime = await startRuntime();
    await runtime.run(
      `const b = Buffer.from('🎶é'); process.stdout.write(b.subarray(0, 2)); process.stdout.write(b.subarray(2, 5));
       process.stdout.write(b.subarray(5)); process.stdout.write('\\ud83d'); process.stdout.write('\\ude00');
       process.stderr.write(new Uint8Array([0xe2, 0x82])); process.stderr.write(new Uint8Array([0xac]))`,
    );
    expect(runtime.text(1)).toBe("🎶é😀");
    expect(runtime.text(1, "stderr")).toBe("€");
  });

  it("prints as Node does into a pipe: no colours", async () => {
    const runtime = await startRuntime({ ...process.env, FORCE_COLOR: undefined });
    await runtime.run(
      "console.log({ a: 1, b: 'x' }, 2); console.error('%d%%', 50); console.table([[1]])",
    );
    expect(runtime.text(1)).toContain("{ a: 1, b: 'x' } 2\n┌");
    expect(runtime.text(1, "stderr")).toBe("50%\n");
  });

  it("calls back, and reports what cannot be written", async () => {
    const runtime = await startRuntime();
    const done = await runtime.run(
      "await new Promise(r => process.stdout.write('one', r)); await new Promise(r => process.stdout.write('two', 'utf8', r)); process.stdout.write(Buffer.from('74', 'hex').toString('base64'), 'base64'); process.stdout.write(5)",
    );
    expect(runtime.text(1)).toBe("onetwot");
    expect(done.error?.evalue).toBe(
      "process.stdout.write takes a string or bytes, and was given number",
    );
  });

  it("gives each line to the cell that printed it, also from late timers", async () => {
    const runtime = await startRuntime();
    await runtime.run(
      `let end; $box('over').v = new Promise((resolve) => (end = resolve));
       console.log('a0'); let n = 0;
       const t = setInterval(() => { console.log('a' + ++n); if (n === 5) { clearInterval(t); end() } }, 5)`,
      { names: ["over"] },
    );
    await runtime.run("console.log('b0'); await $box('over').v; console.log('b1')");
    expect(runtime.text(1)).toBe("a0\na1\na2\na3\na4\na5\n");
    expect(runtime.text(2)).toBe("b0\nb1\n");
  });

  it("survives a user who replaces console and JSON, or gives everything a toJSON", async () => {
    const runtime = await startRuntime();
    await runtime.run(
      `JSON.stringify = () => 'gone'; Object.prototype.toJSON = () => 'gone';
       globalThis.console.log('printed'); globalThis.console = null; process.stdout.write('written')`,
    );
    expect(runtime.text(1)).toBe("printed\nwritten");
    const next = await runtime.run("return { value: 5 }");
    expect(next.result?.data["text/plain"]).toBe("5");
    await runtime.run(
      `${host} host.display({ 'text/plain': 'd', 'application/json': { list: [1, { at: new Date(0) }], none: undefined } })`,
    );
    expect(runtime.messages.at(-1)).toMatchObject({
      data: { "application/json": { list: [1, { at: "1970-01-01T00:00:00.000Z" }] } },
    });
  });

  it("ignores what user code writes to the channel's own descriptor", async () => {
    const runtime = await startRuntime();
    await runtime.run(
      "for (const s of ['x', '{', 'null', '5', '{}']) require('node:fs').writeSync(3, s + '\\n'); console.log('on')",
    );
    expect(runtime.text(1)).toBe("on\n");
  });

  it("keeps the order of prints, child processes and displays", async () => {
    const runtime = await startRuntime();
    await runtime.run(
      `${host} const { execSync } = require('node:child_process');
       console.log('1');
       execSync('echo 2; echo e >&2', { stdio: 'inherit' });
       console.log('3');
       host.display({ 'text/plain': '4' });
       require('node:fs').writeSync(1, '5\\n');
       host.display({ 'text/plain': '6' });
       console.log('7');
       require('node:fs').writeSync(1, '8')`,
    );
    const text = shown(runtime, 1);
    expect(text.replace("e\n", "")).toBe("1\n2\n3\n<4>5\n<6>7\n8");
    expect(runtime.text(1, "stderr")).toBe("e\n");
  });

  it("puts what a child process printed before what is printed once it has ended", async () => {
    const runtime = await startRuntime();
    await runtime.run(
      `const { spawn } = require('node:child_process');
       for (let turn = 0; turn < 3; turn++) {
         const child = spawn('echo', ['child ' + turn], { stdio: 'inherit' });
         await new Promise(done => child.on('exit', done));
         console.log('after ' + turn);
       }`,
    );
    expect(runtime.text(1)).toBe("child 0\nafter 0\nchild 1\nafter 1\nchild 2\nafter 2\n");
  });

  it("shows what a child process and a worker print while the cell waits", async () => {
    const runtime = await startRuntime();
    const running = runtime.run(
      `const { spawn } = require('node:child_process');
       const { Worker } = require('node:worker_threads');
       const child = spawn(process.execPath, ['-e', 'console.log("child"); process.stdin.on("data", () => process.exit())'], { stdio: ['pipe', 'inherit', 'inherit'] });
       $box('go').v = () => child.stdin.end('x');
       await new Promise(r => child.on('exit', r));
       await new Promise(r => new Worker('console.log("worker")', { eval: true }).on('exit', r));`,
    );
    await runtime.until(() => runtime.text(1).includes("child"));
    await Promise.all([runtime.run("$box('go').v()"), running]);
    await runtime.until(() =>
      runtime.messages.some((m) => m.type === "stream" && m.text.includes("worker")),
    );
    expect(runtime.text(1)).toContain("worker\n");
  });

  it("ends a cell whose code closed the raw descriptors", async () => {
    const runtime = await startRuntime();
    await runtime.run("require('node:fs').closeSync(1); console.log('still')");
    expect(runtime.text(1)).toBe("still\n");
  });
});

describe("displays", () => {
  it("shows, updates and clears in the order of the calls", async () => {
    const runtime = await startRuntime();
    await runtime.run(
      `const display = $box('display').v; ${host}
       console.log('a'); const handle = display([1]); console.log('b'); handle.update([2]); host.clear({ wait: true }); host.clear();
       display({ async _repr_html_() { return '<b>' } , toString: 0 });`,
    );
    expect(shown(runtime, 1)).toMatch(/^a\n<\[ 1 \]>b\n<update \[ 2 \]>\(clear later\)\(clear\)</);
    const [first, update, last] = runtime.messages.filter((message) => message.type === "display");
    expect(update!.displayId).toBe(first!.displayId);
    expect(last!.data["text/html"]).toBe("<b>");
  });

  it("updates a display of an earlier cell by its id", async () => {
    const runtime = await startRuntime();
    await runtime.run("$box('display').v('old', { id: 'mine' })");
    await runtime.run(
      `${host} host.display({ 'text/plain': 'new' }, { id: 'mine', update: true, metadata: { a: 1 } })`,
    );
    expect(runtime.messages.at(-1)).toMatchObject({
      type: "display",
      displayId: "mine",
      update: true,
      id: 2,
      data: { "text/plain": "new" },
      metadata: { a: 1 },
    });
  });
});

describe("the host", () => {
  it("knows the cell, also after an await and in a timer", async () => {
    const runtime = await startRuntime();
    const done = await runtime.run(
      `${host} const seen = [host.version, host.name, host.cell.id]; await null; seen.push(host.cell.id);
       await new Promise(r => setTimeout(() => { seen.push(host.cell.code.length > 0, host.cell.signal.aborted); r() }, 1)); return { value: seen }`,
      { cellId: "front-1" },
    );
    expect(done.result?.data["text/plain"]).toBe(
      "[ 1, 'tunebook', 'front-1', 'front-1', true, false ]",
    );
  });

  it("asks for input, and says where there is none", async () => {
    const runtime = await startRuntime();
    runtime.client.onMessage((message) => {
      if (message.type === "input_request") {
        const { question, prompt } = message;
        runtime.client.send({ type: "input_reply", question, value: `${prompt}!` });
      }
    });
    const done = await runtime.run(
      `${host} return { value: await host.input('name', { password: true }) }`,
    );
    expect(done.result?.data["text/plain"]).toBe("'name!'");
    expect(runtime.messages).toContainEqual({
      type: "input_request",
      id: 1,
      question: 1,
      prompt: "name",
      password: true,
      blocking: false,
    });
    const refused = await runtime.run(`${host} await host.input()`, { allowStdin: false });
    expect(refused.error?.evalue).toMatch(/^This cell cannot ask for input/);
  });

  it("says whether the front end draws figures, also after a restart", async () => {
    const runtime = await startRuntime();
    const ask = async () =>
      (await runtime.run(`${host} return { value: host.renderer }`)).result?.data["text/plain"];
    expect(await ask()).toBe("false");
    runtime.client.send({ type: "frontend", renderer: true });
    expect(await ask()).toBe("true");
    await runtime.client.restart();
    expect(await ask()).toBe("true");
  });
});

describe("comms", () => {
  it("go both ways, with buffers, while a cell waits", async () => {
    const runtime = await startRuntime();
    const running = runtime.run(
      `${host} const comm = host.comm.open('there', { hello: 1 }, { metadata: { m: 1 }, buffers: [new Uint8Array([1, 2])] });
       const got = await new Promise(r => comm.onMessage((data, buffers) => r([data, ...buffers[0]])));
       comm.send({ back: true }); comm.close('bye'); let late = ''; try { comm.send(1) } catch (error) { late = error.message } return { value: [got, late] }`,
    );
    await runtime.until(() => runtime.messages.some(({ type }) => type === "comm_open"));
    const open = runtime.messages[0]!;
    expect(open).toMatchObject({
      type: "comm_open",
      id: 1,
      target: "there",
      data: { hello: 1 },
      metadata: { m: 1 },
      buffers: ["AQI="],
    });
    const { commId } = open as { commId: string };
    runtime.client.send({ type: "comm_msg", commId, data: { x: 5 }, buffers: ["Bwg="] });
    const done = await running;
    expect(done.result?.data["text/plain"]).toBe(
      "[\n  [ { x: 5 }, 7, 8 ],\n  'The comm \"there\" is closed; open another one to send on.'\n]",
    );
    expect(runtime.messages.slice(1)).toMatchObject([
      { type: "comm_msg", commId, data: { back: true } },
      { type: "comm_close", commId, data: "bye" },
    ]);
  });

  it("accepts those that the front end opens on a registered target, and closes others", async () => {
    const runtime = await startRuntime();
    await runtime.run(
      `${host} host.comm.register('panel', (comm, data) => { console.log('opened', data.a); comm.onMessage(d => console.log('said', d)); comm.onClose(d => console.log('closed', d)) })`,
    );
    runtime.client.send({
      type: "comm_open",
      commId: "c1",
      target: "panel",
      data: { a: 1 },
      buffers: [],
    });
    runtime.client.send({ type: "comm_msg", commId: "c1", data: "stop", buffers: [] });
    runtime.client.send({ type: "comm_close", commId: "c1", data: "end", buffers: [] });
    runtime.client.send({
      type: "comm_open",
      commId: "c2",
      target: "nobody",
      data: {},
      buffers: [],
    });
    await runtime.run("console.log('later')");
    expect(runtime.text(1)).toBe("opened 1\nsaid stop\nclosed end\n");
    expect(runtime.text(2)).toBe("later\n");
    expect(runtime.messages).toContainEqual(
      expect.objectContaining({ type: "comm_close", commId: "c2" }),
    );
  });
});
