/** What the library finds on `globalThis`: the contract of `lib/display/host.ts`, kept by this runtime. */
import type { Comms, Host, HostCell } from "../../lib/display/host.ts";
import { type Cell, currentCell } from "./cell.ts";
import { send } from "./channel.ts";
import { clearDisplay, displayBundle } from "./displays.ts";
import { stands } from "./standing.ts";

/** The host, and what the kernel process tells it. */
export interface InstalledHost {
  setRenderer(renderer: boolean): void;
  /** Answers the oldest open question of execution `id`. */
  answer(id: number, value: string): void;
}

/** Puts the host where the library looks for it. */
export function installHost(comm: Comms): InstalledHost {
  const questions: { id: number; resolve: (value: string) => void }[] = [];
  const cells = new WeakMap<Cell, HostCell>();
  let renderer = false;

  const host: Host = {
    version: 1,
    name: "tunebook",
    display: displayBundle,
    clear: clearDisplay,
    comm,
    input: (prompt = "", options = {}) => ask(questions, prompt, options.password ?? false),
    get cell() {
      const cell = currentCell();
      if (cell === undefined) return undefined;
      let shown = cells.get(cell);
      if (shown === undefined) {
        shown = {
          id: cell.cellId,
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
    answer: (id, value) => {
      const at = questions.findIndex((question) => question.id === id);
      if (at >= 0) questions.splice(at, 1)[0]!.resolve(value);
    },
  };
}

async function ask(
  questions: { id: number; resolve: (value: string) => void }[],
  prompt: string,
  password: boolean,
): Promise<string> {
  const cell = currentCell();
  if (cell === undefined || !cell.allowStdin) {
    throw new Error(
      "This cell cannot ask for input: the front end that runs it takes none. " +
        "Set the value in a cell, or by an environment variable.",
    );
  }
  const answer = new Promise<string>((resolve) => questions.push({ id: cell.id, resolve }));
  send({ type: "input_request", id: cell.id, prompt, password });
  return Promise.race([answer, cell.stopped]);
}
