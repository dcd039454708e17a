/** The door of the room `language`. */

import { compile, compileExpression, type Compiled } from "./compile.ts";
import { isComplete } from "./is-complete.ts";
import type { CompiledCell, Language } from "./language.ts";
import type { BindingKind } from "./scope.ts";

export type * from "./language.ts";

/** A session's language; see {@link Language}. `cwd` is the notebook's folder, `packageRoot` the folder of tunebook's package.json. */
export function createLanguage(options: { cwd: string; packageRoot: string }): Language {
  void options;
  const names = new Map<string, BindingKind>();
  const compiledCells = new WeakMap<CompiledCell, Extract<Compiled, { ok: true }>>();
  return {
    start() {},
    compile(code) {
      const compiled = compile(code, names);
      if (!compiled.ok) return compiled;
      compiledCells.set(compiled.cell, compiled);
      return { ok: true, cell: compiled.cell };
    },
    compileExpression: (code) => compileExpression(code, names),
    check: async () => [],
    commit(_code, cell) {
      const kinds = compiledCells.get(cell)?.names;
      for (const name of cell.names) names.set(name, kinds?.get(name) ?? "let");
    },
    complete: async (_code, offset) => ({ items: [], start: offset, end: offset }),
    inspect: async () => undefined,
    isComplete,
    reset: () => names.clear(),
    onLost() {},
    close: async () => {},
  };
}
