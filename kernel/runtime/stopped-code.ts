/**
 * What goes on after its cell was stopped. A loop over `await fetch(…)` hears of no Stop: its cell has
 * ended, its timers are dropped, and it would go on printing for ever. So it ends where it prints next.
 */
import { currentCell } from "./cell.ts";

/** `console.trace` is left alone: it shows the stack. */
const METHODS = ["log", "info", "debug", "warn", "error", "dir", "table", "group"] as const;

/** Ends the caller if its cell was stopped. @throws the reason of the Stop */
export function endIfStopped(): void {
  const cell = currentCell();
  if (cell?.dead && cell.aborted) throw cell.signal.reason;
}

/** Lets the methods of `console` end what belongs to a stopped cell: by itself it swallows what its stream throws. */
export function patchConsole(): void {
  const console = globalThis.console as unknown as Record<string, (...given: unknown[]) => void>;
  for (const name of METHODS) {
    const original = console[name]!;
    const method = {
      [name](this: unknown, ...given: unknown[]): void {
        endIfStopped();
        original.apply(this, given);
      },
    };
    console[name] = method[name]!;
  }
}
