/** Interfaces of `node:readline` on the cells' input: they want a line when a question is open, or somebody listens. */
import { syncBuiltinESMExports } from "node:module";
import readline from "node:readline";
import readlinePromises from "node:readline/promises";
import { promisify } from "node:util";
import { currentCell } from "../cell.ts";
import { CellInput } from "./cell-input.ts";

type Call = (...given: unknown[]) => unknown;
type Interface = readline.Interface & { question: Call };

/** Patches `createInterface` of `node:readline` and `node:readline/promises`. */
export function patchReadline(): void {
  for (const module of [readline, readlinePromises] as unknown as { createInterface: Call }[]) {
    const original = module.createInterface;
    const createInterface = (...given: unknown[]): unknown => {
      const first = given[0] as { input?: unknown } | undefined;
      const input = first instanceof CellInput ? first : first?.input;
      if (!(input instanceof CellInput)) return original(...given);
      const before = input.listeners("data");
      const created = original(...given) as Interface;
      const listeners = input.listeners("data").filter((one) => !before.includes(one));
      return watch(created, input, listeners);
    };
    module.createInterface = createInterface;
  }
  syncBuiltinESMExports();
}

function watch(created: Interface, input: CellInput, listeners: unknown[]): Interface {
  let open = false;
  const reader = {
    listeners,
    wants: () => open || created.listenerCount("line") > 0,
    served: () => {
      open = false;
    },
  };
  input.attach(reader);
  created.once("close", () => input.detach(reader));
  created.on("newListener", (event: string) => {
    if (event === "line") input.wantSoon();
  });

  const original = created.question;
  const question = (query: unknown, ...rest: unknown[]): unknown => {
    const own = typeof rest[0] === "object" ? (rest[0] as { signal?: AbortSignal } | null) : null;
    // A question of a stopped cell is none: the next one would wait behind it for ever.
    const signals = [own?.signal, currentCell()?.signal].filter((signal) => signal !== undefined);
    const signal = AbortSignal.any(signals);
    const withSignal = { ...own, signal };
    open = true;
    signal.addEventListener("abort", reader.served, { once: true });
    const callbacks = rest.filter((value) => typeof value === "function");
    const result = original.call(created, query, withSignal, ...callbacks);
    input.want();
    return result;
  };
  Object.defineProperty(question, promisify.custom, {
    value: (query: unknown, options: object = {}) =>
      new Promise((resolve) => void question(query, options, resolve)),
  });
  created.question = question;
  return created;
}
