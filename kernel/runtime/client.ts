/** The kernel process's side of the runtime: starts the child, talks to it, and replaces it when it dies. */
import type { ChildProcess } from "node:child_process";
import type { Duplex, Readable, Writable } from "node:stream";
import { Arrival } from "./arrival.ts";
import { Deliveries } from "./deliveries.ts";
import {
  RuntimeDiedError,
  type RuntimeDeath,
  describeDeath,
  describeFailedStart,
} from "./death.ts";
import type { Answers, Question } from "./magic-protocol.ts";
import { BlockingInput } from "./blocking-input.ts";
import { controlLine } from "./interrupt-hook.ts";
import type { CommCommand, ExecuteCommand, FromRuntime, ToRuntime } from "./protocol.ts";
import { Questions } from "./questions.ts";
import { DebugPort } from "./debug/port.ts";
import { isRunning } from "../spawned.ts";
import { spawnRuntime } from "./spawn.ts";
import { Stopper } from "./stopper.ts";

export { RuntimeDiedError, type RuntimeDeath } from "./death.ts";

/** How a cell ended. */
export type Done = Extract<FromRuntime, { type: "done" }>;

/** What a runtime sends besides the end of cells, in the order in which it happened. */
export type OutputMessage = Extract<
  FromRuntime,
  {
    type:
      | "stream"
      | "display"
      | "clear"
      | "error"
      | "input_request"
      | "comm_open"
      | "comm_msg"
      | "comm_close"
      | "magic";
  }
>;

/** Takes an output; with `bulk`, the JSON of its text or its bundle, where that is long and there already. */
export type OutputListener = (message: OutputMessage, bulk?: Uint8Array) => void;

export interface RuntimeClientOptions {
  /** The notebook's folder, in which cells run. */
  cwd: string;
  /** The runtime's environment. Default: this process's. */
  env?: NodeJS.ProcessEnv;
  /** The first runtime's process, where it was started already: by {@link spawnRuntime}, in `cwd`. */
  spawned?: ChildProcess;
}

/** Printed text is gathered this long, in milliseconds, so that a loop of prints is few messages. */
const COALESCE = 8;
/** Characters of printed text that are gathered no longer. */
const LONG_TEXT = 2 ** 16;
/** A runtime that is told to end may take this long for its exit handlers. */
const FAREWELL = 300;
/** After the process ended, its pipes are read this long; a grandchild may hold them open. */
const DRAIN = 200;
/** A runtime that ends this often before it is ready is not started again. */
const FAILED_STARTS = 3;

/** What becomes of a cell whose runtime was closed by request. */
const CLOSED: RuntimeDeath = { code: null, signal: null, message: "The runtime was closed." };

interface Waiting {
  resolve: (done: Done) => void;
  reject: (error: Error) => void;
}

/** Runs cells in a process of their own. */
export class RuntimeClient {
  readonly #options: RuntimeClientOptions;
  readonly #outputs: OutputListener[] = [];
  readonly #deaths: ((death: RuntimeDeath) => void)[] = [];
  readonly #waiting = new Map<number, Waiting>();
  readonly #deliveries = new Deliveries();
  readonly #questions = new Questions();
  #spawned: ChildProcess | undefined;
  #child: ChildProcess | undefined;
  #ready: Promise<void> | undefined;
  #isReady = false;
  #closing = false;
  #failedStarts = 0;
  #lastId = 0;
  #renderer = false;
  #text: { id: number; name: "stdout" | "stderr"; parts: string[]; length: number } | undefined;
  #textTimer: NodeJS.Timeout | undefined;
  readonly #stopper: Stopper;
  #input = new BlockingInput(() => {});
  #debugPort: { control: Duplex; port: DebugPort } | undefined;

  constructor(options: RuntimeClientOptions) {
    this.#options = options;
    this.#spawned = options.spawned;
    this.#stopper = new Stopper({
      ask: (stop, ids) => this.send({ type: "abort", stop, ids }),
      force: (stop, force) => {
        const control = this.#child?.stdio[4] as Writable | undefined;
        control?.write(controlLine(stop, force));
      },
      isRunning: (id) => this.#waiting.has(id),
      tell: (id, text) => this.#print(id, "stderr", text),
      pid: () => this.pid,
    });
  }

  /** Starts the runtime; resolves when it can run cells. */
  start(): Promise<void> {
    this.#closing = false;
    return (this.#ready ??= this.#spawn());
  }

  /** The runtime's process id; undefined while none runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /**
   * Runs a cell; resolves when it ended, also if it threw.
   * @throws {RuntimeDiedError} if the runtime ended before the cell did.
   */
  async execute(cell: Omit<ExecuteCommand, "type">): Promise<Done> {
    if (!this.#isReady) await this.start();
    if (this.#child === undefined) throw new RuntimeDiedError(CLOSED);
    return new Promise((resolve, reject) => {
      this.#lastId = cell.id;
      this.#waiting.set(cell.id, { resolve, reject });
      this.send({ type: "execute", ...cell });
    });
  }

  /** Hands over a comm message; resolves when its listeners have run, or never will. Never rejects. */
  deliver(command: { id: number } & CommCommand): Promise<void> {
    if (!this.#child?.connected) return Promise.resolve();
    const handled = this.#deliveries.opened(command.id);
    this.send(command);
    return handled;
  }

  /** Asks something beside the cells. @throws Error with the runtime's words, or if it ended */
  async ask<About extends Question["about"]>(
    question: Extract<Question, { about: About }>,
  ): Promise<Answers[About]> {
    if (!this.#isReady) await this.start();
    return this.#questions.ask<About>(question, (message) => this.send(message));
  }

  /** Stops what runs: politely first, then by force, until the runtime has taken the abort. */
  interrupt(): void {
    this.#deliveries.interrupt();
    const running = [...this.#waiting.keys()];
    this.#stopper.stop(running.length > 0 ? running : [this.#lastId]);
    for (const id of running) this.#input.stop(id);
  }

  /** Starts the runtime if none runs, and opens the debugger's line to it; the same one for each runtime. */
  async debugPort(): Promise<DebugPort> {
    await this.start();
    const control = this.#child?.stdio[4] as Duplex | undefined;
    if (control === undefined) throw new RuntimeDiedError(CLOSED);
    if (this.#debugPort?.control !== control)
      this.#debugPort = { control, port: new DebugPort(control) };
    return this.#debugPort.port;
  }

  /** Sends a message; dropped while no runtime is there. */
  send(message: ToRuntime): void {
    if (message.type === "frontend") this.#renderer = message.renderer;
    if (message.type === "input_reply") {
      const { type: _type, ...answer } = message;
      if (this.#input.answer(answer)) return;
    }
    if (this.#child?.connected) this.#child.send(message, () => {});
  }

  /** Calls `listener` with each output, in the order in which a cell made them, before its `execute` resolves. */
  onMessage(listener: OutputListener): void {
    this.#outputs.push(listener);
  }

  /** Calls `listener` when the runtime ended by itself, also between cells; a new one starts by itself. */
  onDied(listener: (death: RuntimeDeath) => void): void {
    this.#deaths.push(listener);
  }

  /** Ends the runtime and starts a fresh one. What was running is rejected. */
  async restart(): Promise<void> {
    await this.close();
    await this.start();
  }

  /** Ends the runtime for good. */
  async close(): Promise<void> {
    this.#closing = true;
    const child = this.#child;
    if (child === undefined) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    this.send({ type: "shutdown" });
    // From here on this process's end is no news.
    this.#forget(child);
    this.#rejectAll(CLOSED);
    // Without an id, since it never started, Node 24 would signal this process's whole group.
    const force = setTimeout(() => child.pid !== undefined && child.kill("SIGKILL"), FAREWELL);
    await gone;
    clearTimeout(force);
  }

  #spawn(): Promise<void> {
    const { cwd, env } = this.#options;
    const child = isRunning(this.#spawned) ? this.#spawned : spawnRuntime(cwd, env);
    this.#spawned = undefined;
    this.#child = child;
    return new Promise((resolve, reject) => {
      let ready = false;
      let printed = "";
      // What a process that outlives this runtime prints later is never a later cell's.
      let latest: number | undefined;
      child.once("exit", () => (latest = this.#lastId));
      const arrival = new Arrival(
        (message, bulk) => {
          if (message.type === "ready") {
            ready = true;
            this.#isReady = true;
            this.#failedStarts = 0;
            if (this.#renderer) this.send({ type: "frontend", renderer: true });
            resolve();
          } else this.#receive(message, bulk);
        },
        (name, text, id) => {
          if (ready) this.#print(id ?? latest ?? this.#lastId, name, text);
          else printed += text;
        },
      );
      const [, stdout, stderr, channel, control, answers] = child.stdio as unknown as (Readable &
        Writable)[];
      channel!.on("data", (bytes: Buffer) => arrival.channel(bytes));
      stdout!.on("data", (bytes: Buffer) => arrival.raw(1, bytes));
      stderr!.on("data", (bytes: Buffer) => arrival.raw(2, bytes));
      this.#input = new BlockingInput((line) => answers!.write(line));
      for (const stream of [stdout, stderr, channel, control, answers])
        stream!.on("error", () => {});

      const drained = new Promise((done) => child.once("close", done));
      const ended = async (code: number | null, signal: string | null, why = "") => {
        if (this.#child !== child) return;
        this.#forget(child);
        await Promise.race([drained, new Promise((done) => setTimeout(done, DRAIN))]);
        arrival.end();
        const death = ready
          ? describeDeath(code, signal, arrival.heapReport)
          : describeFailedStart(code, signal, printed);
        if (why !== "") death.message = why;
        if (!ready) reject(new RuntimeDiedError(death));
        this.#died(death, ready);
      };
      child.once("exit", (code, signal) => void ended(code, signal));
      child.once("error", (error) => {
        const where = this.#options.cwd;
        const why = `The process that runs the cells could not be started in ${where}: ${error.message}`;
        if (child.pid === undefined) void ended(null, null, why);
      });
    });
  }

  #forget(child: ChildProcess): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#ready = undefined;
    this.#isReady = false;
    this.#stopper.forget();
  }

  #died(death: RuntimeDeath, wasReady: boolean): void {
    if (this.#closing) return;
    if (!wasReady) this.#failedStarts++;
    // The next one starts at once; after several failed starts only when a cell is run.
    if (this.#failedStarts < FAILED_STARTS) this.start().catch(() => {});
    this.#rejectAll(death);
    for (const listener of this.#deaths) listener(death);
  }

  #rejectAll(death: RuntimeDeath): void {
    this.#flush();
    this.#deliveries.end();
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#questions.fail(new RuntimeDiedError(death));
    for (const { reject } of waiting) reject(new RuntimeDiedError(death));
  }

  #receive(message: FromRuntime, bulk?: Uint8Array): void {
    switch (message.type) {
      case "stream":
        if (bulk !== undefined && message.text.length >= LONG_TEXT) break;
        return this.#print(message.id, message.name, message.text);
      case "comm_handled":
        this.#flush();
        return this.#deliveries.handled(message.id);
      case "aborting":
        this.#deliveries.stopped();
        return this.#stopper.taken(message.stop);
      case "done": {
        this.#flush();
        const waiting = this.#waiting.get(message.id);
        this.#waiting.delete(message.id);
        this.#input.ended(message.id);
        // What Stop made it wait for no longer may have failed: then Stop is why.
        if (message.error && this.#stopper.isStopping(message.id)) message.interrupted = true;
        this.#stopper.ended();
        return waiting?.resolve(message);
      }
      case "waiting":
        return this.#stopper.waits(message.forChild);
      case "answer":
        return this.#questions.answered(message);
      case "input_request":
        if (message.blocking && !this.#input.asked(message.question, message.id)) return;
        this.#flush();
        return this.#publish(message);
      case "ready":
      case "marker":
        return;
    }
    this.#flush();
    this.#publish(message, bulk);
  }

  #print(id: number, name: "stdout" | "stderr", text: string): void {
    if (this.#text && (this.#text.id !== id || this.#text.name !== name)) this.#flush();
    this.#text ??= { id, name, parts: [], length: 0 };
    this.#text.parts.push(text);
    this.#text.length += text.length;
    if (this.#text.length >= LONG_TEXT) return this.#flush();
    this.#textTimer ??= setTimeout(() => this.#flush(), COALESCE);
  }

  #flush(): void {
    clearTimeout(this.#textTimer);
    this.#textTimer = undefined;
    const text = this.#text;
    if (text === undefined) return;
    this.#text = undefined;
    this.#publish({ type: "stream", id: text.id, name: text.name, text: text.parts.join("") });
  }

  #publish(message: OutputMessage, bulk?: Uint8Array): void {
    for (const listener of this.#outputs) listener(message, bulk);
  }
}
