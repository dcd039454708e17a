/** The kernel process's end of the debugger's line to one runtime. */
import type { Duplex } from "node:stream";
import { lineReader } from "./lines.ts";

/** The runtime has gone, or refused a command of the inspector's protocol. */
export class DebugPortError extends Error {
  override name = "DebugPortError";
}

interface Answer {
  resolve: (result: never) => void;
  reject: (error: Error) => void;
}

/** Speaks Chrome DevTools Protocol with the main thread of a runtime, through its control thread. */
export class DebugPort {
  readonly #stream: Duplex;
  readonly #waiting = new Map<number, Answer>();
  readonly #listeners: ((method: string, params: never) => void)[] = [];
  readonly #closes: (() => void)[] = [];
  #lastId = 0;
  #closed = false;

  /** @param stream the control descriptor of a runtime */
  constructor(stream: Duplex) {
    this.#stream = stream;
    stream.on(
      "data",
      lineReader((line) => this.#receive(line)),
    );
    stream.on("close", () => this.#end());
  }

  /** True once the runtime has gone. */
  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Sends a command; `open` and `close` begin and end the session.
   * @throws DebugPortError where the inspector refuses it, or the runtime ends before it answers
   */
  post<Result = object>(method: string, params?: object): Promise<Result> {
    if (this.#closed) return Promise.reject(gone());
    const id = ++this.#lastId;
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#stream.write(JSON.stringify({ id, method, params }) + "\n");
    });
  }

  /** Calls `listener` with each event of the inspector. */
  onEvent(listener: (method: string, params: never) => void): void {
    this.#listeners.push(listener);
  }

  /** Calls `listener` once the runtime has gone. */
  onClose(listener: () => void): void {
    this.#closes.push(listener);
  }

  #receive(line: string): void {
    const { id, method, params, result, error } = JSON.parse(line) as {
      id?: number;
      method?: string;
      params?: never;
      result?: never;
      error?: { message: string };
    };
    if (method !== undefined) {
      for (const listener of this.#listeners) listener(method, params as never);
      return;
    }
    const answer = this.#waiting.get(id!);
    this.#waiting.delete(id!);
    if (error) answer?.reject(new DebugPortError(error.message));
    else answer?.resolve(result as never);
  }

  #end(): void {
    this.#closed = true;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(gone());
    for (const listener of this.#closes) listener();
  }
}

const gone = () => new DebugPortError("The process that runs the cells has ended.");
