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

import { jsxChoice } from "../emit/jsx.ts";
import type { TsConfig } from "../tsconfig.ts";
import type { Dialect } from "./compile.ts";
import { cellShape, type CellShape } from "./declared-names.ts";
import {
  type Definition,
  footer,
  type FrozenCell,
  FrozenDocument,
  implicitHeader,
  joinable,
  jsxHeader,
  type OverlayDocument,
  PREFIX,
  requireHeader,
} from "./frozen.ts";

export { type OverlayDocument, PREFIX };

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

/** The document of the cell in work; the cell's text starts on line {@link HEADER_LINES}. */
export interface Slot extends OverlayDocument {
  shape: CellShape;
}

/** What became of the documents when a cell was committed. */
export interface Committed {
  /** New ones, and those whose text changed. */
  written: OverlayDocument[];
  /** Those that nothing refers to any more. */
  unneeded: OverlayDocument[];
  shape: CellShape;
}

const IDENTIFIER = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu;

const AMBIENT = /\bdeclare\s+(?:global|module)\b/;

/** The committed cells of a session, and the text of the one in work. */
export class CellOverlays {
  readonly #definitions = new Map<string, Definition>();
  /** In the order in which they were committed. */
  readonly #cells = new Set<FrozenCell>();
  readonly #documents = new Set<FrozenDocument>();
  #count = 0;
  /** The project's options: what JSX means is written into each document. */
  config: TsConfig = { path: undefined, options: {}, include: [], exclude: [], files: [] };

  /** Names that earlier cells defined. */
  get names(): string[] {
    return [...this.#definitions.keys()];
  }

  /** How many documents there are of committed cells. */
  get size(): number {
    return this.#documents.size;
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
      jsxHeader(code, dialect, this.jsx(code)) +
      `import * as ${PREFIX}s from "${HUB_MODULE}"; import {${symbols.join(",")}} from "${HUB_MODULE}"; ` +
      `${variables}${implicitHeader(shape)}${requireHeader(code, shape)}export {};\n`;
    return { name: SLOT_NAMES[dialect], text: header + code + footer(shape), shape };
  }

  /** The document that re-exports every live name from the cell that defined it last. */
  get hub(): OverlayDocument {
    const modules = new Map<string, string[]>();
    for (const { name, cell } of this.#definitions.values()) {
      const { module } = cell.document;
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

  /** Takes a cell in; the latest definition of a name wins. */
  commit(code: string, dialect: Dialect): Committed {
    const shape = cellShape(code, dialect);
    const ambient = AMBIENT.test(code);
    // It leaves nothing behind that a later cell could see: the server need not hear of it.
    if (shape.names.size === 0 && shape.modules.length === 0 && !ambient)
      return { written: [], unneeded: [], shape };
    const uses = this.#wanted(code, dialect, shape, false).map(
      (definition) => [definition.name, definition] as const,
    );
    const frozen: FrozenCell = {
      code,
      shape,
      uses: new Map(uses),
      ambient,
      head: jsxHeader(code, dialect, this.jsx(code)),
      document: undefined as never, // #open sets it
    };
    const written = [this.#open(dialect, [frozen])];
    this.#cells.add(frozen);
    for (const declared of shape.names.values()) {
      this.#definitions.set(declared.name, { ...declared, cell: frozen });
    }
    const unneeded = this.#takeUnneeded();
    const older = joinable([...this.#cells]);
    if (older.length) {
      unneeded.push(...older.map((cell) => cell.document));
      for (const { document } of older) this.#documents.delete(document);
      written.push(this.#open(dialectOfDocument(older[0]!.document), older));
      // What mentions them finds them in another document now.
      for (const document of this.#documents) if (document.update()) written.push(document);
    }
    return { written: [...new Set(written)], unneeded, shape };
  }

  #open(dialect: Dialect, cells: readonly FrozenCell[]): FrozenDocument {
    const document = new FrozenDocument(`${PREFIX}c${++this.#count}`, dialect, cells);
    document.update();
    this.#documents.add(document);
    return document;
  }

  /** The document of committed cells whose name satisfies `wanted`. */
  document(wanted: (name: string) => boolean): OverlayDocument | undefined {
    return [...this.#documents].find(({ name }) => wanted(name));
  }

  /** Forgets everything; gives back the documents there were. */
  reset(): OverlayDocument[] {
    const all = [...this.#documents];
    this.#cells.clear();
    this.#documents.clear();
    this.#definitions.clear();
    return all;
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

  /** A cell is needed while it defines a live name, or another that is needed mentions it; a document while one of its cells is. */
  #takeUnneeded(): OverlayDocument[] {
    const needed = new Set<FrozenCell>();
    const queue = [...this.#definitions.values()].map(({ cell }) => cell);
    for (const cell of this.#cells) if (cell.ambient) queue.push(cell);
    for (let cell = queue.pop(); cell; cell = queue.pop()) {
      if (needed.has(cell)) continue;
      needed.add(cell);
      for (const use of cell.uses.values()) queue.push(use.cell);
      // A document is kept whole.
      queue.push(...cell.document.cells);
    }
    const unneeded = new Set<FrozenDocument>();
    for (const cell of this.#cells) {
      if (needed.has(cell)) continue;
      this.#cells.delete(cell);
      this.#documents.delete(cell.document);
      unneeded.add(cell.document);
    }
    return [...unneeded];
  }
}

const dialectOfDocument = ({ name, module }: FrozenDocument): Dialect =>
  name.slice(module.length + 1) as Dialect;
