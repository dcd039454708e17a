/**
 * When the main thread last came to its event loop while cells run, in memory that the control thread
 * reads. A Stop is first asked for politely, and the thread is given time to hear it. One that has not
 * listened for twice that time has had it already.
 */

/** Milliseconds between two entries. */
const OFTEN = 100;
/** A thread that has not been at its event loop for so many milliseconds is held up. */
const HELD_UP = 300;

const nativeSetInterval = setInterval;
const nativeClearInterval = clearInterval;
const hrtime = process.hrtime.bigint;

const turns = new Int32Array(new SharedArrayBuffer(4));
let timer: NodeJS.Timeout | undefined;

/** The memory, for the control thread. */
export const turnsMemory = turns.buffer as SharedArrayBuffer;

/** A cell begins, now, in a turn of the event loop. */
export function watchTurns(): void {
  enter();
  timer ??= nativeSetInterval(enter, OFTEN).unref();
}

/** No cell runs any more. */
export function forgetTurns(): void {
  nativeClearInterval(timer);
  timer = undefined;
  forgive();
}

/** The thread waits for somebody who will hear of a Stop: until its next turn it is not held up. */
export function forgive(): void {
  Atomics.store(turns, 0, 0);
}

/** Whether the thread that wrote `memory` runs a cell and has not been at its event loop for long, `at` a time (default: now). */
export function isHeldUp(memory: SharedArrayBuffer, at = now()): boolean {
  const last = Atomics.load(new Int32Array(memory), 0);
  // The difference is right also where the number of milliseconds no longer fits.
  return last !== 0 && ((at - last) | 0) >= HELD_UP;
}

function enter(): void {
  Atomics.store(turns, 0, now() || 1);
}

/** Milliseconds of the clock that all threads share. */
function now(): number {
  return Number(BigInt.asIntN(32, hrtime() / 1_000_000n));
}
