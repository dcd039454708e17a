/** A cell's text → a function that runs: emitted as plain JavaScript, rewritten into boxes, with its source map. */

import { parseSync } from "../emit/packages.ts";
import { emit, type Emitted, type Lang, type OxcError, type SourceType } from "../emit/emit.ts";
import { jsxChoice } from "../emit/jsx.ts";
import { encodeMappings, joinMappings, type Mapping } from "../emit/source-map.ts";
import { foreignAdvice } from "../foreign-code.ts";
import type { TsConfig } from "../tsconfig.ts";
import type { SessionNames } from "./box-names.ts";
import type { CompileResult, CompiledCell, Diagnostic, SourceLanguage } from "./language.ts";
import { mayHoldHelpers, plainCell } from "./lowered.ts";
import { LineIndex, utf16Offset } from "./positions.ts";
import { rewrite } from "./rewrite.ts";
import type { BindingKind } from "./scope.ts";

/** The dialect of a cell: `<T>(x) => x` is fine in ts only, `<div/>` in tsx only. */
export type Dialect = Lang;

/** A compiled cell and what the session wants to know of it. */
export type Compiled =
  | { ok: true; cell: CompiledCell; names: Map<string, BindingKind>; dialect: Dialect }
  | { ok: false; errors: Diagnostic[] };

/** In what language and by which options cells are compiled. */
export interface CompileOptions {
  sourceLanguage?: SourceLanguage;
  config?: TsConfig;
}

const NO_CONFIG: TsConfig = { path: undefined, options: {}, include: [], exclude: [], files: [] };

interface Attempt {
  lang: Lang;
  sourceType: SourceType;
}

const SCRIPTS: SourceType[] = ["script", "unambiguous", "module"];

/** In what ways a text may be read, in the order in which they are tried. */
function attempts(code: string, language: SourceLanguage): Attempt[] {
  const jsx = code.includes("<");
  if (language === "typescript") {
    const langs: Lang[] = jsx ? ["ts", "tsx"] : ["ts"];
    return langs.map((lang) => ({ lang, sourceType: "module" }));
  }
  const langs: Lang[] = jsx ? ["js", "jsx"] : ["js"];
  return langs.flatMap((lang) => SCRIPTS.map((sourceType) => ({ lang, sourceType })));
}

/** A line for the shell at the head is a remark to us; every offset stays what it was. */
export const withoutHashbang = (code: string): string => code.replace(/^(\uFEFF?)#!/, "$1//");

/** Compiles a cell in the light of the names that earlier cells defined. */
export function compile(
  cell: string,
  session: SessionNames,
  options: CompileOptions = {},
): Compiled {
  try {
    return compileAny(cell, session, options);
  } catch (error) {
    // The trees of code are walked by calls within calls.
    if (!(error instanceof RangeError)) throw error;
    const message =
      "The cell is nested too deeply: thousands of brackets, functions or operators within each other. Build such a value in a loop, or load it from a file.";
    return { ok: false, errors: atStart(message) };
  }
}

function compileAny(
  cell: string,
  session: SessionNames,
  { sourceLanguage = "typescript", config = NO_CONFIG }: CompileOptions,
): Compiled {
  const code = withoutHashbang(cell);
  const jsx = jsxChoice(code, config, session.has("React"));
  let best: { attempt: Attempt; errors: Diagnostic[] } | undefined;
  for (const attempt of attempts(code, sourceLanguage)) {
    const emitted = emit(code, { ...attempt, config, jsx, keepImports: true });
    if (emitted.ok) return finish(code, emitted, attempt, session);
    const errors = syntaxErrors(code, attempt, emitted.errors);
    if (!best || isBetter(errors, attempt, best.errors, code)) best = { attempt, errors };
  }
  const { errors } = best!;
  if (sourceLanguage === "javascript" && isTypeScript(code))
    return { ok: false, errors: [{ ...errors[0]!, message: NOT_TYPESCRIPT }] };
  return { ok: false, errors: withForeignAdvice(errors, code, sourceLanguage) };
}

/** The errors, the first one with what to do about a line of Python or of a shell. */
function withForeignAdvice(
  [first, ...others]: Diagnostic[],
  code: string,
  language: SourceLanguage,
): Diagnostic[] {
  if (first === undefined) return others;
  const advice = foreignAdvice(code, first.line, language);
  if (advice === undefined) return [first, ...others];
  return [{ ...first, message: `${first.message}\n${advice}` }, ...others];
}

const NOT_TYPESCRIPT = `The cell is TypeScript, and this kernel runs JavaScript.
Choose the kernel "TypeScript (Tunebook)" for this notebook, or leave the types out.`;

/** Whether a text reads as TypeScript from end to end, and in no way as JavaScript, whose own errors (a name declared twice) are told as such. */
const isTypeScript = (code: string): boolean =>
  isReadAs("typescript", code) && !isReadAs("javascript", code);

/** Whether a text has the grammar of a language; what its names mean is not looked at. */
const isReadAs = (language: SourceLanguage, code: string): boolean =>
  attempts(code, language).some(
    ({ lang, sourceType }) => parseSync(`cell.${lang}`, code, { sourceType }).errors.length === 0,
  );

/** Of several readings that failed, the one that got further says what is wrong; JSX if it looks like it. */
function isBetter(errors: Diagnostic[], { lang }: Attempt, than: Diagnostic[], code: string) {
  if (lang.endsWith("x")) return /<\/|\/>/.test(code);
  const [one, other] = [errors[0]!, than[0]!];
  return one.line > other.line || (one.line === other.line && one.column > other.column);
}

function finish(
  code: string,
  { js, mappings: inner }: Extract<Emitted, { ok: true }>,
  { lang, sourceType }: Attempt,
  session: SessionNames,
): Compiled {
  const parsed = parseSync("cell.js", js, { sourceType, preserveParens: false });
  if (parsed.errors.length) return { ok: false, errors: atStart(parsed.errors[0]!.message) };
  const { text, names } = rewrite(js, parsed.program, {
    session,
    sloppy: lang.startsWith("js"),
    plain: mayHoldHelpers(js) ? plainCell(code, lang, sourceType) : undefined,
  });
  const outer = text
    .generateDecodedMap({ hires: "boundary" })
    .mappings.map((line) =>
      line.flatMap((segment): Mapping[] =>
        segment.length >= 4 ? [[segment[0], segment[2]!, segment[3]!]] : [],
      ),
    );
  const map = JSON.stringify({
    version: 3,
    sources: ["cell"],
    names: [],
    mappings: encodeMappings(joinMappings(outer, inner)),
  });
  return {
    ok: true,
    cell: { js: text.toString(), map, names: [...names.keys()] },
    names,
    dialect: lang,
  };
}

/** Compiles one expression, as `user_expressions` sends them; `{ a: 1 }` is an object. */
export function compileExpression(
  code: string,
  session: SessionNames,
  options: CompileOptions = {},
): CompileResult {
  const compiled = compile(`(${code}\n)`, session, options);
  if (!compiled.ok) {
    // The first line starts behind our parenthesis; the line of the closing one is not the user's.
    const index = new LineIndex(code);
    const place = (line: number, column: number) =>
      index.at(
        Math.min(code.length, index.offset(line, line === 0 ? Math.max(0, column - 1) : column)),
      );
    const errors = compiled.errors.map(({ message, line, column, endLine, endColumn }) => {
      const start = place(line, column);
      const end = place(endLine, endColumn);
      return { message, ...start, endLine: end.line, endColumn: end.column };
    });
    return { ok: false, errors };
  }
  if (compiled.names.size) return { ok: false, errors: atStart("An expression is expected.") };
  return { ok: true, cell: compiled.cell };
}

/** What the parser calls by its own names. */
const inWords = (message: string): string =>
  message.replace("found `EOF`", "the cell ends here").replace("`Identifier`", "a name");

const sentence = (text: string) => text.replace(/\.?$/, ".");

const atStart = (message: string): Diagnostic[] => [
  { message, line: 0, column: 0, endLine: 0, endColumn: 0 },
];

/** oxc's errors as diagnostics. Its parser counts UTF-16 units, its transformer UTF-8 bytes. */
function syntaxErrors(
  code: string,
  { lang, sourceType }: Attempt,
  fallback: OxcError[],
): Diagnostic[] {
  const index = new LineIndex(code);
  const parsed = parseSync(`cell.${lang}`, code, { sourceType, showSemanticErrors: true });
  const toDiagnostic = (
    error: Pick<OxcError, "message" | "labels" | "helpMessage">,
    offset: (at: number) => number,
  ): Diagnostic => {
    // Of a redeclaration the second place is the wrong one.
    const label = error.labels.findLast((label) => /redeclared/.test(label.message ?? ""));
    const { start = 0, end = 0 } = label ?? error.labels[0] ?? {};
    const help = error.helpMessage ? ` ${sentence(error.helpMessage)}` : "";
    const opened = error.labels.find(({ message }) => message === "Opened here");
    const openedIn = opened && index.at(offset(opened.start)).line;
    // In the same line it is seen by itself.
    const unclosed =
      openedIn === undefined || openedIn === index.at(offset(start)).line
        ? ""
        : ` What line ${openedIn + 1} opens is not closed.`;
    return {
      message: sentence(inWords(error.message)) + help + unclosed,
      ...index.range(offset(start), offset(end)),
    };
  };
  return parsed.errors.length
    ? parsed.errors.map((error) => toDiagnostic(error, (at) => at))
    : fallback.map((error) => toDiagnostic(error, (at) => utf16Offset(code, at)));
}
