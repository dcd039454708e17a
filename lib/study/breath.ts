/** Turns of the event loop for code that computes long. */

/** Milliseconds that work may go on without letting timers, messages and Stop in. */
const BREATH = 15;

/**
 * Promises alone never let the event loop turn: fast work would keep Stop, the panel and every timer out.
 * So it asks for breath between two steps, and gets one when it is due.
 *
 * @param often milliseconds between two breaths
 */
export function breather(often = BREATH): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < often) return undefined;
    return nextTurn().then(() => {
      last = performance.now();
    });
  };
}

/** After the events that are waiting now. `setTimeout` would take a millisecond at least, in browsers four. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") {
      setImmediate(resolve);
      return;
    }
    const channel = new MessageChannel();
    channel.port1.addEventListener("message", () => {
      channel.port1.close();
      resolve();
    });
    channel.port1.start();
    channel.port2.postMessage(undefined);
  });
}
