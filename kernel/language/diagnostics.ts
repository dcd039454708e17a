/** What the language server says of the cell in work → what the user is told. */

import { installAdvice } from "../missing-package.ts";
import type { Diagnostic } from "./language.ts";
import { plainNames } from "./document-text.ts";
import { HEADER_LINES } from "./overlay.ts";
import { LineIndex } from "./positions.ts";
import { isBare, packageName } from "./project-config.ts";
import { typeAdvice } from "./type-advice.ts";

/** A diagnostic of the language server protocol, as far as it is used. */
export interface LspDiagnostic {
  range: { start: { line: number; character: number }; end: { line: number; character: number } };
  severity?: number;
  code?: number | string;
  message: string;
  /** What belongs to it elsewhere: a declaration, or what may have been meant. */
  relatedInformation?: { message: string }[];
}

const ERROR = 1;
/** So many characters behind what is meant are looked at. */
const BEHIND = 80;
/** Cannot find module; 2882 is that of `import "…"` alone. */
export const MODULE_NOT_FOUND = new Set([2307, 2792, 2732, 2882]);
/** Block-scoped variable used before its declaration. */
const BEFORE_DECLARED = 2448;
/** Variable is used before being assigned; said beside the other of a variable with a written type. */
const BEFORE_ASSIGNED = 2454;
/** Cannot assign to a name because it is an import, as which constants of earlier cells come in. */
const ASSIGNED_IMPORT = 2632;
/** Cannot assign to a name because it is a constant. */
const ASSIGNED_CONSTANT = 2588;
/** Errors that never stop a cell. */
const IGNORED = new Set([
  2306, // a file that is no module
  2695, // `a, b`: the left side is unused
  1203, // `export =`, harmless here
  1202, // `import x = require()`, which cells have
  7016, // a package without types
]);

/** An assertion (`assert(x)`) narrows nothing, since its function is declared without a written type, as by `require`. */
const NARROWS_NOTHING = new Set([2775, 2776]);

/** "… implicitly has an 'any' type", in all its forms; 7016 is a package without types. */
const isImplicitAny = (code: number) =>
  code >= 7005 && code <= 7057 && (code < 7027 || code > 7030);

/** The module that a diagnostic complains of. */
export function missingModule(diagnostic: LspDiagnostic): string | undefined {
  if (!MODULE_NOT_FOUND.has(Number(diagnostic.code))) return undefined;
  return quoted(diagnostic.message);
}

const quoted = (message: string): string | undefined => /'([^']+)'/.exec(message)?.[1];

/** What a cell's document cannot say, and the session knows. */
export interface Surroundings {
  /** Whether Node would find a module for which TypeScript found no declarations. */
  exists(specifier: string): boolean;
  /** Whether the cell declares, at its top level, a name that an earlier cell declared too. */
  redeclares(name: string): boolean;
  /** Whether it is a constant of an earlier cell that the name means. */
  isConstant(name: string): boolean;
  /** Whether the project wants to be told of what is implicitly `any`. */
  implicitAny?: boolean;
}

/** The remark at a file's head that lets its types be; TypeScript does not find it below our header. */
const UNCHECKED = /^(?:\s|\/\/.*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*\/\/\/?\s*@ts-nocheck\b/;

/** Whether the cell asks for its types not to be checked. */
const isUnchecked = (code: string): boolean => code.includes("@ts-nocheck") && UNCHECKED.test(code);

/** Errors in the cell's own lines. */
export function cellDiagnostics(
  items: readonly LspDiagnostic[],
  code: string,
  { exists, redeclares, isConstant, implicitAny = false }: Surroundings,
): Diagnostic[] {
  const index = new LineIndex(code);
  const advised = new Set<string>();
  const lines = code.split("\n").length;
  // `const df = df.filter(…)` reads the value that an earlier cell gave the name.
  const earlier = new Set<string>();
  for (const { code: number, message, range } of items) {
    if (number === BEFORE_DECLARED && redeclares(quoted(message) ?? "")) earlier.add(place(range));
  }
  const readsEarlier = (number: number, range: LspDiagnostic["range"]) =>
    (number === BEFORE_DECLARED || number === BEFORE_ASSIGNED) && earlier.has(place(range));
  const diagnostics: Diagnostic[] = [];
  for (const told of items) {
    const item = asConstant(told, isConstant);
    const { start, end } = item.range;
    const line = start.line - HEADER_LINES;
    const number = Number(item.code);
    if (item.severity !== ERROR || IGNORED.has(number)) continue;
    if (isImplicitAny(number) && !implicitAny) continue;
    if (readsEarlier(number, item.range)) continue;
    if (line < 0 || line >= lines) continue; // the header's and the footer's own
    const module = missingModule(item);
    if (module !== undefined && exists(module)) continue;
    const from = index.offset(line, start.character);
    const to = index.offset(end.line - HEADER_LINES, end.character);
    const said = plainNames(item.message);
    const meantText = code.slice(from, to);
    const behind = code.slice(to, to + BEHIND);
    const advice = () => {
      const line = typeAdvice({ number, message: said, meant: meantText, behind });
      // Of two wrong elements in one list it is said once.
      if (advised.has(line)) return "";
      advised.add(line);
      return line;
    };
    diagnostics.push({
      message: module === undefined ? inShort(said) + (meant(item) || advice()) : notFound(module),
      ...(typeof item.code === "number" ? { code: item.code } : {}),
      ...(module === undefined ? {} : { isMissingModule: true }),
      line,
      column: start.character,
      endLine: Math.min(end.line - HEADER_LINES, lines - 1),
      endColumn: end.character,
    });
  }
  // The cell runs; where something else is wrong, this may be why.
  if (isUnchecked(code)) return diagnostics.filter((each) => each.isMissingModule);
  const isFine = diagnostics.every((each) => NARROWS_NOTHING.has(each.code ?? 0));
  return isFine ? [] : diagnostics;
}

/** What is said of an import, said of the constant that it is to the user. */
function asConstant(item: LspDiagnostic, isConstant: Surroundings["isConstant"]): LspDiagnostic {
  const name = quoted(item.message);
  if (item.code !== ASSIGNED_IMPORT || name === undefined || !isConstant(name)) return item;
  const message = `Cannot assign to '${name}' because it is a constant.`;
  return { ...item, code: ASSIGNED_CONSTANT, message };
}

/** "Did you forget to use 'await'?" and its like, which the server tells beside the error. */
const meant = ({ relatedInformation = [] }: LspDiagnostic): string =>
  relatedInformation
    .map(({ message }) => message)
    .filter((message) => /^(?:Did you|An argument for) /.test(message))
    .map((message) => `\n${message}`)
    .join("");

/** The type of an object with many members, which says nothing to whoever misspelt one. */
const OBJECT_TYPE = /(does not exist on type )'\{[^']{80,}\}'/;

/** A message that a reader takes in at once: a long type cut, of a long chain of reasons the first and the last. */
function inShort(message: string): string {
  const lines = message.replace(OBJECT_TYPE, "$1'{ … }'").split("\n");
  return lines.length > 2 ? `${lines[0]}\n  ${lines.at(-1)!.trim()}` : lines.join("\n");
}

const place = ({ start }: LspDiagnostic["range"]): string => `${start.line}:${start.character}`;

function notFound(module: string): string {
  const what = `Cannot find module '${module}'.`;
  if (!isBare(module)) return `${what} The path starts at the notebook's folder.`;
  return `${what} ${installAdvice(packageName(module), "the notebook's folder")}`;
}
