/**
 * The text of documents around their cells: names of our own, what stands in the header and in the footer.
 */

import { jsxRemarks, type JsxChoice } from "../emit/jsx.ts";
import type { Dialect } from "./compile.ts";
import type { CellShape } from "./declared-names.ts";

/** What the names of all overlays begin with. */
export const PREFIX = "__tunebook_";

/** Name of the document that re-exports the live names, as what imports it calls it. */
export const HUB_MODULE = `${PREFIX}session`;

/** What documents call the types of all live names. */
export const HUB_TYPES = `${PREFIX}s`;

/** The names as the user wrote them, where the text of a message tells those of documents. */
export const plainNames = (text: string): string => text.replace(OURS, "");
const OURS = new RegExp(
  `${PREFIX}\\d+_?(?![\\w$])|(?<![\\w$])(?:${PREFIX}\\w+|import\\("[^"]*/${PREFIX}\\w+"\\))\\.`,
  "g",
);

const IDENTIFIER = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu;

/** What looks like a name in a text. */
export const namesIn = (code: string): Set<string> => new Set(code.match(IDENTIFIER));

const isScript = (dialect: Dialect): boolean => dialect.startsWith("js");

/** What a document imports a variable as, of which it declares one of the same type. */
const imported = (name: string): string => `${PREFIX}v_${name}`;

/** How a document takes a variable from a module: an import, if it needs one, and a declaration. */
export interface TakenVariable {
  import: string | undefined;
  declaration: string;
}

/**
 * A variable of another document, to which a cell can assign.
 * @param local what the document calls it
 * @param name what the module calls it
 * @param types what {@link moduleTypes} calls the module
 */
export function takenVariable(
  { dialect, types }: { dialect: Dialect; types: string },
  local: string,
  name: string,
  evolves: string | undefined,
): TakenVariable {
  const declare = (type: string) => `declare let ${local}: ${type}; `;
  if (isScript(dialect))
    return { import: undefined, declaration: declare(`typeof ${types}.${name}`) };
  // `typeof` makes `any` of what has the type that it was given last; as a member of its module it goes on like that.
  if (evolves) return { import: undefined, declaration: declare(`${types}["${name}"]`) };
  return {
    import: `${name} as ${imported(local)}`,
    declaration: declare(`typeof ${imported(local)}`),
  };
}

/**
 * Gives a name to a module's types. A script has no types of its own; elsewhere it is not `import *`: for that,
 * the server goes through all that the module exports with every check.
 */
export const moduleTypes = (dialect: Dialect, types: string, module: string): string =>
  isScript(dialect)
    ? `import * as ${types} from "./${module}"; `
    : `type ${types} = typeof import("./${module}"); `;

/** How far behind the name that a header declares at `at` there stands what it is taken from. */
export function takenFrom(text: string, at: number): number {
  return TAKEN.exec(text.slice(at))?.[0].length ?? 0;
}
const TAKEN = new RegExp(`^[^:;]*: (?:typeof (?:${PREFIX}\\w+\\.)?|${PREFIX}\\w+\\[")`, "u");

/** What a document of one cell exports: every name of it. */
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
