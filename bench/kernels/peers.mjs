// The kernels that are measured: how each is installed (into `.cache/`, where npm has it), started and
// stopped, and how each says in its own language what a task asks for. Left out: what it cannot do.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { ensureDeno } from "../../scripts/setup/deno.mjs";
import { NODE_FLAGS } from "../../dist/kernel/install/kernelspec.js";
import { root } from "../support/report.mjs";

const node = process.execPath;
const python = process.env.TUNEBOOK_PYTHON ?? join(root, ".python", "bin", "python");

/** IJavascript's own ZeroMQ is built from source: it needs a compiler and libzmq3-dev. */
function ensureIJavascript() {
  const folder = join(root, ".cache", "ijavascript");
  const main = join(folder, "node_modules", "ijavascript", "lib", "kernel.js");
  if (!existsSync(main)) {
    mkdirSync(folder, { recursive: true });
    const args = ["install", "--prefix", folder, "--no-audit", "--no-fund", "ijavascript@5.2.1"];
    const env = { ...process.env, npm_config_zmq_external: "true" };
    spawnSync("npm", args, { cwd: folder, env, stdio: "inherit" });
  }
  return existsSync(main) ? main : undefined;
}

/** JavaScript that every kernel of that language runs. */
const javascript = {
  print: (text) => `console.log(${JSON.stringify(text)})`,
  lines: (count) => `for (let i = 0; i < ${count}; i++) console.log("line " + i);`,
  write: (bytes) => `void process.stdout.write("x".repeat(${bytes}));`,
  chained: (index) =>
    index === 0
      ? `const v0 = 0; function f0(x) { return x + v0; }\nconsole.log(f0(1))`
      : `const v${index} = v${index - 1} + 1; function f${index}(x) { return f${index - 1 - ((index * 7) % Math.min(index, 20))}(x) + v${index}; }\nconsole.log(v${index})`,
  loop: (ms) => `for (const end = Date.now() + ${ms}; Date.now() < end; );`,
  forever: `while (true) {}`,
  forget: (name) => `let ${name} = 41;`,
  recall: (name) => `console.log(${name} + 1)`,
  arithmetic: `let s = 0;\nfor (let i = 0; i < 3e6; i++) s += i % 7;\nconsole.log(s)`,
  sample: {
    setup: `const someRecord = { firstField: 1, secondField: 2 };`,
    code: `someRecord.`,
    member: "firstField",
  },
  inspected: {
    setup: `function greet(person) { return "hello " + person; }`,
    code: `greet`,
    says: "greet",
  },
};
const asynchronous = {
  sleeping: `await new Promise((done) => setTimeout(done, 60000))`,
  pending: `const many = Array.from({ length: 10000 }, () => new Promise((done) => setTimeout(done, 60000)));\nawait Promise.all(many)`,
  heavy: `import * as tf from "@tensorflow/tfjs";\nconsole.log(typeof tf.tensor)`,
};
/** A page of 50 kB that is drawn anew again and again. */
const page = `const filler = "y".repeat(50000);`;

export const peers = {
  Tunebook: {
    // With the flags that its kernelspec has.
    argv: (file) => [
      node,
      ...NODE_FLAGS,
      join(root, "dist/cli/main.js"),
      "kernel",
      "--connection-file",
      file,
    ],
    interrupt: "message",
    ...javascript,
    ...asynchronous,
    updates: (count) =>
      `${page}\nconst host = (globalThis as any)[Symbol.for("tunebook.host")];\nhost.display({ "text/html": filler }, { id: "p" });\nfor (let i = 1; i <= ${count}; i++) { host.display({ "text/html": i + filler }, { id: "p", update: true }); if (i % 50 === 0) await new Promise(setImmediate); }`,
    echo: `const host2 = (globalThis as any)[Symbol.for("tunebook.host")];\nhost2.comm.register("echo", (comm: any) => comm.onMessage((data: any) => comm.send(data)));`,
    study: `console.log("begun");\nfor (let i = 0; i < 300; i++) { const end = performance.now() + 5; while (performance.now() < end); await new Promise(setImmediate); }`,
  },
  tslab: {
    argv: (file) => [
      node,
      "--experimental-vm-modules",
      join(root, "node_modules/tslab/bin/tslab"),
      "kernel",
      "--config-path",
      file,
    ],
    interrupt: "signal",
    ...javascript,
    ...asynchronous,
    updates: (count) =>
      `${page}\nimport * as tslab from "tslab";\nconst shown = tslab.newDisplay();\nshown.html(filler);\nfor (let i = 1; i <= ${count}; i++) { shown.html(i + filler); if (i % 50 === 0) await new Promise(setImmediate); }`,
  },
  Deno: {
    executable: () => ensureDeno(root),
    argv: (file, deno) => [deno, "jupyter", "--kernel", "--conn", file],
    interrupt: "message",
    ...javascript,
    ...asynchronous,
    heavy: `import * as tf from "npm:@tensorflow/tfjs@4.22.0";\nconsole.log(typeof tf.tensor)`,
    write: (bytes) => `void Deno.stdout.writeSync(new TextEncoder().encode("x".repeat(${bytes})));`,
    updates: (count) =>
      `${page}\nawait Deno.jupyter.broadcast("display_data", { data: { "text/html": filler }, metadata: {}, transient: { display_id: "p" } });\nfor (let i = 1; i <= ${count}; i++) await Deno.jupyter.broadcast("update_display_data", { data: { "text/html": i + filler }, metadata: {}, transient: { display_id: "p" } });`,
  },
  IJavascript: {
    executable: ensureIJavascript,
    argv: (file, main) => [node, main, "--protocol=5.1", "--hide-undefined", file],
    interrupt: "signal",
    ...javascript,
    heavy: `var tf = require("@tensorflow/tfjs");\nconsole.log(typeof tf.tensor)`,
    // What is declared cannot be declared again, and its own function shows it.
    forget: (name) => `var ${name} = 41;`,
    updates: (count) =>
      `${page}\nvar shown = $$.display("p");\nshown.html(filler);\nfor (var i = 1; i <= ${count}; i++) shown.html(i + filler);`,
  },
  ipykernel: {
    executable: () => (existsSync(python) ? python : undefined),
    argv: (file, command) => [command, "-m", "ipykernel_launcher", "-f", file],
    interrupt: "signal",
    print: (text) => `print(${JSON.stringify(text)})`,
    lines: (count) => `for i in range(${count}): print("line", i)`,
    write: (bytes) => `import sys\n_ = sys.stdout.write("x" * ${bytes})`,
    chained: (index) =>
      index === 0
        ? `v0 = 0\ndef f0(x): return x + v0\nprint(f0(1))`
        : `v${index} = v${index - 1} + 1\ndef f${index}(x): return f${index - 1 - ((index * 7) % Math.min(index, 20))}(x) + v${index}\nprint(v${index})`,
    loop: (ms) => `import time\nend = time.time() + ${ms / 1000}\nwhile time.time() < end: pass`,
    forever: `while True: pass`,
    forget: (name) => `${name} = 41`,
    recall: (name) => `print(${name} + 1)`,
    arithmetic: `s = 0\nfor i in range(3000000): s += i % 7\nprint(s)`,
    sample: {
      setup: `class Record:\n  def __init__(self): self.firstField = 1\nsomeRecord = Record()`,
      code: `someRecord.`,
      member: "firstField",
    },
    inspected: {
      setup: `def greet(person): return "hello " + person`,
      code: `greet`,
      says: "greet",
    },
    sleeping: `import asyncio\nawait asyncio.sleep(60)`,
    pending: `import asyncio\nawait asyncio.gather(*[asyncio.sleep(60) for _ in range(10000)])`,
    updates: (count) =>
      `from IPython.display import display, update_display\nfiller = "y" * 50000\ndisplay({"text/html": filler}, raw=True, display_id="p")\nfor i in range(1, ${count} + 1): update_display({"text/html": str(i) + filler}, raw=True, display_id="p")`,
    echo: `def accept(comm, message):\n  @comm.on_msg\n  def _(message): comm.send(message["content"]["data"])\nget_ipython().kernel.comm_manager.register_target("echo", accept)`,
    study: `import asyncio, time\nprint("begun")\nfor i in range(300):\n  end = time.perf_counter() + 0.005\n  while time.perf_counter() < end: pass\n  await asyncio.sleep(0)`,
  },
};
