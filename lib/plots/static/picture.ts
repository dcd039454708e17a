/** Pictures without a browser, drawn in one worker thread that is started when needed and ended when idle. */
import { Worker } from "node:worker_threads";
import type { PictureRequest } from "./draw.ts";
import type { WorkerAnswer, WorkerOrder } from "./worker.ts";

/** A picture could not be drawn; the message says why. */
export class PictureError extends Error {
  override readonly name = "PictureError";
}

/** Milliseconds that one picture may take, and after which an idle worker is ended. */
const TIME_LIMIT = 20_000;
const IDLE_LIMIT = 60_000;

interface Waiting {
  resolve(bytes: Uint8Array): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

/** Draws pictures in a thread of its own, one after the other. */
export class PictureWorker {
  readonly #script: URL;
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #next = 0;
  readonly #waiting = new Map<number, Waiting>();

  /** @param script the worker's code; the built `worker.js` by default */
  constructor(script: URL = new URL("./worker.js", import.meta.url)) {
    this.#script = script;
  }

  /** Starts the thread and loads what it needs, so that the first picture comes soon. */
  start(): void {
    this.#send({ id: this.#next++ });
    this.#rest();
  }

  /**
   * A picture's bytes.
   *
   * @throws PictureError when the thread fails or takes longer than `timeLimit` milliseconds; the next
   * picture then gets a new thread
   */
  draw(request: PictureRequest, timeLimit = TIME_LIMIT): Promise<Uint8Array> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      const seconds = timeLimit / 1000;
      const timer = setTimeout(() => {
        this.#fail(new PictureError(`drawing took longer than ${seconds} s and was given up`));
      }, timeLimit);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#send({ id, request });
      // While a picture is awaited its thread keeps the process alive, afterwards no more.
      this.#worker?.ref();
    });
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #send(order: WorkerOrder): void {
    clearTimeout(this.#idle);
    try {
      this.#worker ??= this.#begin();
      // oxlint-disable-next-line require-post-message-target-origin -- a thread has no origin
      this.#worker.postMessage(order);
    } catch (error) {
      this.#fail(new PictureError(String(error)));
    }
  }

  #begin(): Worker {
    // Drawing needs nothing of the parent's flags (a debugger's, a loader's), and must not print.
    const worker = new Worker(this.#script, { execArgv: [], stdout: true, stderr: true });
    worker.unref();
    worker.on("message", (answer: WorkerAnswer) => this.#receive(answer));
    worker.on("error", (error) => this.#fail(new PictureError(error.message), worker));
    worker.on("exit", () => this.#fail(new PictureError("the drawing thread ended"), worker));
    return worker;
  }

  #receive(answer: WorkerAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    clearTimeout(waiting?.timer);
    if ("bytes" in answer) waiting?.resolve(answer.bytes);
    else waiting?.reject(new PictureError(answer.error));
    if (this.#waiting.size === 0) this.#rest();
  }

  /** Rejects all that wait, and gives up the thread. */
  #fail(error: PictureError, of = this.#worker): void {
    if (of !== this.#worker) return;
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(error);
    }
    this.#waiting.clear();
    void this.close();
  }

  #rest(): void {
    this.#worker?.unref();
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.close(), IDLE_LIMIT);
    this.#idle.unref();
  }
}

let shared: PictureWorker | undefined;

/** Whether this code runs from its TypeScript source, where there is no built worker. */
const fromSource = import.meta.url.endsWith(".ts");

/** Gets ready for a picture that will be asked for. */
export function preparePictures(): void {
  if (!fromSource) (shared ??= new PictureWorker()).start();
}

/**
 * Draws a picture, in the shared worker thread; from source in this thread.
 *
 * @throws PictureError
 */
export async function drawPicture(
  request: PictureRequest,
  timeLimit?: number,
): Promise<Uint8Array> {
  if (!fromSource) return (shared ??= new PictureWorker()).draw(request, timeLimit);
  const { draw } = await import("./draw.ts");
  try {
    return await draw(request);
  } catch (error) {
    throw new PictureError(error instanceof Error ? error.message : String(error));
  }
}
