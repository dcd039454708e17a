/** Worker threads: what they print goes to the cell that started them, in the order of all that is shown. */
import { syncBuiltinESMExports } from "node:module";
import { fileURLToPath } from "node:url";
import workerThreads, { receiveMessageOnPort, type MessagePort } from "node:worker_threads";
import { type Cell, outputCell, runIn } from "../cell.ts";
import { printBytes, printText } from "../output.ts";
import { addSource, removeSource, withoutDraining } from "./sources.ts";

const PRELOAD = fileURLToPath(new URL("./worker-preload.cjs", import.meta.url));
/** A worker inherits this process's flags only where it is given none; this one matters to the user. */
const FLAGS = ["--disable-warning=ExperimentalWarning", "--require", PRELOAD];

/** What Node sends from a worker to the main thread (lib/internal/worker/io.js). */
interface Message {
  type: string;
  /** Of a `stdioPayload`: "stdout" or "stderr". */
  stream: string;
  chunks: { chunk: string | Uint8Array; encoding: BufferEncoding }[];
}

/** Patches `Worker` of `node:worker_threads`. */
export function patchWorkers(): void {
  const Native = workerThreads.Worker;

  class Worker extends Native {
    #outputs: WorkerOutputs | undefined;

    constructor(filename: string | URL, options: workerThreads.WorkerOptions = {}) {
      const cell = outputCell();
      super(filename, cell ? withPreload(options) : options);
      if (cell) this.#outputs = WorkerOutputs.of(this, cell, options);
      this.once("exit", () => this.#outputs?.end());
    }

    override emit(event: string | symbol, ...given: unknown[]): boolean {
      // What it printed before it sent a message, failed or ended comes first.
      if (event === "message" || event === "error" || event === "exit") this.#outputs?.drain();
      return (super.emit as (...all: unknown[]) => boolean)(event, ...given);
    }
  }

  workerThreads.Worker = Worker as typeof Native;
  syncBuiltinESMExports();
}

function withPreload(options: workerThreads.WorkerOptions): workerThreads.WorkerOptions {
  if (typeof options !== "object" || options === null) return options;
  return { ...options, execArgv: [...(options.execArgv ?? process.execArgv), ...FLAGS] };
}

/** Takes what a worker has printed from the port on which Node sends it, as it comes or sooner. */
class WorkerOutputs {
  readonly #port: MessagePort;
  readonly #receive: (message: unknown) => void;
  readonly #cell: Cell;
  readonly #own: Record<string, boolean>;

  /** Undefined where this version of Node keeps the port elsewhere: its own way is good, if less prompt. */
  static of(
    worker: workerThreads.Worker,
    cell: Cell,
    options: workerThreads.WorkerOptions,
  ): WorkerOutputs | undefined {
    const port = symbolOf(worker, "kPort");
    const receive = symbolOf(worker, "kOnMessage");
    return port && receive && new WorkerOutputs(worker as never, port, receive, cell, options);
  }

  private constructor(
    worker: Record<symbol, unknown>,
    port: symbol,
    receive: symbol,
    cell: Cell,
    options: workerThreads.WorkerOptions,
  ) {
    this.#port = worker[port] as MessagePort;
    this.#cell = cell;
    this.#own = { stdin: true, stdout: options.stdout === true, stderr: options.stderr === true };
    const original = worker[receive] as (message: unknown) => void;
    this.#receive = (message) => original.call(worker, message);
    Object.defineProperty(worker, receive, {
      value: (message: Message) => this.#take(message) || this.#receive(message),
    });
    addSource(this);
  }

  drain(): void {
    for (;;) {
      const received = receiveMessageOnPort(this.#port) as { message: Message } | undefined;
      if (received === undefined) return;
      const { message } = received;
      // News of the worker: not in the middle of somebody's print.
      if (!this.#take(message)) process.nextTick(() => this.#receive(message));
    }
  }

  end(): void {
    removeSource(this);
  }

  /** Whether it was something printed. */
  #take(message: Message): boolean {
    if (message.type !== "stdioPayload" || this.#own[message.stream]) return false;
    const cell = this.#cell.dead ? this.#cell.afterlife() : this.#cell;
    const print = message.stream === "stderr" ? "stderr" : "stdout";
    withoutDraining(() =>
      runIn(cell, () => {
        for (const { chunk, encoding } of message.chunks) {
          if (typeof chunk !== "string") printBytes(print, chunk);
          else printText(print, chunk, encoding === ("buffer" as string) ? "utf8" : encoding);
        }
      }),
    );
    // Where the worker prints in Node's own way it counts what was taken, and lives on until all was.
    // oxlint-disable-next-line require-post-message-target-origin -- a port, no window
    this.#port.postMessage({ type: "stdioWantsMoreData", stream: message.stream });
    return true;
  }
}

/** A symbol that Node does not give away, found by its description. */
function symbolOf(worker: object, description: string): symbol | undefined {
  for (let owner: object | null = worker; owner; owner = Object.getPrototypeOf(owner) as object) {
    for (const symbol of Object.getOwnPropertySymbols(owner)) {
      if (symbol.description === description) return symbol;
    }
  }
  return undefined;
}
