// A plain Jupyter client, the same for every kernel that is measured: spawns one from its argv,
// sends requests and times their replies. Nothing of ours is in it.
import { spawn } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { Dealer, Subscriber } from "zeromq";

const CHANNELS = ["shell", "iopub", "stdin", "control", "hb"];

async function freePorts(count) {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      return new Promise((done) => {
        const server = createServer().listen(0, "127.0.0.1", () => done(server));
      });
    }),
  );
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

export class Kernel {
  #key = randomUUID();
  #session = randomUUID();
  #waiting = new Map();
  #folder = mkdtempSync(join(tmpdir(), "bench-kernel-"));

  /** Starts a kernel: `argv(connectionFile)` gives its command line. `spawned` is when, in ms. */
  static async start(argv, { cwd, env } = {}) {
    const kernel = new Kernel();
    const ports = await freePorts(CHANNELS.length);
    const connection = {
      transport: "tcp",
      ip: "127.0.0.1",
      signature_scheme: "hmac-sha256",
      key: kernel.#key,
      ...Object.fromEntries(CHANNELS.map((name, index) => [`${name}_port`, ports[index]])),
    };
    const file = join(kernel.#folder, "connection.json");
    writeFileSync(file, JSON.stringify(connection));
    kernel.shell = new Dealer({ routingId: kernel.#session });
    kernel.iopub = new Subscriber();
    kernel.iopub.subscribe();
    // Both ask for the port at the same short intervals until the kernel has bound it.
    for (const socket of [kernel.shell, kernel.iopub]) socket.reconnectInterval = 5;
    kernel.spawned = performance.now();
    const [command, ...args] = argv(file);
    kernel.process = spawn(command, args, {
      cwd: cwd ?? kernel.#folder,
      env: { ...process.env, ...env },
      stdio: "ignore",
    });
    kernel.shell.connect(`tcp://127.0.0.1:${connection.shell_port}`);
    kernel.iopub.connect(`tcp://127.0.0.1:${connection.iopub_port}`);
    kernel.#listen(kernel.shell, "reply");
    kernel.#listen(kernel.iopub, "iopub");
    return kernel;
  }

  async #listen(socket, channel) {
    try {
      for await (const frames of socket) {
        const start = frames.findIndex((frame) => frame.toString() === "<IDS|MSG>");
        const [header, parent, , content] = frames
          .slice(start + 2)
          .map((frame) => JSON.parse(frame));
        this.#waiting.get(parent.msg_id)?.(channel, header.msg_type, content);
      }
    } catch {
      // the socket was closed
    }
  }

  /**
   * Asks until the kernel has answered once, and iopub is heard: what is published before a
   * subscription stands is lost. Returns the milliseconds from its start to its first answer.
   */
  async ready() {
    let heard = false;
    let answered;
    while (!heard) {
      await this.request("kernel_info_request", {}, { idle: false });
      answered ??= performance.now() - this.spawned;
      heard = this.#heard;
    }
    return answered;
  }

  #heard = false;

  /** Sends a request; resolves with its reply, its outputs and the milliseconds to reply and idle. */
  request(type, content, { idle: awaitsIdle = true } = {}) {
    const id = randomUUID();
    const frames = [
      {
        msg_id: id,
        session: this.#session,
        username: "bench",
        date: new Date().toISOString(),
        msg_type: type,
        version: "5.3",
      },
      {},
      {},
      content,
    ].map((part) => JSON.stringify(part));
    const hmac = createHmac("sha256", this.#key);
    for (const frame of frames) hmac.update(frame);
    const begun = performance.now();
    return new Promise((done, failed) => {
      const late = setTimeout(() => {
        this.#waiting.delete(id);
        failed(new Error(`${type} was not answered within 60 s: ${JSON.stringify(content)}`));
      }, 60_000);
      const outputs = [];
      let reply;
      let idle = false;
      this.#waiting.set(id, (channel, msgType, body) => {
        if (channel === "iopub") this.#heard = true;
        if (channel === "reply") reply = body;
        else if (msgType === "status") idle ||= body.execution_state === "idle";
        else outputs.push({ type: msgType, content: body });
        if (!reply || (awaitsIdle && !idle)) return;
        this.#waiting.delete(id);
        clearTimeout(late);
        done({ reply, outputs, ms: performance.now() - begun });
      });
      this.shell.send(["<IDS|MSG>", hmac.digest("hex"), ...frames]).catch(failed);
    });
  }

  execute(code) {
    return this.request("execute_request", {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    });
  }

  async stop() {
    const gone = new Promise((done) => this.process.once("exit", done));
    this.process.kill("SIGKILL");
    await gone;
    this.shell.close();
    this.iopub.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
