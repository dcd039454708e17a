/**
 * The committed cells as documents.
 *
 * What the server does for a cell grows with the number of documents, and when the list of what a
 * document imports changes, it builds its whole program anew, which takes ten times as long as to
 * take in another text of one document. So cells are added to a document that is there already, and
 * a document goes on importing what it once has imported.
 *
 * A cell that declares a name again makes the earlier definition superseded: what still means that
 * is written with another name for it, `x__tunebook_7`, so that both may stand in one document.
 */

import type { Dialect } from "./compile.ts";
import type { CellShape, DeclaredName } from "./declared-names.ts";
import {
  HUB_MODULE,
  HUB_TYPES,
  implicitHeader,
  moduleTypes,
  namesIn,
  PREFIX,
  requireHeader,
  takenVariable,
} from "./document-text.ts";
import { type Mentions, mentionsIn, renamed } from "./identifiers.ts";

/** How many cells a document takes: what is sent for each cell that is added. */
const CELLS = 48;

/** A document: its file name and text. */
export interface OverlayDocument {
  name: string;
  text: string;
}

/** A name, and the cell that defined it. */
export interface Definition extends DeclaredName {
  cell: FrozenCell;
  /** What other cells of a document call it once it is superseded, and its own cell if it can. */
  alias: string;
  /** A later cell has declared the name again. */
  superseded: boolean;
  /** One object for definitions of which it is known that they have the same type. */
  sense: object;
}

/** A committed cell. */
export interface FrozenCell {
  code: string;
  dialect: Dialect;
  shape: CellShape;
  /** What it declares. */
  defines: ReadonlyMap<string, Definition>;
  /** Names of earlier cells that it mentions. */
  uses: ReadonlyMap<string, Definition>;
  /** It adds to the globals or to another module, and so is needed without being named. */
  ambient: boolean;
  /** What must stand at the head of its document. */
  head: string;
  document: FrozenDocument;
  mentions?: Mentions | undefined;
  /** Its functions, once somebody asked for them. */
  functions?: readonly FunctionText[];
}

/** A function of a cell. */
export interface FunctionText {
  name: string;
  /** With the comments before it. */
  code: string;
  /** The names that it looks up when it is called, and those of types. */
  mentions: ReadonlySet<string>;
}

/** Whether a cell can be written with another name for `name`. */
function canRename(cell: FrozenCell, name: string): boolean {
  // What a script makes by assigning is declared in the header.
  if (cell.dialect.startsWith("js")) return false;
  if (!("mentions" in cell)) cell.mentions = mentionsIn(cell.code, cell.dialect);
  return cell.mentions !== undefined && !(cell.mentions.has(name) && !cell.mentions.get(name));
}

/** What `cell` calls the definition, which is its own or which it uses. */
function localName(cell: FrozenCell, definition: Definition): string {
  const { name, alias, superseded, evolves } = definition;
  // Of `const list = []` its own cell alone knows what the list came to hold: others find an `any[]`.
  const hidden = evolves && definition.cell === cell;
  if (!(superseded || hidden) || !canRename(cell, name)) return name;
  return hidden ? `${alias}_` : alias;
}

/** One cell, or some. */
export class FrozenDocument implements OverlayDocument {
  readonly module: string;
  readonly name: string;
  readonly dialect: Dialect;
  readonly cells: FrozenCell[] = [];
  /** What it imports, in this order, each with the name of its types. */
  readonly #modules = new Map<string, string>([[HUB_MODULE, HUB_TYPES]]);
  #numbered = 0;
  /** The text as the server has it. */
  text = "";
  /** The names that it exports as its cells declare them, though a later cell has declared them again. */
  clashing: readonly string[] = [];

  constructor(module: string, dialect: Dialect) {
    this.module = module;
    this.dialect = dialect;
    this.name = `${module}.${dialect}`;
  }

  add(cell: FrozenCell): void {
    this.cells.push(cell);
    cell.document = this;
  }

  /** Lets go of the cells that are not in `needed`. */
  keep(needed: ReadonlySet<FrozenCell>): void {
    const kept = this.cells.filter((cell) => needed.has(cell));
    this.cells.splice(0, this.cells.length, ...kept);
  }

  /** Whether a new cell finds in here what it means, and takes nothing from those that are here. */
  mayAdd(cell: FrozenCell, names: ReadonlySet<string>): boolean {
    if (isAlone(cell) || this.cells.length >= CELLS || this.cells.some(isAlone)) return false;
    return this.cells.every((other) => {
      for (const name of names) {
        const own = other.defines.get(name);
        const meant = own ?? other.uses.get(name);
        if (meant === undefined) {
          // It may mean what the realm has of this name. Whatever else it is, will be the new one.
          if (isOfRealm(name) && mentions(other, name)) return false;
        } else if (cell.defines.has(name) || meant.superseded) {
          if (!canRename(other, name)) return false;
        }
      }
      return true;
    });
  }

  /** Writes the text anew; whether it is another one. */
  update(): boolean {
    this.clashing = this.cells.flatMap((cell) =>
      [...cell.defines.values()]
        .filter((own) => own.superseded && localName(cell, own) === own.name)
        .map(({ name }) => name),
    );
    const own = this.cells.map(({ head }) => head).join("");
    const codes = this.cells.map(({ code }) => code);
    const shape = {
      names: new Map(this.cells.flatMap((cell) => [...cell.shape.names])),
      modules: [],
    };
    const text =
      `${own}${this.#imports()}${implicitHeader(shape)}${requireHeader(codes.join("\n"), shape)}` +
      `export {};\n${this.cells.map((cell) => this.#code(cell)).join("\n;\n")}${this.#footer()}`;
    if (text === this.text) return false;
    this.text = text;
    return true;
  }

  #code(cell: FrozenCell): string {
    const names = new Map<string, string>();
    const variables: string[] = [];
    for (const definition of [...cell.defines.values(), ...cell.uses.values()]) {
      const name = localName(cell, definition);
      if (name !== definition.name) names.set(definition.name, name);
      if (definition.kind !== "symbol")
        variables.push(`${name} = 0 as any as ${definition.evolves ?? "any"};`);
    }
    const code = names.size ? renamed(cell.code, cell.mentions!, names) : cell.code;
    if (cell.dialect.startsWith("js") || this.cells.length === 1) return code;
    // What the cell learned of a variable by looking at its value does not hold for the cells below.
    return `${code}\n;${variables.join("")}`;
  }

  #imports(): string {
    const symbols = new Map<string, Map<string, string>>();
    const variables = new Map<string, string>();
    for (const cell of this.cells) {
      for (const use of cell.uses.values()) {
        // One that can only be written as it is may mean what has another name by now.
        const isHere = use.cell.document === this;
        if (isHere && localName(cell, use) === localName(use.cell, use)) continue;
        const from = use.superseded ? use.cell.document.module : HUB_MODULE;
        if (!this.#modules.has(from)) this.#modules.set(from, `${PREFIX}m${++this.#numbered}`);
        const local = localName(cell, use);
        const name = use.superseded ? exportedName(use) : use.name;
        let symbol: string | undefined = local === name ? local : `${name} as ${local}`;
        if (use.kind === "let") {
          const { dialect } = this;
          const types = this.#modules.get(from)!;
          const taken = takenVariable({ dialect, types }, local, name, use.evolves);
          variables.set(local, taken.declaration);
          symbol = taken.import;
        }
        const list = symbols.get(from) ?? new Map<string, string>();
        if (symbol) symbols.set(from, list.set(local, symbol));
      }
    }
    let header = "";
    for (const [from, types] of this.#modules) {
      const list = [...(symbols.get(from)?.values() ?? [])].join(",");
      header += `import {${list}} from "./${from}"; ${moduleTypes(this.dialect, types, from)}`;
    }
    return header + [...variables.values()].join("");
  }

  /** Exports every name of the cells. */
  #footer(): string {
    let values = "";
    const list: string[] = [];
    for (const cell of this.cells) {
      for (const own of cell.defines.values()) {
        const local = localName(cell, own);
        const name = exportedName(own);
        if (own.implicit) {
          // An implicit global has the type that it was last given.
          values += `const ${PREFIX}_${local} = ${local};`;
          list.push(`${PREFIX}_${local} as ${name}`);
        } else if (!own.exported) list.push(local === name ? name : `${local} as ${name}`);
      }
    }
    return list.length ? `\n${values}export {${list.join(",")}};\n` : "\n";
  }

  /** Does without the modules that are no more; whether it had one of them. */
  forget(modules: ReadonlySet<string>): boolean {
    const found = [...modules].filter((module) => this.#modules.delete(module));
    return found.length > 0;
  }
}

/** The name by which a document exports a definition, and the hub as well. */
export const exportedName = (definition: Definition): string =>
  definition.superseded ? localName(definition.cell, definition) : definition.name;

const mentions = ({ code }: FrozenCell, name: string): boolean =>
  code.includes(name) && namesIn(code).has(name);

/** Types of the realm begin with a capital. */
const isOfRealm = (name: string): boolean => name in globalThis || /^\p{Lu}/u.test(name);

/** What a cell may say only once in a document, or what would change the meaning of those after it. */
const ALONE = /\bexport\s*(?:default\b|=|\{|\*)|^\s*throw\b|\bdeclare\s+(?:global|module)\b|@ts-/m;

const isAlone = ({ code, ambient, head }: FrozenCell): boolean =>
  ambient || head !== "" || ALONE.test(code);
