/** A cell's text → a function that runs: oxc-transform, oxc-parser, the rewrite into boxes, the source map. */

import { parseSync } from "oxc-parser";
import { transformSync, type TransformOptions } from "oxc-transform";
import type { CompileResult, CompiledCell, Diagnostic } from "./language.ts";
import { LineIndex, utf16Offset } from "./positions.ts";
import type { SessionNames } from "./box-names.ts";
import { rewrite } from "./rewrite.ts";
import type { BindingKind } from "./scope.ts";
import { decodeMappings, encodeMappings, joinMappings, type Mapping } from "./source-map.ts";

const OPTIONS: TransformOptions = {
  sourceType: "module",
  sourcemap: true,
  target: "es2023",
  // Imports used only by later cells must stay.
  typescript: { onlyRemoveTypeImports: true, jsxPragma: "React" },
  jsx: { runtime: "classic" },
  // No Node parses decorators; TypeScript's own ones are what oxc can lower.
  decorator: { legacy: true },
};

const USING_HELPER = /@oxc-project\/runtime\/helpers\/usingCtx/;

/** The dialect of a cell: `<T>(x) => x` is fine in ts only, `<div/>` in tsx only. */
export type Dialect = "ts" | "tsx";

/** A compiled cell and what the session wants to know of it. */
export type Compiled =
  | { ok: true; cell: CompiledCell; names: Map<string, BindingKind>; dialect: Dialect }
  | { ok: false; errors: Diagnostic[] };

/** What the two halves of oxc say of an error. */
interface OxcError {
  message: string;
  labels: { message: string | null; start: number; end: number }[];
  helpMessage: string | null;
}

/** Compiles a cell in the light of the names that earlier cells defined. */
export function compile(code: string, session: SessionNames): Compiled {
  let dialect: Dialect = "ts";
  let transformed = transformSync("cell.ts", code, OPTIONS);
  // The properties of oxc's results are getters that copy: each is read once.
  let { errors } = transformed;
  if (errors.length && code.includes("<")) {
    const jsx = transformSync("cell.tsx", code, OPTIONS);
    const jsxErrors = jsx.errors;
    if (!jsxErrors.length || /<\/|\/>/.test(code)) {
      transformed = jsx;
      errors = jsxErrors;
      dialect = "tsx";
    }
  }
  if (errors.some((error) => error.severity === "Error")) {
    return { ok: false, errors: syntaxErrors(code, dialect, errors) };
  }
  let js = transformed.code;
  let inner = decodeMappings(transformed.map?.mappings ?? "");
  if (code.includes("@") && USING_HELPER.test(js)) {
    // In the frame that oxc puts around `using` it leaves decorators as they are: one after the other.
    const decorated = transformSync(`cell.${dialect}`, code, { ...OPTIONS, target: "esnext" });
    const lowered = transformSync("cell.js", decorated.code, OPTIONS);
    js = lowered.code;
    inner = joinMappings(
      decodeMappings(lowered.map?.mappings ?? ""),
      decodeMappings(decorated.map?.mappings ?? ""),
    );
  }
  const parsed = parseSync("cell.js", js, {
    sourceType: "module",
    preserveParens: false,
  });
  if (parsed.errors.length) {
    return { ok: false, errors: atStart(parsed.errors[0]!.message) };
  }
  const { text, names } = rewrite(js, parsed.program, session);
  const outer = text
    .generateDecodedMap({ hires: "boundary" })
    .mappings.map((line) =>
      line.flatMap((segment): Mapping[] =>
        segment.length >= 4 ? [[segment[0], segment[2]!, segment[3]!]] : [],
      ),
    );
  const mappings = joinMappings(outer, inner);
  const map = JSON.stringify({
    version: 3,
    sources: ["cell"],
    names: [],
    mappings: encodeMappings(mappings),
  });
  return {
    ok: true,
    cell: { js: text.toString(), map, names: [...names.keys()] },
    names,
    dialect,
  };
}

/** Compiles one expression, as `user_expressions` sends them; `{ a: 1 }` is an object. */
export function compileExpression(code: string, session: SessionNames): CompileResult {
  const compiled = compile(`(${code}\n)`, session);
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

const sentence = (text: string) => text.replace(/\.?$/, ".");

const atStart = (message: string): Diagnostic[] => [
  { message, line: 0, column: 0, endLine: 0, endColumn: 0 },
];

/** oxc's errors as diagnostics. Its parser counts UTF-16 units, its transformer UTF-8 bytes. */
function syntaxErrors(code: string, dialect: Dialect, fallback: OxcError[]): Diagnostic[] {
  const index = new LineIndex(code);
  const parsed = parseSync(`cell.${dialect}`, code, {
    sourceType: "module",
    showSemanticErrors: true,
  });
  const toDiagnostic = (error: OxcError, offset: (at: number) => number): Diagnostic => {
    // Of a redeclaration the second place is the wrong one.
    const label = error.labels.findLast((label) => /redeclared/.test(label.message ?? ""));
    const { start = 0, end = 0 } = label ?? error.labels[0] ?? {};
    const help = error.helpMessage ? ` ${sentence(error.helpMessage)}` : "";
    return {
      message: sentence(error.message) + help,
      ...index.range(offset(start), offset(end)),
    };
  };
  return parsed.errors.length
    ? parsed.errors.map((error) => toDiagnostic(error, (at) => at))
    : fallback.map((error) => toDiagnostic(error, (at) => utf16Offset(code, at)));
}
