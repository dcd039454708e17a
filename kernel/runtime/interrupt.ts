/**
 * Ending code that does not return to the event loop. A worker thread listens on descriptor 4; told
 * to, it pauses the main thread with the inspector's protocol, asks the hook below what may be ended,
 * and terminates what runs there.
 *
 * A termination unwinds the whole stack without running a single `finally`. In the midst of Node's own
 * timers, or of this runtime's end of a cell, that would leave lists half linked and cells that never
 * end. So only code of the user's is ended, in its own frame; nothing, where the Stop was taken.
 */
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { type Cell, currentCell } from "./cell.ts";
import { forgetUnfinished } from "./common-js.ts";
import { INTERRUPT_HOOK, type InterruptHook } from "./interrupt-hook.ts";
import { expectStop } from "./stop.ts";
import { lastCallbackCell } from "./timers.ts";
import { turnsMemory } from "./turns.ts";

const OWN = new URL("./", import.meta.url).href;
/** Where Node keeps what must stay whole: its queues, and the channel to the kernel process. */
const DELICATE = /^node:internal\/(timers|child_process|process\/task_queues)/;
/** Of so many functions on the stack the debugger makes a list for half a second: no second time, for a step. */
const DEEP = 1000;
/** What V8 calls at each step of a promise, up to Node 22: it swallows a termination there, and goes on. */
const PROMISE_HOOKS = /^node:(internal\/)?async_hooks$/;
/** From here Node has its queue of promises run: what stands there alone is between two of their callbacks. */
const PROMISES = "node:internal/process/task_queues";

const isOwn = (url: string) => url.startsWith(OWN);
const isUsers = (url: string) => !url.startsWith("node:") && !isOwn(url);

/** Starts the control thread; `running` gives the cells that have not ended. */
export function startControl(running: () => Iterable<Cell>): void {
  const { clearAsyncIdStack } = createRequire(import.meta.url)("internal/async_hooks") as {
    clearAsyncIdStack(): void;
  };
  const hook: InterruptHook = (stop, urls, urgency, atStep) => {
    if (!expectStop(stop)) return "over";
    const user = urls.findIndex(isUsers);
    const above = urls.slice(0, Math.max(user, 0));
    const nodes = urgency > 0 && !above.some((url) => isOwn(url) || PROMISE_HOOKS.test(url));
    const alone =
      urgency > 1 && urls.length > 0 && !urls.some((url) => isOwn(url) || DELICATE.test(url));
    if (user > 0 && !nodes) return "out";
    if ((user >= 0 || alone) && !atStep && urls.length < DEEP) return "step";
    const cells = new Set(running());
    const current = currentCell() ?? (cells.size === 0 ? lastCallbackCell() : undefined);
    // A callback that an ended cell left behind: nobody could stop its next round.
    if (current !== undefined && !cells.has(current)) current.dead = true;
    const isBetween = urls.length === 1 && urls[0] === PROMISES;
    if (user < 0 && !alone) return isBetween && !atStep ? "step" : "wait";
    if (current !== undefined) cells.add(current);
    for (const cell of cells) cell.terminations++;
    // Without this Node aborts: the terminated callback never pops its own entry.
    clearAsyncIdStack();
    forgetUnfinished();
    return "terminate";
  };
  Object.defineProperty(globalThis, Symbol.for(INTERRUPT_HOOK), { value: hook, enumerable: false });
  const worker = new Worker(new URL("./control-worker.js", import.meta.url), {
    execArgv: [],
    stdin: false,
    workerData: turnsMemory,
  });
  worker.unref();
}
