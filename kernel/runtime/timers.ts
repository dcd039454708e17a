/**
 * Timers and ticks that know their cell. Those of a stopped cell are dropped, or a flood of them would
 * go on printing into a cell that has ended; a flood of `nextTick` even outlives a forced termination.
 */
import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers";
import timersPromises from "node:timers/promises";
import { promisify } from "node:util";
import { type Cell, currentCell } from "./cell.ts";
import { hideContext } from "./hidden-context.ts";
import { stopIsPending } from "./stop.ts";

type Callback = (...given: unknown[]) => unknown;
type Schedule = (callback: Callback, ...rest: unknown[]) => unknown;

const nativeSetImmediate = setImmediate;
let last: Cell | undefined;

/** The cell whose timer or immediate ran last. */
export function lastCallbackCell(): Cell | undefined {
  return last;
}

/** Replaces the global timers, those of `node:timers` and `process.nextTick`. */
export function patchTimers(): void {
  for (const name of ["setTimeout", "setInterval", "setImmediate"] as const) {
    const patched = wrap(name, timers[name] as unknown as Schedule, timers.clearInterval);
    Object.defineProperty(patched, promisify.custom, {
      enumerable: true,
      get: () => timersPromises[name as "setTimeout"],
    });
    (globalThis as Record<string, unknown>)[name] = patched;
    (timers as unknown as Record<string, unknown>)[name] = patched;
  }
  for (const name of ["setTimeout", "setImmediate"] as const) endSleeps(name);
  patchNextTick();
  syncBuiltinESMExports();
}

function wrap(name: string, schedule: Schedule, clear: (timer: never) => void): Schedule {
  const patched = function (this: unknown, callback: Callback, ...rest: unknown[]): unknown {
    const cell = currentCell();
    // Without a function Node throws its own error.
    if (cell === undefined || typeof callback !== "function") return schedule(callback, ...rest);
    const timer = schedule(
      function (this: unknown, ...given: unknown[]) {
        if (cell.dead) {
          if (name === "setInterval") clear(timer as never);
          return undefined;
        }
        last = cell;
        if (cell.terminations === 0 && !mustWait(cell)) return callback.apply(this, given);
        if (name === "setInterval" && mustWait(cell)) return undefined;
        return inItsTurn(cell, () => callback.apply(this, given));
      },
      ...rest,
    );
    hideContext(timer as object);
    return timer;
  };
  Object.defineProperty(patched, "name", { value: name });
  return patched;
}

/** Whether callbacks of `cell` would keep a Stop from being taken, or carried out. */
function mustWait(cell: Cell): boolean {
  return cell.deciding || stopIsPending();
}

/**
 * Runs a callback of a cell that was stopped by force by way of an immediate: however many are due,
 * they cannot keep the event loop from what else it has to do.
 */
function inItsTurn(cell: Cell, work: () => void): void {
  nativeSetImmediate(() => {
    if (cell.dead) return;
    if (mustWait(cell)) inItsTurn(cell, work);
    else work();
  });
}

/** Sleeps of `node:timers/promises` end, with the reason, when their cell is stopped. */
function endSleeps(name: "setTimeout" | "setImmediate"): void {
  type Sleep = (...given: unknown[]) => Promise<unknown>;
  const sleep = timersPromises[name] as unknown as Sleep;
  const patched = async (...given: unknown[]): Promise<unknown> => {
    const cell = currentCell();
    const value = await sleep(...given);
    if (cell?.dead) throw cell.signal.reason;
    return value;
  };
  Object.defineProperty(patched, "name", { value: name });
  (timersPromises as unknown as Record<string, unknown>)[name] = patched;
}

function patchNextTick(): void {
  const tick = process.nextTick as unknown as Schedule;
  const patched = (callback: Callback, ...given: unknown[]): unknown => {
    const cell = currentCell();
    if (cell === undefined || typeof callback !== "function") {
      return tick.call(process, callback, ...given);
    }
    // Only what was queued before a termination is dropped: sockets that a stopped cell opened
    // need their later ticks.
    const queuedIn = cell.terminations;
    return tick.call(process, () => {
      if (cell.terminations === queuedIn) callback(...given);
    });
  };
  Object.defineProperty(patched, "name", { value: "nextTick" });
  process.nextTick = patched as unknown as typeof process.nextTick;
}
