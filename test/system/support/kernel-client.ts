/**
 * A small Jupyter client for tests: starts the built kernel and talks to it over real sockets.
 *
 * ```ts
 * await using kernel = await startKernel();
 * const run = await kernel.execute("console.log('a'); 1 + 1");
 * run.status;                       // "ok"
 * run.stdout;                       // "a\n"
 * run.result?.["text/plain"];       // "2"
 *
 * const busy = kernel.start("while (true) {}");
 * await busy.started;               // execute_input came
 * await kernel.interrupt();
 * (await busy.done).error?.ename;   // "Interrupted"
 * ```
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { curveKeyPair, Dealer, Request, Subscriber } from "zeromq";
import { onFreePorts } from "../../../cli/support/free-ports.ts";
import { NODE_FLAGS } from "../../../kernel/install/kernelspec.ts";
import { Codec, type WireFrame } from "../../../kernel/wire/codec.ts";
import type { JsonObject, Message } from "../../../kernel/wire/message.ts";
import { Signer } from "../../../kernel/wire/signature.ts";
import { root } from "./run.ts";

export interface KernelOptions {
  /** The kernel's folder, a notebook's. Default: a new empty one, removed at the end. */
  cwd?: string;
  /** Added to the environment of the kernel. */
  env?: NodeJS.ProcessEnv;
  /** The command before the connection file. Default: the built kernel, `node dist/kernel/entry.js`. */
  command?: string[];
  /** Encrypt the sockets by CurveZMQ. Default false. */
  encrypt?: boolean;
  /** Put the kernel at the head of a process group of its own, as Jupyter does. Default false. */
  ownGroup?: boolean;
}

export interface ExecuteOptions {
  silent?: boolean;
  storeHistory?: boolean;
  stopOnError?: boolean;
  userExpressions?: Record<string, string>;
  /** Answers questions, or leaves them open by undefined; without it `allow_stdin` is false. */
  onInput?: (prompt: string, question: Message) => string | undefined;
  metadata?: JsonObject;
  /** The subshell to run in. Default: the main shell. */
  subshell?: string;
}

/** What became of one cell. */
export interface Run {
  status: "ok" | "error" | "aborted";
  /** Content of the execute_reply. */
  reply: JsonObject;
  /** All that was published for this cell, in order, without status and execute_input. */
  outputs: Message[];
  /** The same with status and execute_input. */
  messages: Message[];
  stdout: string;
  stderr: string;
  /** The MIME bundle of the execute_result, if there was one. */
  result: Record<string, unknown> | undefined;
  error: { ename: string; evalue: string; traceback: string[] } | undefined;
}

/** A cell on its way. */
export interface Running {
  /** The request's msg_id. */
  id: string;
  /** Resolves when the cell had its turn (its execute_input came). */
  started: Promise<void>;
  /** Resolves with the first published message that satisfies `wanted`, past or to come. */
  message(wanted: (message: Message) => boolean): Promise<Message>;
  /** Resolves when both the reply and idle are there. */
  done: Promise<Run>;
}

type RequestChannel = "shell" | "control";

/** Starts a kernel and waits until it answers and its publications are heard. */
export function startKernel(options: KernelOptions = {}): Promise<KernelClient> {
  return onFreePorts((ports) => startOn(ports, options));
}

async function startOn(ports: number[], options: KernelOptions): Promise<KernelClient> {
  const folder = await mkdtemp(join(tmpdir(), "tunebook-kernel-"));
  const [shell, control, stdin, iopub, heartbeat] = ports;
  const connection = {
    transport: "tcp",
    ip: "127.0.0.1",
    key: "test-key",
    signature_scheme: "hmac-sha256",
    shell_port: shell,
    control_port: control,
    stdin_port: stdin,
    iopub_port: iopub,
    hb_port: heartbeat,
    ...(options.encrypt ? curveFields() : {}),
  };
  const file = join(folder, "connection.json");
  await writeFile(file, JSON.stringify(connection));
  const [program, ...args] = options.command ?? [
    process.execPath,
    ...NODE_FLAGS,
    join(root, "dist", "kernel", "entry.js"),
  ];
  const child = spawn(program as string, [...args, file], {
    cwd: options.cwd ?? folder,
    // What tests type is nobody's history.
    env: { ...process.env, TUNEBOOK_HISTORY: "off", ...options.env },
    stdio: ["ignore", "ignore", "pipe"],
    detached: options.ownGroup ?? false,
  });
  const client = new KernelClient(child, connection, folder);
  try {
    await client.ready();
  } catch (error) {
    await client[Symbol.asyncDispose]();
    throw error;
  }
  return client;
}

/** What a connection file holds where the sockets are to be encrypted. */
function curveFields() {
  const { publicKey, secretKey } = curveKeyPair();
  return { curve_publickey: publicKey, curve_secretkey: secretKey };
}

export class KernelClient {
  readonly process: ChildProcess;
  /** What the kernel wrote to its log (standard error). */
  log = "";
  /** Everything published, in order. */
  readonly published: Message[] = [];

  readonly connection: Readonly<Record<string, string | number | undefined>>;
  /** Encodes and decodes as this client does; for tests that send bad messages by hand. */
  readonly codec: Codec;
  readonly #folder: string;
  readonly #sockets: { shell: Dealer; control: Dealer; stdin: Dealer; iopub: Subscriber };
  readonly #listeners = new Set<(channel: string, message: Message) => void>();
  readonly #sends = {
    shell: Promise.resolve(),
    control: Promise.resolve(),
    stdin: Promise.resolve(),
  };

  constructor(
    child: ChildProcess,
    connection: KernelClient["connection"],
    folder: string,
    name = "test",
  ) {
    this.process = child;
    this.connection = connection;
    this.#folder = folder;
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.log += text));
    this.codec = new Codec(new Signer(connection["key"] as string, "hmac-sha256"));
    const routingId = `${name}-${process.pid}-${child.pid}`;
    this.#sockets = {
      shell: new Dealer({ routingId, linger: 0 }),
      control: new Dealer({ routingId, linger: 0 }),
      stdin: new Dealer({ routingId, linger: 0 }),
      iopub: new Subscriber({ receiveHighWaterMark: 0, linger: 0 }),
    };
    this.#sockets.iopub.subscribe("");
    for (const [channel, socket] of Object.entries(this.#sockets)) {
      this.#encrypt(socket);
      socket.connect(this.address(channel));
      void this.#read(channel, socket);
    }
  }

  get pid(): number {
    return this.process.pid as number;
  }

  /** The address of one of the kernel's sockets: "shell", "control", "stdin", "iopub" or "hb". */
  address(name: string): string {
    return `tcp://${this.connection["ip"]}:${this.connection[`${name}_port`]}`;
  }

  /** Runs a cell to its end. */
  async execute(code: string, options: ExecuteOptions = {}): Promise<Run> {
    return this.start(code, options).done;
  }

  /** Sends a cell without waiting. Its content may be changed by `override`, to send a bad one. */
  start(code: string, options: ExecuteOptions = {}, override: JsonObject = {}): Running {
    const content = {
      code,
      silent: options.silent ?? false,
      store_history: options.storeHistory ?? true,
      user_expressions: options.userExpressions ?? {},
      allow_stdin: options.onInput !== undefined,
      stop_on_error: options.stopOnError ?? true,
      ...override,
    };
    const request = this.codec.compose("execute_request", content, {}, options);
    if (options.subshell !== undefined) request.header.subshell_id = options.subshell;
    const id = request.header.msg_id;
    const messages: Message[] = [];
    const started = this.next((channel, { header, parent }) => {
      const idle = channel === "shell" || header.msg_type === "execute_input";
      return parent.msg_id === id && idle;
    }).then(() => {});
    const done = new Promise<Run>((resolve) => {
      let reply: JsonObject | undefined;
      let idle = false;
      const listener = (channel: string, message: Message) => {
        if (message.parent.msg_id !== id) return;
        if (channel === "stdin") {
          const value = options.onInput?.(String(message.content["prompt"]), message);
          if (value !== undefined) this.answer(value, message.header);
          return;
        }
        if (channel === "shell") reply = message.content;
        if (channel === "iopub") {
          messages.push(message);
          idle ||= message.content["execution_state"] === "idle";
        }
        if (!reply || !idle) return;
        this.#listeners.delete(listener);
        resolve(summarize(reply, messages));
      };
      this.#listeners.add(listener);
    });
    void this.sendFrames("shell", this.codec.encode([], request));
    return {
      id,
      started,
      done,
      message: async (wanted) =>
        messages.find(wanted) ??
        (await this.next(
          (channel, message) =>
            channel === "iopub" && message.parent.msg_id === id && wanted(message),
        )),
    };
  }

  /** Sends any request and resolves with its reply. */
  async request(
    type: string,
    content: JsonObject = {},
    channel: RequestChannel = "shell",
    subshell?: string,
  ): Promise<Message> {
    const message = this.codec.compose(type, content, {});
    if (subshell !== undefined) message.header.subshell_id = subshell;
    const reply = this.next(
      (from, { parent }) => from === channel && parent.msg_id === message.header.msg_id,
    );
    await this.sendFrames(channel, this.codec.encode([], message));
    return reply;
  }

  /** Sends any message that has no reply, such as `comm_msg`; resolves with its msg_id. */
  async send(
    type: string,
    content: JsonObject,
    buffers: Uint8Array[] = [],
    channel: RequestChannel = "shell",
    subshell?: string,
  ): Promise<string> {
    const message = this.codec.compose(type, content, {}, { buffers });
    if (subshell !== undefined) message.header.subshell_id = subshell;
    await this.sendFrames(channel, this.codec.encode([], message));
    return message.header.msg_id;
  }

  /** A new subshell; resolves with its id. */
  async createSubshell(): Promise<string> {
    const { content } = await this.request("create_subshell_request", {}, "control");
    return content["subshell_id"] as string;
  }

  /** Sends an input_reply; `parent` is the question, where the front end says so. */
  answer(value: unknown, parent: Message["parent"] = {}): void {
    const reply = this.codec.compose("input_reply", { value }, parent);
    void this.sendFrames("stdin", this.codec.encode([], reply));
  }

  /** A further front end of the same kernel. */
  async join(name: string): Promise<KernelClient> {
    const other = new KernelClient(this.process, this.connection, this.#folder, name);
    await other.ready();
    return other;
  }

  /** Goes away without a word, as a browser tab does; the kernel stays. */
  leave(): void {
    for (const socket of Object.values(this.#sockets)) socket.close();
  }

  /** Sends bytes as they are. */
  sendFrames(channel: RequestChannel | "stdin", frames: WireFrame[]): Promise<void> {
    this.#sends[channel] = this.#sends[channel].then(() => this.#sockets[channel].send(frames));
    return this.#sends[channel];
  }

  /** The next message that satisfies `wanted`, on any channel: "shell", "control", "stdin", "iopub". */
  next(wanted: (channel: string, message: Message) => boolean): Promise<Message> {
    return new Promise((resolve) => {
      const listener = (channel: string, message: Message) => {
        if (!wanted(channel, message)) return;
        this.#listeners.delete(listener);
        resolve(message);
      };
      this.#listeners.add(listener);
    });
  }

  /** The next idle of the request with this id. */
  async idle(id: string): Promise<void> {
    await this.next(
      (channel, { parent, content }) =>
        channel === "iopub" && parent.msg_id === id && content["execution_state"] === "idle",
    );
  }

  /** Stop, as the button does it; resolves when the kernel acknowledged. */
  async interrupt(): Promise<void> {
    await this.request("interrupt_request", {}, "control");
  }

  /** Sends a heartbeat and resolves when it came back. */
  async heartbeat(): Promise<void> {
    const socket = new Request({ linger: 0 });
    this.#encrypt(socket);
    socket.connect(this.address("hb"));
    await socket.send("ping");
    await socket.receive();
    socket.close();
  }

  /** Waits until a kernel_info is answered on shell and heard on iopub. */
  async ready(): Promise<void> {
    const exit = once(this.process, "exit").then(() => {
      throw new Error(`The kernel ended before it was ready. Its log:\n${this.log}`);
    });
    exit.catch(() => {});
    // A subscription takes effect some time after connecting: ask until an answer is heard.
    while (this.published.length === 0) {
      await Promise.race([this.request("kernel_info_request"), exit]);
    }
  }

  /** Resolves with the exit code when the process has ended. */
  async exited(): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      await once(this.process, "exit");
    }
    return this.process.exitCode;
  }

  /** Ends the kernel the way a front end does; resolves with its exit code. */
  async shutdown(): Promise<number | null> {
    await this.request("shutdown_request", { restart: false }, "control");
    return this.exited();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const hard = setTimeout(() => this.process.kill("SIGKILL"), 30_000);
      // One that is ended by force answers no more.
      await Promise.race([this.shutdown(), this.exited()]);
      clearTimeout(hard);
    }
    this.leave();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 10 });
  }

  #encrypt(socket: Dealer | Subscriber | Request): void {
    const { curve_publickey: publicKey, curve_secretkey: secretKey } = this.connection;
    if (typeof publicKey !== "string" || typeof secretKey !== "string") return;
    Object.assign(socket, {
      curveServerKey: publicKey,
      curvePublicKey: publicKey,
      curveSecretKey: secretKey,
    });
  }

  async #read(name: string, socket: Dealer | Subscriber): Promise<void> {
    for await (const frames of socket as AsyncIterable<Buffer[]>) {
      const { message } = this.codec.decode(frames);
      if (name === "iopub") this.published.push(message);
      for (const listener of this.#listeners) listener(name, message);
    }
  }
}

function summarize(reply: JsonObject, messages: Message[]): Run {
  const outputs = messages.filter(
    ({ header }) => header.msg_type !== "status" && header.msg_type !== "execute_input",
  );
  const contents = (type: string) =>
    outputs.filter(({ header }) => header.msg_type === type).map(({ content }) => content);
  const text = (name: string) =>
    contents("stream")
      .filter((content) => content["name"] === name)
      .map((content) => content["text"])
      .join("");
  return {
    status: reply["status"] as Run["status"],
    reply,
    outputs,
    messages,
    stdout: text("stdout"),
    stderr: text("stderr"),
    result: contents("execute_result")[0]?.["data"] as Run["result"],
    error: contents("error")[0] as unknown as Run["error"],
  };
}
