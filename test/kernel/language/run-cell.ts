/** A small session that runs compiled cells as the runtime does: boxes, modules, completion value. */

import { createRequire } from "node:module";
import { runInThisContext } from "node:vm";
import { compile } from "../../../kernel/language/compile.ts";
import type { BindingKind } from "../../../kernel/language/scope.ts";

interface Box {
  v: unknown;
}

const globals = globalThis as Record<string, unknown>;

/** A box that nobody filled: reads fall through to `globalThis` and else throw. */
function emptyBox(name: string): Box {
  const box = {} as Box;
  Object.defineProperty(box, "v", {
    configurable: true,
    enumerable: true,
    get() {
      if (name in globals) return globals[name];
      throw new ReferenceError(`${name} is not defined`);
    },
    set(value: unknown) {
      Object.defineProperty(box, "v", {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    },
  });
  return box;
}

type CellFunction = (
  box: (name: string) => Box,
  load: (specifier: string, options?: ImportCallOptions) => Promise<unknown>,
  get: (namespace: Record<string, unknown>, name: string, specifier: string) => unknown,
  meta: ImportMeta,
  require: NodeJS.Require,
) => unknown;

export class Session {
  readonly names = new Map<string, BindingKind>();
  readonly boxes = new Map<string, Box>();
  readonly loaded: [string, unknown][] = [];
  readonly modules: Record<string, Record<string, unknown>> = {};

  /** Compiles and calls a cell; what the function returned, settled only if it is the cell's own promise. */
  start(code: string): unknown {
    const compiled = compile(code, this.names);
    if (!compiled.ok) {
      throw new SyntaxError(compiled.errors.map(({ message }) => message).join("\n"));
    }
    for (const [name, kind] of compiled.names) this.names.set(name, kind);
    const run = runInThisContext(compiled.cell.js) as CellFunction;
    return run(
      (name) => {
        let box = this.boxes.get(name);
        if (!box) this.boxes.set(name, (box = emptyBox(name)));
        return box;
      },
      async (specifier, options) => {
        this.loaded.push([specifier, options]);
        return this.modules[specifier] ?? import(specifier, options);
      },
      (namespace, name, specifier) => {
        if (name in namespace) return namespace[name];
        const fallback = namespace["default"] as Record<string, unknown> | undefined;
        if (fallback && name in fallback) return fallback[name];
        throw new SyntaxError(`The module '${specifier}' has no export '${name}'.`);
      },
      { url: "file:///notebook/cell" } as ImportMeta,
      createRequire(import.meta.url),
    );
  }

  /** Runs a cell; the value of its last expression. */
  async run(code: string): Promise<unknown> {
    const result = (await this.start(code)) as { value: unknown } | undefined;
    return result?.value;
  }
}

/** Runs cells in one fresh session; the value of the last. */
export async function runCells(...cells: string[]): Promise<unknown> {
  const session = new Session();
  let value: unknown;
  for (const cell of cells) value = await session.run(cell);
  return value;
}
