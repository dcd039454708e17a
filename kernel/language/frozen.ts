/**
 * The committed cells as documents. Each begins as a document of its own. What the server does for a
 * cell grows with the number of documents, so older ones are joined, a dozen or two to a document,
 * where no name of one is another's: then each finds what it found before.
 */

import { jsxRemarks, type JsxChoice } from "../emit/jsx.ts";
import type { Dialect } from "./compile.ts";
import type { CellShape, DeclaredName } from "./declared-names.ts";

/** What the names of all overlays begin with. */
export const PREFIX = "__tunebook_";

/** How many documents of one cell there may be until the older half of them is joined. */
const SINGLES = 24;
const JOINED = SINGLES / 2;

/** A document: its file name and text. */
export interface OverlayDocument {
  name: string;
  text: string;
}

/** A name, and the cell that defined it. */
export interface Definition extends DeclaredName {
  cell: FrozenCell;
}

/** A committed cell. */
export interface FrozenCell {
  code: string;
  shape: CellShape;
  /** Names of earlier cells that it mentions. */
  uses: ReadonlyMap<string, Definition>;
  /** It adds to the globals or to another module, and so is needed without being named. */
  ambient: boolean;
  /** What must stand at the head of its document. */
  head: string;
  document: FrozenDocument;
}

/** One cell, or some that were joined. */
export class FrozenDocument implements OverlayDocument {
  readonly module: string;
  readonly name: string;
  readonly cells: readonly FrozenCell[];
  /** The text as the server has it. */
  text = "";

  constructor(module: string, dialect: Dialect, cells: readonly FrozenCell[]) {
    this.module = module;
    this.name = `${module}.${dialect}`;
    this.cells = cells;
    for (const cell of cells) cell.document = this;
  }

  /** Writes the text anew; whether it is another one. */
  update(): boolean {
    const own = this.cells.flatMap(({ head }) => head).join("");
    const shape = joinedShape(this.cells);
    const codes = this.cells.map(({ code }) => code);
    const text =
      `${own}${this.#imports()}${implicitHeader(shape)}${requireHeader(codes.join("\n"), shape)}` +
      `export {};\n${codes.join("\n;\n")}${footer(shape)}`;
    if (text === this.text) return false;
    this.text = text;
    return true;
  }

  #imports(): string {
    const imports = new Map<string, Set<string>>();
    const variables = new Map<string, string>();
    for (const { uses } of this.cells) {
      for (const { name, kind, cell } of uses.values()) {
        const from = cell.document.module;
        if (cell.document === this) continue;
        if (kind !== "symbol") {
          variables.set(name, `declare ${kind} ${name}: typeof import("./${from}").${name}; `);
        } else imports.set(from, (imports.get(from) ?? new Set()).add(name));
      }
    }
    let header = [...variables.values()].join("");
    for (const [from, names] of imports) {
      header += `import {${[...names].join(",")}} from "./${from}"; `;
    }
    return header;
  }
}

/** The names of several cells, no two of which share one. */
const joinedShape = (cells: readonly FrozenCell[]): CellShape => ({
  names: new Map(cells.flatMap(({ shape }) => [...shape.names])),
  modules: cells.flatMap(({ shape }) => shape.modules),
});

/** What a document exports: every name of its cells. */
export function footer(shape: CellShape): string {
  const names = [...shape.names.values()].filter(({ exported }) => !exported);
  if (!names.length) return "\n";
  // An implicit global has the type that it was last given.
  const implicit = names.filter((each) => each.implicit).map(({ name }) => name);
  const values = implicit.map((name) => `const ${PREFIX}_${name} = ${name};`).join("");
  const list = names.map(({ name, implicit }) =>
    implicit ? `${PREFIX}_${name} as ${name}` : name,
  );
  return `\n${values}export {${list.join(",")}};\n`;
}

/** Declares the names that a script only assigns to. */
export function implicitHeader(shape: CellShape): string {
  const names = [...shape.names.values()].filter(({ implicit }) => implicit);
  return names.length ? `let ${names.map(({ name }) => name).join(",")}; ` : "";
}

/** `require` of a literal name gives what an import of it gives. */
export function requireHeader(code: string, shape: CellShape): string {
  if (!code.includes("require") || shape.names.has("require")) return "";
  const found = code.matchAll(/\brequire\s*\(\s*(["'])([^"'\n\\]+)\1\s*\)/g);
  const names = new Set([...found].map(([, , name]) => JSON.stringify(name)));
  if (!names.size) return "";
  const signatures = [...names].map((name) => `(id: ${name}): typeof import(${name})`);
  return `declare const require: {${signatures.join("; ")}} & NodeJS.Require; `;
}

/** TypeScript reads remarks about JSX only at the head of a file. */
export function jsxHeader(code: string, dialect: Dialect, choice: JsxChoice): string {
  if (!dialect.endsWith("x")) return "";
  const remarks =
    choice.runtime === "classic"
      ? ["/** @jsxRuntime classic */", ...(choice.pragma ? [`/** @jsx ${choice.pragma} */`] : [])]
      : ["/** @jsxRuntime automatic */", `/** @jsxImportSource ${choice.importSource} */`];
  return [...remarks, ...jsxRemarks(code), ""].join(" ");
}

/** What a cell may say only once in a document, or what would change the meaning of those after it. */
const ALONE = /\bexport\s*(?:default\b|=|\{|\*)|^\s*throw\b|\bdeclare\s+(?:global|module)\b|@ts-/m;

const mayJoin = ({ code, ambient, head, document }: FrozenCell): boolean =>
  document.cells.length === 1 && !ambient && head === "" && !ALONE.test(code);

const extensionOf = ({ document }: FrozenCell): string =>
  document.name.slice(document.module.length);

/**
 * Older cells of `cells` that may stand in one document, if there are enough for it to be worth while.
 * They are in order; whatever a cell mentions is either defined by one of them or by none of them.
 */
export function joinable(cells: readonly FrozenCell[]): FrozenCell[] {
  const singles = cells.filter(mayJoin);
  if (singles.length <= SINGLES) return [];
  const joined: FrozenCell[] = [];
  const names = new Map<string, FrozenCell>();
  const outside = new Map<string, FrozenCell>();
  for (const cell of singles.slice(0, -JOINED)) {
    const declares = [...cell.shape.names.keys()];
    const uses = [...cell.uses.values()];
    const clash =
      declares.some((name) => names.has(name) || outside.has(name)) ||
      uses.some(({ name, cell: from }) => {
        const inside = names.get(name);
        if (inside) return inside !== from;
        return (outside.get(name) ?? from) !== from;
      });
    if (clash || extensionOf(cell) !== extensionOf(singles[0]!)) continue;
    joined.push(cell);
    for (const name of declares) names.set(name, cell);
    for (const { name, cell: from } of uses) if (!names.has(name)) outside.set(name, from);
  }
  return joined.length > 1 ? joined : [];
}
