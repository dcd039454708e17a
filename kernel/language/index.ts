/** The door of the room `language`. */

import { existsSync } from "node:fs";
import { ConfigFile } from "../tsconfig.ts";
import { Analysis } from "./analysis.ts";
import { compile, compileExpression, type Compiled } from "./compile.ts";
import { declares } from "./declared-names.ts";
import { dialectOf } from "./dialect.ts";
import { isComplete } from "./is-complete.ts";
import type { CompiledCell, Language, SourceLanguage } from "./language.ts";
import type { BindingKind } from "./scope.ts";
import type { ServerProcess } from "./spawn.ts";

export type * from "./language.ts";

/** What {@link createLanguage} needs to know. */
export interface LanguageOptions {
  /** The notebook's folder: cells resolve their imports from here. */
  cwd: string;
  /** The folder of tunebook's own package.json. */
  packageRoot: string;
  /** Default: TypeScript. */
  sourceLanguage?: SourceLanguage;
  /** The language server's process, where it was started already (spawn.ts). */
  server?: ServerProcess;
}

/** A session's language; see {@link Language}. */
export function createLanguage(options: LanguageOptions): Language {
  const names = new Map<string, BindingKind>();
  const compiledCells = new WeakMap<CompiledCell, Extract<Compiled, { ok: true }>>();
  const listeners: ((message: string) => void)[] = [];
  const notices: ((message: string) => void)[] = [];
  let problem: string | undefined;
  const { sourceLanguage = "typescript" } = options;
  let folder = options.cwd;
  let configFile = new ConfigFile(options.cwd);
  const compileOptions = () => {
    const config = configFile.current;
    // TypeScript reads nothing from a folder that is not there.
    const found = existsSync(folder)
      ? config.problem
      : `The notebook's folder ${folder} is gone. Cells run on, without type checks and local modules until it is there again; a runtime that starts anew starts in the nearest folder above.`;
    // Told while a cell is in work, so that it is seen below it.
    if (found !== undefined && found !== problem) {
      for (const listener of notices) listener(found);
    }
    problem = found;
    return { sourceLanguage, config };
  };
  const analysis = new Analysis({
    ...options,
    sourceLanguage,
    configFile,
    lost: (message) => {
      for (const listener of listeners) listener(message);
    },
  });
  return {
    start: () => analysis.start(),
    compile(code) {
      const compiled = compile(code, names, compileOptions());
      if (!compiled.ok) return compiled;
      compiledCells.set(compiled.cell, compiled);
      return { ok: true, cell: compiled.cell };
    },
    compileExpression: (code) => compileExpression(code, names, compileOptions()),
    check: (code) => analysis.check(code),
    commit(code, cell) {
      const kinds = compiledCells.get(cell)?.names;
      for (const name of cell.names) names.set(name, kinds?.get(name) ?? "let");
      analysis.commit(code);
    },
    complete: (code, offset) => analysis.complete(code, offset),
    inspect: (code, offset, detail) => analysis.inspect(code, offset, detail),
    isComplete: (code) => isComplete(code, sourceLanguage),
    // What a script assigned without declaring it is a global, and so a name of the session.
    names: () =>
      sourceLanguage === "javascript"
        ? new Map([...analysis.names.map((name) => [name, "var"] as const), ...names])
        : names,
    declares: (code, name) => declares(code, dialectOf(code, sourceLanguage), name),
    checkModule: (code) => analysis.checkModule(code),
    installed: () => analysis.installed(),
    moveTo(target) {
      folder = target;
      configFile = new ConfigFile(folder);
      analysis.moveTo(folder);
    },
    reset() {
      names.clear();
      analysis.reset();
    },
    onNotice(listener) {
      notices.push(listener);
    },
    onLost(listener) {
      listeners.push(listener);
    },
    close: () => analysis.close(),
  };
}
