/** Errors that nobody catches: shown in the cell that caused them, also after it ended; never the end of the process. */
import { type Cell, currentCell, outputCell } from "./cell.ts";
import { mark, send } from "./channel.ts";
import { describeError } from "./errors.ts";
import { hasUserListener, listenAlways } from "./own-listeners.ts";
import type { RuntimeError } from "./protocol.ts";
import { executionOf } from "./stack.ts";

/** From here on uncaught errors and unhandled rejections are shown, unless user code listens for them. */
export function reportUncaught(): void {
  listenAlways("uncaughtException", (thrown: unknown) => {
    if (!hasUserListener("uncaughtException")) showUncaught(thrown);
  });
  listenAlways("unhandledRejection", (reason: unknown) => {
    if (hasUserListener("unhandledRejection")) return;
    // As in Node: a rejection that nobody handles is an exception that nobody catches.
    if (hasUserListener("uncaughtException")) {
      (process as NodeJS.EventEmitter).emit("uncaughtException", reason, "unhandledRejection");
    } else showUncaught(reason, "Uncaught (in promise)");
  });
}

/** Shows an error in the cell on whose behalf the caller runs. */
export function showUncaught(thrown: unknown, how = "Uncaught"): void {
  const cell = currentCell();
  // What a stopped cell leaves behind was stopped with it.
  if (cell?.aborted && (thrown as Error | undefined)?.name === "Interrupted") return;
  const error = described(thrown, how);
  mark();
  send({ type: "error", id: origin(cell, thrown), error });
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
