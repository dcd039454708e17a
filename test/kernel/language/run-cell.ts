/** A small session that runs compiled cells as the runtime does: boxes, modules, completion value. */

import { createRequire } from "node:module";
import { runInThisContext } from "node:vm";
import { compile, type CompileOptions } from "../../../kernel/language/compile.ts";
import type { BindingKind } from "../../../kernel/language/scope.ts";
import { Scope } from "../../../kernel/runtime/scope.ts";
import { usingContext } from "../../../kernel/runtime/using.ts";

type CellFunction = (
  box: Scope["box"],
  load: (specifier: string, options?: ImportCallOptions) => Promise<unknown>,
  get: (namespace: Record<string, unknown>, name: string, specifier: string) => unknown,
  meta: ImportMeta,
  require: NodeJS.Require,
  using: typeof usingContext,
) => unknown;

export class Session {
  readonly names = new Map<string, BindingKind>();
  readonly scope = new Scope();
  readonly #options: CompileOptions;
  readonly loaded: [string, unknown][] = [];
  readonly modules: Record<string, Record<string, unknown>> = {};

  constructor(options: CompileOptions = {}) {
    this.#options = options;
  }

  /** Compiles and calls a cell; what the function returned, settled only if it is the cell's own promise. */
  start(code: string): unknown {
    const compiled = compile(code, this.names, this.#options);
    if (!compiled.ok) {
      throw new SyntaxError(compiled.errors.map(({ message }) => message).join("\n"));
    }
    for (const [name, kind] of compiled.names) this.names.set(name, kind);
    const run = runInThisContext(compiled.cell.js) as CellFunction;
    return run(
      this.scope.box,
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
      usingContext,
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
