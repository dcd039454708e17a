// A plain Jupyter client, the same for every kernel that is measured: spawns one from its argv,
// sends requests and times their replies. Nothing of ours is in it.
import { spawn } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { Dealer, Subscriber } from "zeromq";

const CHANNELS = ["shell", "iopub", "stdin", "control", "hb"];
/** Milliseconds that a request may take unless told otherwise. */
const PATIENCE = 30_000;

/** Ports that nobody uses, below those that outgoing connections are given: else a client that knocks too early meets itself. */
async function freePorts(count) {
  const servers = [];
  while (servers.length < count) {
    const port = 10_000 + Math.floor(Math.random() * 22_000);
    const server = createServer().listen(port, "127.0.0.1");
    const free = await new Promise((done) => {
      server.once("listening", () => done(true)).once("error", () => done(false));
    });
    if (free) servers.push(server);
  }
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/** A process and all that descends from it, as Linux lists them. */
export function processTree(pid) {
  const children = new Map();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (state === "Z") continue;
      children.set(Number(parent), [...(children.get(Number(parent)) ?? []), Number(name)]);
    } catch {
      // It ended meanwhile.
    }
  }
  const tree = [pid];
  for (const one of tree) tree.push(...(children.get(one) ?? []));
  return tree;
}

/** Megabytes of resident memory of a process; 0 once it ended. */
function resident(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
  } catch {
    return 0;
  }
}

/** Whether a process is there and not just waiting to be reaped. */
export function isAlive(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat[stat.lastIndexOf(")") + 2] !== "Z";
  } catch {
    return false;
  }
}

export class Kernel {
  #key = randomUUID();
  #session = randomUUID();
  #waiting = new Map();
  #folder = mkdtempSync(join(tmpdir(), "bench-kernel-"));
  #heard = false;
  /** Called with the type, the content and the parent's id of whatever comes on iopub. */
  onPublished = () => {};

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
    kernel.control = new Dealer({ routingId: kernel.#session });
    kernel.iopub = new Subscriber({ receiveHighWaterMark: 0 });
    kernel.iopub.subscribe();
    // All ask for the port at the same short intervals until the kernel has bound it.
    const sockets = [kernel.shell, kernel.control, kernel.iopub];
    for (const socket of sockets) socket.reconnectInterval = 5;
    kernel.spawned = performance.now();
    const [command, ...args] = argv(file);
    kernel.process = spawn(command, args, {
      cwd: cwd ?? kernel.#folder,
      env: { ...process.env, TUNEBOOK_HISTORY: "off", ...env },
      stdio: "ignore",
    });
    kernel.exited = new Promise((done) => kernel.process.once("exit", done));
    for (const name of ["shell", "control", "iopub"])
      kernel[name].connect(`tcp://127.0.0.1:${connection[`${name}_port`]}`);
    for (const socket of sockets) kernel.#listen(socket);
    return kernel;
  }

  async #listen(socket) {
    const channel = socket === this.iopub ? "iopub" : "reply";
    try {
      for await (const frames of socket) {
        const start = frames.findIndex((frame) => frame.toString() === "<IDS|MSG>");
        const [header, parent, , content] = frames
          .slice(start + 2, start + 6)
          .map((frame) => JSON.parse(frame));
        if (channel === "iopub") {
          this.#heard = true;
          this.onPublished(header.msg_type, content, parent.msg_id);
        }
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
    let answered;
    do {
      await this.request("kernel_info_request", {}, { idle: false });
      answered ??= performance.now() - this.spawned;
      // Some tell nothing on iopub about a kernel_info: then a cell does.
      if (!this.#heard) await this.execute("1");
    } while (!this.#heard);
    return answered;
  }

  /**
   * Sends a request; resolves with its reply, its outputs and the milliseconds to reply and idle.
   * `channel` is "shell" or "control"; with `reply: false` none is awaited; with `until` it is also
   * awaited that the outputs satisfy it, since some kernels send a result after they said idle.
   */
  request(type, content, options = {}) {
    const {
      idle: awaitsIdle = true,
      reply: awaitsReply = true,
      channel: socket = "shell",
      patience = PATIENCE,
      until = () => true,
    } = options;
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
    const answer = new Promise((done, failed) => {
      const late = setTimeout(() => {
        this.#waiting.delete(id);
        const missing = [!reply && awaitsReply && "reply", !idle && awaitsIdle && "idle"];
        const what = missing.filter(Boolean).join(" and no ") || "output";
        failed(new Error(`no ${what} in ${patience / 1000} s`));
      }, patience);
      const outputs = [];
      let reply;
      let idle = false;
      this.#waiting.set(id, (channel, msgType, body) => {
        if (channel === "reply") reply = body;
        else if (msgType === "status") idle ||= body.execution_state === "idle";
        else outputs.push({ type: msgType, content: body });
        if ((awaitsReply && !reply) || (awaitsIdle && !idle)) return;
        if (reply?.status !== "error" && !until(outputs)) return;
        this.#waiting.delete(id);
        clearTimeout(late);
        done({ id, reply, outputs, ms: performance.now() - begun });
      });
      this[socket].send(["<IDS|MSG>", hmac.digest("hex"), ...frames]).catch(failed);
    });
    // Its failure is told where it is awaited.
    answer.catch(() => {});
    return Object.assign(answer, { id });
  }

  execute(code, options) {
    const content = {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    };
    return this.request("execute_request", content, options);
  }

  /** Megabytes of resident memory of the kernel's processes together. */
  memory() {
    return processTree(this.process.pid).reduce((sum, pid) => sum + resident(pid), 0);
  }

  /** Ends all of the kernel's processes. */
  async stop() {
    for (const pid of processTree(this.process.pid).toReversed()) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended.
      }
    }
    await this.exited;
    for (const socket of [this.shell, this.control, this.iopub]) socket.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** What a cell printed and showed, as text. */
export const printed = ({ outputs }) =>
  outputs
    .map(({ type, content }) =>
      type === "stream" ? content.text : (content.data?.["text/plain"] ?? ""),
    )
    .join("");
