/** JSON-RPC 2.0 over a pair of streams, framed by `Content-Length` as the language server protocol has it. */

import type { Readable, Writable } from "node:stream";

interface Message {
  id?: number | string;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { code: number; message: string };
}

/** What the other side asks of us. */
export interface RpcHandlers {
  /** Answers a request; unknown ones get null. */
  request(method: string, params: unknown): unknown;
  notification?(method: string, params: unknown): void;
}

/** A request was not answered in time. */
export class RpcTimeout extends Error {
  constructor(method: string, milliseconds: number) {
    super(`The language server did not answer ${method} within ${milliseconds} ms.`);
    this.name = "RpcTimeout";
  }
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

/** One end of a connection. */
export class JsonRpc {
  readonly #output: Writable;
  readonly #handlers: RpcHandlers;
  readonly #pending = new Map<number, Pending>();
  #received: Buffer = Buffer.alloc(0);
  #lastId = 0;
  /** What is to be written: as each write wakes the other side, what is sent in one go is one. */
  #unsent = "";
  #flushing: NodeJS.Immediate | undefined;
  #closed: Error | undefined;

  constructor(input: Readable, output: Writable, handlers: RpcHandlers) {
    this.#output = output;
    this.#handlers = handlers;
    output.on("error", () => {}); // The process's exit tells what a broken pipe would.
    input.on("data", (chunk: Buffer) => this.#receive(chunk));
  }

  /** Sends a request; rejects with {@link RpcTimeout}, with the server's error, or when the connection ends. */
  request(method: string, params: unknown, milliseconds: number): Promise<unknown> {
    if (this.#closed) return Promise.reject(this.#closed);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        this.notify("$/cancelRequest", { id });
        reject(new RpcTimeout(method, milliseconds));
      }, milliseconds);
      this.#pending.set(id, { resolve, reject, timer });
      this.#send({ id, method, params });
      // With the requests that are made beside it.
      process.nextTick(() => this.#flush());
    });
  }

  /** Sends a notification: with the next request, at the latest in the next turn of the event loop. */
  notify(method: string, params?: unknown): void {
    if (this.#closed) return;
    this.#send({ method, params });
    this.#flushing ??= setImmediate(() => this.#flush());
  }

  /** The connection is gone: rejects what is pending. */
  end(reason: Error): void {
    this.#closed = reason;
    this.#unsent = "";
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(reason);
    }
    this.#pending.clear();
  }

  #send(message: Message): void {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#unsent += `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  }

  #flush(): void {
    clearImmediate(this.#flushing);
    this.#flushing = undefined;
    if (this.#unsent === "") return;
    this.#output.write(this.#unsent);
    this.#unsent = "";
  }

  #receive(chunk: Buffer): void {
    this.#received = this.#received.length ? Buffer.concat([this.#received, chunk]) : chunk;
    for (;;) {
      const head = this.#received.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = /content-length: *(\d+)/i.exec(this.#received.toString("latin1", 0, head));
      const end = head + 4 + Number(length?.[1] ?? 0);
      if (this.#received.length < end) return;
      const body = this.#received.toString("utf8", head + 4, end);
      this.#received = this.#received.subarray(end);
      if (body) this.#dispatch(JSON.parse(body) as Message);
    }
  }

  #dispatch({ id, method, params, result, error }: Message): void {
    if (method !== undefined) {
      if (id === undefined) this.#handlers.notification?.(method, params);
      else {
        this.#send({ id, result: this.#handlers.request(method, params) ?? null });
        this.#flush();
      }
      return;
    }
    const pending = this.#pending.get(id as number);
    if (!pending) return;
    this.#pending.delete(id as number);
    clearTimeout(pending.timer);
    if (error) pending.reject(new Error(error.message));
    else pending.resolve(result);
  }
}
