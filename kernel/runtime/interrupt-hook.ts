/** What the control thread and the main thread of the runtime say to each other while a cell is stopped by force. */

/** Under `Symbol.for` of this name stands the hook of the main thread, called while that is paused. */
export const INTERRUPT_HOOK = "tunebook.runtime.interrupt";

/**
 * What becomes of the paused main thread: `terminate` ends what it does; `step` looks again after its
 * next step; `out` lets the function on top return first; `wait` lets it go on, since nothing of the user's
 * is running just now; `over` lets it go on for good, since the Stop was taken meanwhile.
 */
export type Verdict = "terminate" | "step" | "out" | "wait" | "over";

/**
 * The hook. It is given the number of the Stop, the scripts on the stack (top first), how urgent it has
 * become, and whether the thread stands at a step: only there a termination takes effect on the spot.
 */
export type InterruptHook = (
  stop: number,
  urls: string[],
  urgency: Urgency,
  atStep: boolean,
) => Verdict;

/**
 * 0: only code of the user's is ended. 1: Node's own as well, where the user's called it and it does
 * not come back. 2: Node's own also where nobody called it.
 */
export type Urgency = 0 | 1 | 2;

/** A Stop that is to be done by force: how urgently, or only if the main thread is held up (see {@link file://./turns.ts}). */
export type Force = Urgency | "if held up";

/** What the kernel process writes to descriptor 4, a line each. */
export function controlLine(stop: number, force: Force): string {
  return `${stop} ${force === "if held up" ? "?" : force}\n`;
}

/** The last line of what was read from descriptor 4. */
export function readControl(text: string): { stop: number; force: Force } | undefined {
  const last = /(\d+) ([012?])\n$/.exec(text);
  if (last === null) return undefined;
  const force = last[2] === "?" ? "if held up" : (Number(last[2]) as Urgency);
  return { stop: Number(last[1]), force };
}
