/** The runtime's own listeners on `process`, which user code cannot remove by removing all. */

type Listener = (...given: never[]) => void;

const own: [event: string, listener: Listener][] = [];
const on = process.on;

/** Listens for as long as the process lives. */
export function listenAlways(event: string, listener: Listener): void {
  own.push([event, listener]);
  on.call(process, event, listener as () => void);
}

/** Whether user code listens to `event`, which is then its own to deal with. */
export function hasUserListener(event: string): boolean {
  return process.listeners(event as "exit").some((listener) => !isOwn(event, listener));
}

function isOwn(event: string, listener: unknown): boolean {
  return own.some(([name, mine]) => name === event && mine === listener);
}

/** Makes `process.removeAllListeners` leave the runtime's own: without them no cell would ever run again. */
export function keepOwnListeners(): void {
  const removeAll = process.removeAllListeners;
  const patched = function (this: NodeJS.Process, ...events: [string?]): NodeJS.Process {
    // Without an argument it means every event, and its own `arguments.length` says so.
    removeAll.apply(process, events as []);
    for (const [event, listener] of own) {
      if (!process.listeners(event as "exit").includes(listener as never)) {
        on.call(process, event, listener as () => void);
      }
    }
    // With the listeners went Node's own count of who needs the channel to the kernel process.
    process.channel?.ref();
    return process;
  };
  Object.defineProperty(patched, "name", { value: "removeAllListeners" });
  Object.defineProperty(process, "removeAllListeners", {
    value: patched,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}
