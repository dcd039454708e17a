/** The thread in which pictures are drawn, so that drawing does not hold up the study. */
import { parentPort } from "node:worker_threads";
import { draw, type PictureRequest, warmUp } from "./draw.ts";

/** What the thread is sent; without a request it only gets ready. */
export interface WorkerOrder {
  id: number;
  request?: PictureRequest;
}

/** What the thread answers. */
export type WorkerAnswer = { id: number; bytes: Uint8Array } | { id: number; error: string };

// One picture after the other: they share one document.
let last: Promise<void> = Promise.resolve();

parentPort?.on("message", (order: WorkerOrder) => {
  last = last.then(() => answer(order));
});

async function answer({ id, request }: WorkerOrder): Promise<void> {
  try {
    if (request === undefined) warmUp();
    const bytes = request === undefined ? new Uint8Array() : await draw(request);
    // oxlint-disable-next-line require-post-message-target-origin -- a thread has no origin
    parentPort?.postMessage({ id, bytes } satisfies WorkerAnswer);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // oxlint-disable-next-line require-post-message-target-origin -- a thread has no origin
    parentPort?.postMessage({ id, error: message } satisfies WorkerAnswer);
  }
}
