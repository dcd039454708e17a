/** What the library finds on `globalThis`: the contract of `lib/display/host.ts`, kept by this runtime. */
import type { Comms, Host, HostCell } from "../../lib/display/host.ts";
import { type Cell, currentCell } from "./cell.ts";
import { clearDisplay, displayBundle } from "./displays.ts";
import { ask } from "./user-input.ts";
import { stands } from "./standing.ts";

/** The host, and what the kernel process tells it. */
export interface InstalledHost {
  setRenderer(renderer: boolean): void;
}

/** Puts the host where the library looks for it. */
export function installHost(comm: Comms): InstalledHost {
  const cells = new WeakMap<Cell, HostCell>();
  let renderer = false;

  const host: Host = {
    version: 1,
    name: "tunebook",
    display: displayBundle,
    clear: clearDisplay,
    comm,
    input: (prompt = "", options = {}) => ask(prompt, options),
    get cell() {
      const cell = currentCell();
      if (cell === undefined) return undefined;
      let shown = cells.get(cell);
      if (shown === undefined) {
        shown = {
          id: cell.cellId,
          named: cell.cellId !== String(cell.id),
          code: cell.code,
          signal: cell.signal,
          hold: (work) => cell.hold(Promise.resolve(work)),
          get standing() {
            return stands(cell);
          },
        };
        cells.set(cell, shown);
      }
      return shown;
    },
    get renderer() {
      return renderer;
    },
  };
  Object.defineProperty(globalThis, Symbol.for("tunebook.host"), {
    value: host,
    configurable: true,
    writable: true,
    enumerable: false,
  });

  return {
    setRenderer: (value) => (renderer = value),
  };
}
