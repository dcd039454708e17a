/**
 * The cells as documents for the language server.
 *
 * A committed cell is frozen: one line of header, which brings in the names of the earlier cells
 * that it mentions straight from their documents, the cell's own text, and a footer which exports
 * its names:
 *
 *     declare let y: typeof import("./__tunebook_c3").y; import {f} from "./__tunebook_c1"; export {};
 *     …the cell…
 *     export {x};
 *
 * A variable comes in by `declare`, so that it can be assigned to; all else by `import`, which
 * carries value, type and namespace. Names that the cell declares itself are left out, and that is
 * all that redeclaration takes. It is a header, since unfinished code would swallow a footer.
 *
 * The cell being checked or typed is the slot: one document, again and again, which takes all names
 * from the hub, a document that re-exports the live ones. As its own list of imports never changes,
 * the server need not build its program anew, which with a large library costs 50 ms and more;
 * hub and frozen cells change after a cell was committed, while it runs.
 */

import { jsxChoice, jsxRemarks } from "../emit/jsx.ts";
import type { TsConfig } from "../tsconfig.ts";
import type { Dialect } from "./compile.ts";
import { cellShape, type CellShape, type DeclaredName } from "./declared-names.ts";

/** What the names of all overlays begin with. */
export const PREFIX = "__tunebook_";
/** Name of the document that re-exports the live names. */
export const HUB_NAME = `${PREFIX}session.ts`;

const HUB_MODULE = `./${PREFIX}session`;

/** Of two files that differ only in these extensions a project would take one. */
const SLOT_NAMES: Record<Dialect, string> = {
  ts: `${PREFIX}cell.ts`,
  tsx: `${PREFIX}view.tsx`,
  js: `${PREFIX}script.js`,
  jsx: `${PREFIX}page.jsx`,
};

/** Lines before the cell's text. */
export const HEADER_LINES = 1;

/** A document: its file name and text. */
export interface OverlayDocument {
  name: string;
  text: string;
}

/** The document of the cell in work; the cell's text starts on line {@link HEADER_LINES}. */
export interface Slot extends OverlayDocument {
  shape: CellShape;
}

interface Definition extends DeclaredName {
  module: string;
}

interface FrozenCell extends OverlayDocument {
  /** Modules of earlier cells that it mentions. */
  needs: ReadonlySet<string>;
  /** It adds to the globals or to another module, and so is needed without being named. */
  ambient: boolean;
}

const IDENTIFIER = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu;

const AMBIENT = /\bdeclare\s+(?:global|module)\b/;

const footer = (shape: CellShape): string => {
  const names = [...shape.names.values()].filter(({ exported }) => !exported);
  if (!names.length) return "\n";
  // An implicit global has the type that it was last given.
  const implicit = names.filter((each) => each.implicit).map(({ name }) => name);
  const values = implicit.map((name) => `const ${PREFIX}_${name} = ${name};`).join("");
  const list = names.map(({ name, implicit }) =>
    implicit ? `${PREFIX}_${name} as ${name}` : name,
  );
  return `\n${values}export {${list.join(",")}};\n`;
};

const implicitHeader = (shape: CellShape): string => {
  const names = [...shape.names.values()].filter(({ implicit }) => implicit);
  return names.length ? `let ${names.map(({ name }) => name).join(",")}; ` : "";
};

/** `require` of a literal name gives what an import of it gives. */
const requireHeader = (code: string, shape: CellShape): string => {
  if (!code.includes("require") || shape.names.has("require")) return "";
  const found = code.matchAll(/\brequire\s*\(\s*(["'])([^"'\n\\]+)\1\s*\)/g);
  const names = new Set([...found].map(([, , name]) => JSON.stringify(name)));
  if (!names.size) return "";
  const signatures = [...names].map((name) => `(id: ${name}): typeof import(${name})`);
  return `declare const require: {${signatures.join("; ")}} & NodeJS.Require; `;
};

/** The committed cells of a session, and the text of the one in work. */
export class CellOverlays {
  readonly #definitions = new Map<string, Definition>();
  readonly #cells = new Map<string, FrozenCell>();
  #count = 0;
  /** The project's options: what JSX means is written into each document. */
  config: TsConfig = { path: undefined, options: {}, include: [], exclude: [], files: [] };

  /** Names that earlier cells defined. */
  get names(): string[] {
    return [...this.#definitions.keys()];
  }

  /** Whether an earlier cell defined `name`. */
  defines(name: string): boolean {
    return this.#definitions.has(name);
  }

  /**
   * The document of a cell that is checked or being typed.
   * @param everyName bring in all names, as completion wants, not only those that occur in the text
   */
  slot(code: string, dialect: Dialect, everyName = false): Slot {
    const shape = cellShape(code, dialect);
    const symbols: string[] = [];
    let variables = "";
    for (const { name, kind } of this.#wanted(code, dialect, shape, everyName)) {
      if (kind === "symbol") symbols.push(name);
      else variables += `declare ${kind} ${name}: typeof ${PREFIX}s.${name}; `;
    }
    const header =
      this.#jsxHeader(code, dialect) +
      `import * as ${PREFIX}s from "${HUB_MODULE}"; import {${symbols.join(",")}} from "${HUB_MODULE}"; ` +
      `${variables}${implicitHeader(shape)}${requireHeader(code, shape)}export {};\n`;
    return { name: SLOT_NAMES[dialect], text: header + code + footer(shape), shape };
  }

  /** The document that re-exports every live name from the cell that defined it last. */
  get hub(): OverlayDocument {
    const modules = new Map<string, string[]>();
    for (const { name, module } of this.#definitions.values()) {
      const names = modules.get(module);
      if (names) names.push(name);
      else modules.set(module, [name]);
    }
    let text = "export {};\n";
    for (const [module, names] of modules) {
      text += `export {${names.join(",")}} from "./${module}";\n`;
    }
    return { name: HUB_NAME, text };
  }

  /** Takes a cell in; the latest definition of a name wins. `unneeded` are documents that nothing refers to any more. */
  commit(
    code: string,
    dialect: Dialect,
  ): { opened: OverlayDocument; unneeded: OverlayDocument[]; shape: CellShape } {
    const shape = cellShape(code, dialect);
    const module = `${PREFIX}c${++this.#count}`;
    const needs = new Set<string>();
    const imports = new Map<string, string[]>();
    let header = this.#jsxHeader(code, dialect);
    for (const definition of this.#wanted(code, dialect, shape, false)) {
      const { name, kind, module: from } = definition;
      needs.add(from);
      if (kind !== "symbol") {
        header += `declare ${kind} ${name}: typeof import("./${from}").${name}; `;
        continue;
      }
      const names = imports.get(from);
      if (names) names.push(name);
      else imports.set(from, [name]);
    }
    for (const [from, names] of imports) header += `import {${names.join(",")}} from "./${from}"; `;
    header += implicitHeader(shape) + requireHeader(code, shape);
    const text = `${header}export {};\n${code}${footer(shape)}`;
    const opened = { name: `${module}.${dialect}`, text, needs, ambient: AMBIENT.test(code) };
    this.#cells.set(module, opened);
    for (const declared of shape.names.values()) {
      this.#definitions.set(declared.name, { ...declared, module });
    }
    return { opened, unneeded: this.#takeUnneeded(), shape };
  }

  /** The frozen cell whose document's name satisfies `wanted`. */
  document(wanted: (name: string) => boolean): OverlayDocument | undefined {
    return [...this.#cells.values()].find(({ name }) => wanted(name));
  }

  /** Forgets everything; gives back the documents there were. */
  reset(): OverlayDocument[] {
    const all = [...this.#cells.values()];
    this.#cells.clear();
    this.#definitions.clear();
    return all;
  }

  /** TypeScript reads remarks about JSX only at the head of a file. */
  #jsxHeader(code: string, dialect: Dialect): string {
    if (!dialect.endsWith("x")) return "";
    const choice = this.jsx(code);
    const remarks =
      choice.runtime === "classic"
        ? ["/** @jsxRuntime classic */", ...(choice.pragma ? [`/** @jsx ${choice.pragma} */`] : [])]
        : ["/** @jsxRuntime automatic */", `/** @jsxImportSource ${choice.importSource} */`];
    return [...remarks, ...jsxRemarks(code), ""].join(" ");
  }

  /** Whose functions make the elements of a cell. */
  jsx(code: string): ReturnType<typeof jsxChoice> {
    return jsxChoice(code, this.config, this.defines("React"));
  }

  #wanted(code: string, dialect: Dialect, shape: CellShape, everyName: boolean): Definition[] {
    const names = everyName ? this.#definitions.keys() : new Set(code.match(IDENTIFIER));
    // JSX mentions it without saying so.
    if (names instanceof Set && dialect.endsWith("x")) names.add("React");
    const wanted: Definition[] = [];
    for (const name of names) {
      const definition = this.#definitions.get(name);
      if (definition && !shape.names.has(name)) wanted.push(definition);
    }
    return wanted;
  }

  /** A document is needed while it defines a live name, or another that is needed mentions it. */
  #takeUnneeded(): OverlayDocument[] {
    const needed = new Set<string>();
    const queue = [...this.#definitions.values()].map(({ module }) => module);
    for (const [module, { ambient }] of this.#cells) if (ambient) queue.push(module);
    for (let module = queue.pop(); module !== undefined; module = queue.pop()) {
      if (needed.has(module)) continue;
      needed.add(module);
      queue.push(...(this.#cells.get(module)?.needs ?? []));
    }
    const unneeded: OverlayDocument[] = [];
    for (const [module, cell] of this.#cells) {
      if (needed.has(module)) continue;
      this.#cells.delete(module);
      unneeded.push(cell);
    }
    return unneeded;
  }
}
