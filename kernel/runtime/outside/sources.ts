/**
 * What prints for a cell outside of its own thread: child processes and workers. Their output waits in
 * a pipe or a port; before anything else is shown, what they had said by then is fetched.
 */

/** Something whose output has to be fetched. */
export interface OutsideSource {
  /** Prints all that is there, without waiting for more. */
  drain(): void;
}

const sources = new Set<OutsideSource>();
let draining = false;

/** Fetches from this source too, until it is removed. */
export function addSource(source: OutsideSource): void {
  sources.add(source);
}

/** The source has ended. */
export function removeSource(source: OutsideSource): void {
  sources.delete(source);
}

/** Prints what all sources have said so far. */
export function drainSources(): void {
  if (sources.size === 0 || draining) return;
  withoutDraining(() => {
    for (const source of sources) source.drain();
  });
}

/** Prints what a source has just handed over: what it says later must not come first. */
export function withoutDraining(work: () => void): void {
  const before = draining;
  draining = true;
  try {
    work();
  } finally {
    draining = before;
  }
}
