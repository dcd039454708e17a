/**
 * The cells as documents for the language server.
 *
 * Committed cells are frozen: they stand in documents, below a header which brings in the names of
 * other documents that they mention, and above a footer which exports their names:
 *
 *     import {c, f, y as __tunebook_v_y} from "./__tunebook_session"; type __tunebook_s = …; declare let y: typeof __tunebook_v_y; export {};
 *     …the cells…
 *     export {x};
 *
 * A variable comes in by `declare`, so that it can be assigned to; all else by `import`, which
 * carries value, type and namespace, and a constant's type as its own cell had it: of `const x = 5`,
 * `let y = x` makes a number, but the type 5 of what is declared as `typeof x`. Names that the cell declares itself are left out. It is a
 * header, since unfinished code would swallow a footer.
 *
 * The cell being checked or typed is the slot: one document, again and again, which takes all names
 * from the hub, a document that re-exports the live ones. As their lists of imports seldom change,
 * the server need not build its program anew, which costs 15 ms, and 50 with a large library; the
 * frozen cells change after a cell was committed, while it runs.
 */

import { jsxChoice } from "../emit/jsx.ts";
import type { TsConfig } from "../tsconfig.ts";
import type { Dialect } from "./compile.ts";
import { cellShape, type CellShape } from "./declared-names.ts";
import {
  footer,
  HUB_MODULE,
  HUB_TYPES,
  implicitHeader,
  jsxHeader,
  moduleTypes,
  namesIn,
  PREFIX,
  requireHeader,
  takenVariable,
} from "./document-text.ts";
import {
  type Definition,
  exportedName,
  type FrozenCell,
  FrozenDocument,
  type OverlayDocument,
} from "./frozen.ts";
import { functionsToRetake, hasFunctionsOf, mentionsOf, type Replacement } from "./retake.ts";

export { type Definition, HUB_MODULE, type OverlayDocument, PREFIX };

/** Name of the document that re-exports the live names. */
export const HUB_NAME = `${HUB_MODULE}.ts`;

/** Of two files that differ only in these extensions a project would take one. */
const SLOT_NAMES: Record<Dialect, string> = {
  ts: `${PREFIX}cell.ts`,
  tsx: `${PREFIX}view.tsx`,
  js: `${PREFIX}script.js`,
  jsx: `${PREFIX}page.jsx`,
};

/** The name of the document of a cell in work. */
export const slotName = (dialect: Dialect): string => SLOT_NAMES[dialect];

/** Lines before the cell's text. */
export const HEADER_LINES = 1;

/** The document of the cell in work; the cell's text starts on line {@link HEADER_LINES}. */
export interface Slot extends OverlayDocument {
  shape: CellShape;
  /** It imports modules or adds to the globals: it must not stay there once the cell has run. */
  weighty: boolean;
}

/** What became of the documents when a cell was committed. */
export interface Committed {
  /** New ones, and those whose text changed. */
  written: OverlayDocument[];
  /** Those that nothing refers to any more. */
  unneeded: OverlayDocument[];
  /** Whether one of those written is new. */
  opened: boolean;
  /** What the cell imports. */
  modules: readonly string[];
  /** Names that earlier cells declared as well. */
  redeclared: readonly string[];
}

/** To how many documents a cell is tried to be added. */
const TRIED = 8;

const AMBIENT = /\bdeclare\s+(?:global|module)\b/;

/** Two classes or enums are never the same. */
const NOMINAL = /\b(?:class|enum)\b/;

/** Whether two cells say the same of the same, so that what they define has the same types. */
function isSame(one: FrozenCell, other: FrozenCell): boolean {
  if (one.code !== other.code || one.uses.size !== other.uses.size) return false;
  if (one.dialect !== other.dialect || NOMINAL.test(one.code)) return false;
  return [...other.uses].every(([name, { sense }]) => one.uses.get(name)?.sense === sense);
}

/** The committed cells of a session, and the text of the one in work. */
export class CellOverlays {
  readonly #definitions = new Map<string, Definition>();
  /** In the order in which they were committed. */
  readonly #cells = new Set<FrozenCell>();
  readonly #documents = new Set<FrozenDocument>();
  #count = 0;
  #aliases = 0;
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

  /** Whether the latest cell that defined `name` made it a constant. */
  isConstant(name: string): boolean {
    return this.#definitions.get(name)?.kind === "const";
  }

  /**
   * The document of a cell that is checked or being typed.
   * @param everyName bring in all names, as completion wants, not only those that occur in the text
   */
  slot(code: string, dialect: Dialect, everyName = false): Slot {
    const shape = cellShape(code, dialect);
    const symbols: string[] = [];
    let variables = "";
    for (const { name, kind, evolves } of this.#wanted(code, dialect, shape, everyName)) {
      if (kind !== "let") symbols.push(name);
      else {
        const taken = takenVariable({ dialect, types: HUB_TYPES }, name, name, evolves);
        if (taken.import) symbols.push(taken.import);
        variables += taken.declaration;
      }
    }
    const header =
      jsxHeader(code, dialect, this.jsx(code)) +
      `import {${symbols.join(",")}} from "./${HUB_MODULE}"; ` +
      moduleTypes(dialect, HUB_TYPES, HUB_MODULE) +
      `${variables}${implicitHeader(shape)}${requireHeader(code, shape)}export {};\n`;
    const weighty = shape.modules.length > 0 || AMBIENT.test(code);
    return { name: slotName(dialect), text: header + code + footer(shape), shape, weighty };
  }

  /** The document that re-exports every live name. */
  get hub(): OverlayDocument {
    // Of a name that two documents export, which cannot be helped where a text cannot be renamed, the latest.
    const clashing = new Set([...this.#documents].flatMap((document) => document.clashing));
    const chosen = new Map<FrozenDocument, string[]>();
    for (const name of clashing) {
      const { document } = this.#definitions.get(name)!.cell;
      chosen.set(document, [...(chosen.get(document) ?? []), name]);
    }
    let text = "export {};\n";
    for (const document of this.#documents) {
      const names = chosen.get(document)?.join(",") ?? "";
      text += `export {${names}} from "./${document.module}"; export * from "./${document.module}";\n`;
    }
    return { name: HUB_NAME, text };
  }

  /** Takes a cell in; the latest definition of a name wins. */
  commit(code: string, dialect: Dialect): Committed {
    const shape = cellShape(code, dialect);
    // It leaves nothing behind that a later cell could see: the server need not hear of it.
    if (shape.names.size === 0 && !AMBIENT.test(code))
      return { written: [], unneeded: [], opened: false, modules: shape.modules, redeclared: [] };
    return this.#add(code, dialect, shape, this.#wanted(code, dialect, shape, false));
  }

  /** The functions that cells declared, each after those that it calls. */
  get functions(): string[] {
    const sorted: string[] = [];
    const seen = new Set<string>();
    const visit = (name: string): void => {
      if (seen.has(name)) return;
      seen.add(name);
      const { cell } = this.#definitions.get(name) ?? {};
      const mentions = cell && mentionsOf(cell, name);
      if (!mentions) return;
      for (const each of mentions) visit(each);
      sorted.push(name);
    };
    for (const name of this.#definitions.keys()) visit(name);
    return sorted;
  }

  /**
   * What functions mean by `names` that is not the latest of its name, nor known to have the same type. It need not
   * be the one before the latest: a cell that was run again unchanged gave no reason to take its readers again.
   */
  replacements(names: ReadonlySet<string>): Replacement[] {
    const pairs = new Map<Definition, Replacement>();
    for (const cell of this.#cells) {
      for (const old of [...cell.defines.values(), ...cell.uses.values()]) {
        if (!old.superseded || !names.has(old.name) || pairs.has(old)) continue;
        const latest = this.#definitions.get(old.name)!;
        const isKnown = old.sense === latest.sense || latest.isType;
        if (isKnown || exportedName(old) === latest.name) continue;
        if (hasFunctionsOf(cell, old)) pairs.set(old, { old, latest });
      }
    }
    return [...pairs.values()];
  }

  /**
   * Commits functions once more that mention what was replaced by something of another type. Whether theirs is
   * another one by that must be known before it goes on to cells that mention them.
   * @param changed the old definitions
   * @param left {@link functions}; those that were looked at are taken out
   * @returns undefined once nothing is left to do
   */
  retake(changed: ReadonlySet<Definition>, left: string[]): Committed | undefined {
    const all: Committed[] = [];
    const taken = new Set<string>();
    for (let name = left[0]; name !== undefined; name = left[0]) {
      // By now it may be another's, or the session have begun anew.
      const { cell } = this.#definitions.get(name) ?? {};
      if (cell && [...cell.uses.keys()].some((each) => taken.has(each))) break;
      left.shift();
      const functions =
        cell && functionsToRetake(cell, changed, (each) => this.#definitions.get(each));
      if (!cell || !functions) continue;
      const { code, uses } = functions;
      const shape = cellShape(code, cell.dialect);
      for (const each of shape.names.keys()) taken.add(each);
      all.push(this.#add(code, cell.dialect, shape, uses));
    }
    if (!all.length) return undefined;
    const unneeded = new Set(all.flatMap((each) => each.unneeded));
    const written = new Set(all.flatMap((each) => each.written));
    return {
      written: [...written].filter((each) => !unneeded.has(each)),
      unneeded: [...unneeded],
      opened: all.some(({ opened }) => opened),
      modules: all.flatMap(({ modules }) => modules),
      redeclared: all.flatMap(({ redeclared }) => redeclared),
    };
  }

  #add(code: string, dialect: Dialect, shape: CellShape, uses: readonly Definition[]): Committed {
    const defines = new Map<string, Definition>();
    const cell: FrozenCell = {
      code,
      dialect,
      shape,
      defines,
      uses: new Map(uses.map((each) => [each.name, each] as const)),
      ambient: AMBIENT.test(code),
      head: jsxHeader(code, dialect, this.jsx(code)),
      document: undefined as never, // its document sets it
    };
    const old = this.#replacedBy(cell);
    const changed = this.#supersede(old);
    for (const declared of shape.names.values()) {
      const alias = `${declared.name}${PREFIX}${++this.#aliases}`;
      const before = this.#definitions.get(declared.name);
      const sense = before && isSame(before.cell, cell) ? before.sense : {};
      const definition = { ...declared, cell, alias, superseded: false, sense };
      defines.set(declared.name, definition);
      this.#definitions.set(declared.name, definition);
    }
    this.#cells.add(cell);
    if (changed.size) for (const document of this.#takeUnneeded()) changed.add(document);
    const known = this.#documentFor(cell);
    const document = known ?? this.#open(dialect);
    document.add(cell);
    changed.add(document);
    const unneeded = [...changed].filter(({ cells }) => cells.length === 0);
    const modules = new Set(unneeded.map(({ module }) => module));
    for (const each of unneeded) this.#documents.delete(each);
    if (unneeded.length)
      for (const each of this.#documents) if (each.forget(modules)) changed.add(each);
    const written = [...changed].filter((each) => each.cells.length > 0 && each.update());
    return {
      written,
      unneeded,
      opened: known === undefined,
      modules: shape.modules,
      redeclared: [...old].map(({ name }) => name),
    };
  }

  /** The definitions of what the cell declares again. */
  #replacedBy(cell: FrozenCell): Set<Definition> {
    const old = new Set<Definition>();
    for (const name of cell.shape.names.keys()) {
      const definition = this.#definitions.get(name);
      if (definition) old.add(definition);
    }
    return old;
  }

  /** What was declared again is another's now; the documents that speak of it. */
  #supersede(old: ReadonlySet<Definition>): Set<FrozenDocument> {
    const documents = new Set<FrozenDocument>();
    if (!old.size) return documents;
    for (const definition of old) definition.superseded = true;
    for (const each of this.#cells) {
      for (const definition of old) {
        const uses = each.uses.get(definition.name) === definition;
        if (uses || definition.cell === each) documents.add(each.document);
      }
    }
    return documents;
  }

  /** The latest document to which the cell can be added. */
  #documentFor(cell: FrozenCell): FrozenDocument | undefined {
    const names = new Set([...cell.defines.keys(), ...cell.uses.keys()]);
    return [...this.#documents]
      .slice(-TRIED)
      .findLast((each) => each.dialect === cell.dialect && each.mayAdd(cell, names));
  }

  #open(dialect: Dialect): FrozenDocument {
    const document = new FrozenDocument(`${PREFIX}c${++this.#count}`, dialect);
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
    const names = everyName ? this.#definitions.keys() : namesIn(code);
    // JSX mentions it without saying so.
    if (names instanceof Set && dialect.endsWith("x")) names.add("React");
    const wanted: Definition[] = [];
    for (const name of names) {
      const definition = this.#definitions.get(name);
      if (definition && !shape.names.has(name)) wanted.push(definition);
    }
    return wanted;
  }

  /** A cell is needed while it defines a live name, or another that is needed mentions it. Gives the documents that lose one. */
  #takeUnneeded(): Set<FrozenDocument> {
    const needed = new Set<FrozenCell>();
    const queue = [...this.#definitions.values()].map(({ cell }) => cell);
    for (const cell of this.#cells) if (cell.ambient) queue.push(cell);
    for (let cell = queue.pop(); cell; cell = queue.pop()) {
      if (needed.has(cell)) continue;
      needed.add(cell);
      for (const use of cell.uses.values()) queue.push(use.cell);
    }
    const documents = new Set<FrozenDocument>();
    for (const cell of this.#cells) {
      if (needed.has(cell)) continue;
      this.#cells.delete(cell);
      documents.add(cell.document);
    }
    for (const document of documents) document.keep(needed);
    return documents;
  }
}
