/**
 * Ending code that does not return to the event loop. A worker thread listens on descriptor 4; told
 * to, it pauses the main thread with the inspector's protocol and terminates what runs there.
 */
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { type Cell, currentCell } from "./cell.ts";
import { INTERRUPT_HOOK } from "./interrupt-hook.ts";

/** Starts the control thread; `running` gives the cells that have not ended. */
export function startControl(running: () => Iterable<Cell>): void {
  const { clearAsyncIdStack } = createRequire(import.meta.url)("internal/async_hooks") as {
    clearAsyncIdStack(): void;
  };
  // Evaluated by the control thread while the main thread is paused, just before the termination.
  Object.defineProperty(globalThis, Symbol.for(INTERRUPT_HOOK), {
    value: () => {
      const cells = new Set(running());
      const current = currentCell();
      // A callback that an ended cell left behind: nobody could stop its next round.
      if (current !== undefined && !cells.has(current)) current.dead = true;
      if (current !== undefined) cells.add(current);
      for (const cell of cells) cell.terminations++;
      // Without this Node aborts: the terminated callback never pops its own entry.
      clearAsyncIdStack();
    },
    enumerable: false,
  });
  const worker = new Worker(new URL("./control-worker.js", import.meta.url), {
    execArgv: [],
    stdin: false,
  });
  worker.unref();
}
