/**
 * The debugger's part of the control thread: it holds the inspector's session to the main thread
 * and carries Chrome DevTools Protocol between it and the kernel process, as JSON lines. No port is
 * opened, and nothing of this runs before a debugger asks for it.
 */
import { Session } from "node:inspector";
import type { Duplex } from "node:stream";
import { BroadcastChannel } from "node:worker_threads";
import { allowInlining, preventInlining } from "../inlining.ts";
import { FAREWELL_CHANNEL } from "./hook-name.ts";

/** A line from the kernel process. `open` and `close` are ours, all other methods are the inspector's. */
interface Command {
  id: number;
  method: string;
  params?: object;
}

/** The inspector's session, for as long as a debugger wants it. */
export class DebugBridge {
  readonly #stream: Duplex;
  #session: Session | undefined;
  #farewell: BroadcastChannel | undefined;

  constructor(stream: Duplex) {
    this.#stream = stream;
  }

  /** Does what a line says. */
  receive(line: string): void {
    const { id, method, params } = JSON.parse(line) as Command;
    if (method === "open") this.#open();
    if (method === "close") this.close();
    if (method === "open" || method === "close") return this.#send({ id, result: {} });
    if (this.#session === undefined) {
      return this.#send({ id, error: { message: "The debugger's session is not open." } });
    }
    this.#session.post(method, params, (error, result) => {
      this.#send(error ? { id, error: { message: error.message } } : { id, result: result ?? {} });
    });
  }

  /** Lets go of the main thread: a session that stays connected makes `process.exit` wait for it. */
  close(): void {
    this.#farewell?.close();
    this.#farewell = undefined;
    if (this.#session === undefined) return;
    this.#session.disconnect();
    this.#session = undefined;
    allowInlining();
  }

  #open(): void {
    if (this.#session !== undefined) return;
    preventInlining();
    const session = new Session();
    session.connectToMainThread();
    session.on("inspectorNotification", ({ method, params }) => this.#send({ method, params }));
    this.#session = session;
    this.#farewell = new BroadcastChannel(FAREWELL_CHANNEL);
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- only this starts the channel
    this.#farewell.onmessage = (event) => {
      const { data } = event as { data: SharedArrayBuffer };
      this.close();
      const gone = new Int32Array(data);
      Atomics.store(gone, 0, 1);
      Atomics.notify(gone, 0);
    };
  }

  #send(message: object): void {
    this.#stream.write(JSON.stringify(message) + "\n");
  }
}
