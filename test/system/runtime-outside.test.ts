/** Output that does not come from a cell's own thread, or not by its streams: whose it is, and where it stands. */
import { describe, expect, it } from "vitest";
import { startRuntime, type TestRuntime, write } from "./runtime-support/runtime.ts";

/** All that execution `id` showed, in order: text as it is, a display as `<text>`. */
function shown(runtime: TestRuntime, id: number): string {
  return runtime.messages
    .map((message) => {
      if (!("id" in message) || message.id !== id) return "";
      if (message.type === "stream") return message.text;
      return message.type === "display" ? `<${String(message.data["text/plain"])}>` : "";
    })
    .join("");
}

const host = "const host = globalThis[Symbol.for('tunebook.host')];";
const spawn = "const { spawn, fork } = require('node:child_process');";
const workers = "const { Worker } = require('node:worker_threads');";
/** A child process that prints a line for each line that it is given, and ends with its input. */
const echo = `['-e', 'process.stdin.on("data", (d) => process.stdout.write("child " + d))']`;

describe("a child process with inherited output", () => {
  it("prints in its own cell after that has ended and others run", async () => {
    const runtime = await startRuntime();
    await runtime.run(
      `${spawn} $box('child').v = spawn(process.execPath, ${echo}, { stdio: ['pipe', 'inherit', 'inherit'] });`,
    );
    await runtime.run("console.log('two')");
    const third = runtime.run(
      "console.log('three'); $box('child').v.stdin.write('late\\n'); await new Promise(r => ($box('go').v = r)); console.log('three again')",
    );
    await runtime.until(() => runtime.text(1) !== "");
    await Promise.all([
      runtime.run(
        "const child = $box('child').v; child.stdin.end('last\\n'); await new Promise(r => child.on('exit', r)); console.log('four'); $box('go').v()",
      ),
      third,
    ]);
    expect(runtime.text(1)).toBe("child late\nchild last\n");
    expect(runtime.text(2)).toBe("two\n");
    expect(runtime.text(3)).toBe("three\nthree again\n");
    expect(runtime.text(4)).toBe("four\n");
  });

  it("stands where it printed among displays and prints of the cell, though that never waited", async () => {
    const runtime = await startRuntime();
    // The child says on a file that it has printed; the cell's thread looks there, and never gives way.
    await runtime.run(
      `${host} ${spawn} const fs = require('node:fs');
       const ask = 'i => { require("node:fs").writeSync(1, "child " + i + "\\\\n"); require("node:fs").writeFileSync("did" + i, ""); }';
       spawn(process.execPath, ['-e', 'const say = ' + ask + '; for (let i = 0; i < 5; i++) { say(i); while (!require("node:fs").existsSync("go" + i)); }'], { stdio: 'inherit' });
       for (let i = 0; i < 5; i++) {
         while (!fs.existsSync('did' + i));
         if (i % 2) host.display({ 'text/plain': 'display ' + i }); else console.log('print ' + i);
         fs.writeFileSync('go' + i, '');
       }`,
    );
    expect(shown(runtime, 1)).toBe(
      "child 0\nprint 0\nchild 1\n<display 1>child 2\nprint 2\nchild 3\n<display 3>child 4\nprint 4\n",
    );
  });

  it("may be forked, is read whole before its exit is told, and is silent when asked to be", async () => {
    const runtime = await startRuntime();
    const done = await runtime.run(
      `${spawn} require('node:fs').writeFileSync('child.cjs', 'process.stdout.write("é😀".repeat(50000)); process.stderr.write("err"); process.send("sent")');
       const child = fork('./child.cjs');
       const streams = [child.stdout, child.stderr];
       const message = await new Promise(r => child.on('message', r));
       await new Promise(r => child.on('exit', r));
       console.log('after');
       const silent = fork('./child.cjs', { silent: true });
       let length = 0; silent.stdout.on('data', (bytes) => (length += bytes.length));
       await new Promise(r => silent.on('close', r));
       return { value: [...streams, message, length] }`,
    );
    expect(done.result?.data["text/plain"]).toBe("[ null, null, 'sent', 300000 ]");
    // Compared by hand: the difference of two such texts would be unreadable.
    expect(runtime.text(1) === "é😀".repeat(50000) + "after\n").toBe(true);
    expect(runtime.text(1, "stderr")).toBe("err");
  });

  it("may print to the other stream, and be told so by the stream itself", async () => {
    const runtime = await startRuntime();
    await runtime.run(
      `${spawn} const run = (stdio) => new Promise(r => spawn('sh', ['-c', 'echo out; echo err >&2'], { stdio }).on('close', r));
       await run(['ignore', 2, 'ignore']); await run([process.stdin, 'ignore', process.stdout]);`,
    );
    expect(runtime.text(1)).toBe("err\n");
    expect(runtime.text(1, "stderr")).toBe("out\n");
  });

  // The second one runs until what it printed was shown.
  it.each(["echo late", "echo late; while [ ! -e shown ]; do sleep 0.01; done"])(
    "run synchronously by a late timer prints in the timer's cell: %s",
    async (command) => {
      const runtime = await startRuntime();
      await runtime.run(
        `const { execSync } = require('node:child_process');
         const poll = setInterval(() => {
           if (typeof $box('over').v !== 'function') return;
           clearInterval(poll); execSync('${command}', { stdio: 'inherit' }); $box('over').v();
         }, 1)`,
      );
      const second = runtime.run(
        "await new Promise(r => ($box('over').v = r)); console.log('two')",
      );
      await runtime.until(() => runtime.messages.some(({ type }) => type === "stream"));
      write(runtime, { shown: "" });
      await second;
      expect(runtime.text(1)).toBe("late\n");
      expect(runtime.text(2)).toBe("two\n");
    },
  );
});

describe("a worker thread", () => {
  it("prints before the messages that it sends later, and all of it before its end", async () => {
    const runtime = await startRuntime();
    await runtime.run(
      `${workers} const worker = new Worker(\`
         const { parentPort } = require('node:worker_threads');
         for (let i = 0; i < 200; i++) { console.log('w' + i); process.stderr.write('e'); if (i % 20 === 0) parentPort.postMessage(i) }
         process.stdout.write('no newline', () => process.stdout.write(Buffer.from('é')))\`, { eval: true });
       worker.on('message', (i) => console.log('m' + i));
       await new Promise(r => worker.on('exit', r));
       console.log('|after');`,
    );
    const lines = Array.from({ length: 200 }, (_, i) => `w${i}\n`);
    expect(runtime.text(1).replace(/m\d+\n/g, "")).toBe(`${lines.join("")}no newlineé|after\n`);
    for (let i = 0; i < 200; i += 20) {
      const at = runtime.text(1).indexOf(`m${i}\n`);
      expect(at).toBeGreaterThan(runtime.text(1).indexOf(`w${i}\n`));
    }
    expect(runtime.text(1, "stderr")).toBe("e".repeat(200));
  });

  it("is heard while it computes, and while its cell's thread waits for it", async () => {
    const runtime = await startRuntime();
    await runtime.run(
      `${workers} const flag = new Int32Array(new SharedArrayBuffer(4));
       new Worker(\`const { workerData: flag } = require('node:worker_threads');
         console.log('from the worker'); Atomics.store(flag, 0, 1); Atomics.notify(flag, 0);
         Atomics.wait(flag, 0, 1); console.log('again'); Atomics.store(flag, 0, 3); Atomics.notify(flag, 0)\`, { eval: true, workerData: flag });
       Atomics.wait(flag, 0, 0); console.log('first');
       Atomics.store(flag, 0, 2); Atomics.notify(flag, 0); Atomics.wait(flag, 0, 2); console.log('second');`,
    );
    expect(runtime.text(1)).toBe("from the worker\nfirst\nagain\nsecond\n");
  });

  it("prints in its own cell after several others ran", async () => {
    const runtime = await startRuntime();
    await runtime.run(
      `${workers} const worker = $box('worker').v = new Worker("require('node:worker_threads').parentPort.on('message', (m) => { console.log('worker', m); if (m === 'end') process.exit() })", { eval: true });
       await new Promise(r => worker.on('online', r));`,
    );
    await runtime.run("console.log('two')");
    await runtime.run(
      "$box('worker').v.postMessage('late'); $box('worker').v.postMessage('end'); await new Promise(r => $box('worker').v.on('exit', r)); console.log('three')",
    );
    expect(runtime.text(1)).toBe("worker late\nworker end\n");
    expect(runtime.text(2)).toBe("two\n");
    expect(runtime.text(3)).toBe("three\n");
  });

  it("keeps its own streams where it was asked to, and its options", async () => {
    const runtime = await startRuntime();
    const done = await runtime.run(
      `${workers} const worker = new Worker("console.log(process.execArgv.length, process.argv[2], require('node:worker_threads').workerData)", { eval: true, stdout: true, argv: ['a'], workerData: 5 });
       let text = ''; worker.stdout.setEncoding('utf8').on('data', (t) => (text += t));
       await new Promise(r => worker.on('exit', r));
       return { value: [text, worker instanceof Worker, worker.constructor.name] }`,
    );
    expect(done.result?.data["text/plain"]).toBe("[ '0 a 5\\n', true, 'Worker' ]");
    expect(runtime.text(1)).toBe("");
  });

  it("in a worker thread prints in the same cell", async () => {
    const runtime = await startRuntime();
    await runtime.run(
      `${workers} const inner = "console.log('inner')";
       const outer = new Worker("const { Worker, workerData } = require('node:worker_threads'); console.log('outer'); new Worker(workerData, { eval: true })", { eval: true, workerData: inner });
       await new Promise(r => outer.on('exit', r));`,
    );
    expect(runtime.text(1)).toBe("outer\ninner\n");
  });
});

describe("what is written past the streams", () => {
  it("by node:fs stands among the cell's prints", async () => {
    const runtime = await startRuntime();
    const done = await runtime.run(
      `const fs = require('node:fs'); const made = [];
       console.log('1'); made.push(fs.writeSync(1, '2é\\n')); console.log('3');
       made.push(fs.writeSync(1, Buffer.from('xx4\\nxx'), 2, 2), fs.writeSync(1, Buffer.from('5\\n')), fs.writevSync(1, [Buffer.from('6'), Buffer.from('\\n')]));
       console.log('7'); fs.writeFileSync('/dev/stdout', '8\\n'); fs.appendFileSync(1, '9\\n'); console.log('10');
       made.push(await new Promise((r) => fs.write(1, '11\\n', (error, length) => r(length))));
       made.push((await require('node:util').promisify(fs.write)(2, Buffer.from('error'))).bytesWritten);
       process._rawDebug('%s!', 'raw'); console.log('12');
       fs.createWriteStream(null, { fd: 1, autoClose: false }).end('13\\n', () => $box('over').v()); await new Promise(r => ($box('over').v = r));
       return { value: made }`,
    );
    expect(done.result?.data["text/plain"]).toBe("[ 4, 2, 2, 2, 3, 5 ]");
    expect(runtime.text(1)).toBe(["1", "2é", "3", "4"].concat(numbers(5, 13)).join("\n") + "\n");
    expect(runtime.text(1, "stderr")).toBe("errorraw!\n");
  });

  it("by Node as a warning is shown in the cell", async () => {
    const runtime = await startRuntime();
    await runtime.run("process.emitWarning('be careful'); await new Promise(setImmediate)");
    expect(runtime.text(1, "stderr")).toContain("Warning: be careful");
  });
});

describe("process.stdout", () => {
  it("is no terminal, and what terminals can do is harmless", async () => {
    const runtime = await startRuntime();
    const done = await runtime.run(
      `const { stdout: o } = process; o.clearLine(0); o.cursorTo(0); o.write('50%'); o.moveCursor(2, -1); o.moveCursor(0, 0); o.clearScreenDown(); o.cursorTo(3); o.cursorTo(1, 2);
       require('node:readline').clearLine(o, 1);
       await new Promise(r => o.cursorTo(0, r));
       return { value: [o.isTTY, o.columns, o.hasColors(), o.getColorDepth(), o.getWindowSize(), o.fd, o.writableLength] }`,
    );
    expect(done.result?.data["text/plain"]).toBe("[ false, 80, false, 1, [ 80, 24 ], 1, 0 ]");
    expect(runtime.text(1)).toBe(
      "\u001b[2K\r50%\u001b[2C\u001b[1A\u001b[0J\u001b[4G\u001b[3;2H\u001b[0K\r",
    );
  });

  it("takes pipes and pipelines, is never full and never ends", async () => {
    const runtime = await startRuntime();
    const done = await runtime.run(
      `const { Readable } = require('node:stream'); const { pipeline } = require('node:stream/promises');
       const made = [];
       for (let i = 0; i < 100; i++) made.push(process.stdout.write('x'.repeat(1000)));
       await pipeline(Readable.from(['a', 'b']), process.stdout, { end: false });
       await new Promise(r => Readable.from(['c']).on('end', r).pipe(process.stdout));
       process.stdout.end('d'); process.stdout.write(''); process.stdout.cork(); process.stdout.write('e'); process.stdout.uncork();
       process.stdout.write('\\r\\u001b[31mred\\u001b[0m\\u0000');
       return { value: made.every(Boolean) }`,
    );
    expect(done.error).toBeUndefined();
    expect(done.result?.data["text/plain"]).toBe("true");
    expect(runtime.text(1)).toBe(`${"x".repeat(100_000)}abcde\r\u001b[31mred\u001b[0m\u0000`);
    await runtime.run("console.log('still')");
    expect(runtime.text(2)).toBe("still\n");
  });
});

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => String(from + i));
}
