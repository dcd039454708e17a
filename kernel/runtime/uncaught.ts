/** Errors that nobody catches: shown in the cell that caused them, also after it ended; never the end of the process. */
import { type Cell, currentCell, outputCell } from "./cell.ts";
import { mark, send } from "./channel.ts";
import { describeError } from "./errors.ts";
import { hasUserListener, listenAlways } from "./own-listeners.ts";
import type { ExecutionId, RuntimeError } from "./protocol.ts";
import { executionOf } from "./stack.ts";

const nativeSetImmediate = setImmediate;

/** Promises whose rejection was shown, and in which cell. */
const shownIn = new WeakMap<object, ExecutionId>();

/** From here on uncaught errors and unhandled rejections are shown, unless user code listens for them. */
export function reportUncaught(): void {
  listenAlways("uncaughtException", (thrown: unknown) => {
    if (!hasUserListener("uncaughtException")) showUncaught(thrown);
  });
  listenAlways("unhandledRejection", (reason: unknown, promise: object) => {
    if (hasUserListener("unhandledRejection")) return;
    // As in Node: a rejection that nobody handles is an exception that nobody catches.
    if (hasUserListener("uncaughtException")) {
      (process as NodeJS.EventEmitter).emit("uncaughtException", reason, "unhandledRejection");
    } else {
      const id = showUncaught(reason, "Uncaught (in promise)");
      if (id !== undefined) shownIn.set(promise, id);
    }
  });
}

/** Shows an error in the cell on whose behalf the caller runs; which that is, or undefined if nothing is shown. */
export function showUncaught(thrown: unknown, how = "Uncaught"): ExecutionId | undefined {
  const cell = currentCell();
  // What a stopped cell leaves behind was stopped with it.
  if (cell?.aborted && (thrown as Error | undefined)?.name === "Interrupted") return undefined;
  const error = described(thrown, how);
  const id = origin(cell, thrown);
  mark();
  send({ type: "error", id, error });
  return id;
}

/**
 * Whether a promise, a cell's value, was rejected without anybody handling it, and this has been shown in that
 * cell. Node tells of such a rejection once the turn's microtasks are done, which this waits for: what is shown
 * after its cell's end is lost to those who execute whole notebooks.
 */
export async function isShownAsRejected(promise: object, id: ExecutionId): Promise<boolean> {
  if (shownIn.get(promise) !== id) await new Promise((resolve) => nativeSetImmediate(resolve));
  return shownIn.get(promise) === id;
}

/** The asynchronous context knows the cell nearly always; where Node lost it (a microtask, on Node 20) the stack does. */
function origin(cell: Cell | undefined, thrown: unknown): number {
  if (cell !== undefined) return cell.id;
  const known = typeof thrown === "object" && thrown !== null ? executionOf(thrown) : undefined;
  return known ?? outputCell()?.id ?? 0;
}

function described(thrown: unknown, how: string): RuntimeError {
  const error = describeError(thrown);
  const [first = "", ...rest] = error.traceback;
  return { ...error, traceback: [`${how} ${first.replace(/^Uncaught /, "")}`, ...rest] };
}
