/**
 * Which Stop the main thread has taken. Each press has a number, which the polite request (by IPC) and
 * the forcible one (by the control thread) both carry: a forcible one that comes late, after the cell
 * has ended by the polite one, must not end the cell that runs by then.
 */

let taken = 0;
let pending = false;

/** Takes Stop `stop`; false if that was done before. */
export function takeStop(stop: number): boolean {
  if (stop <= taken) return false;
  taken = stop;
  pending = false;
  return true;
}

/** Told that Stop `stop` is on its way by force; false if it was taken already. */
export function expectStop(stop: number): boolean {
  if (stop <= taken) return false;
  pending = true;
  return true;
}

/** Whether the main thread must come to its event loop, where a Stop waits to be taken. */
export function stopIsPending(): boolean {
  return pending;
}
