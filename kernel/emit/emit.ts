/**
 * TypeScript, JSX and the newest of JavaScript → what every supported Node runs. One dialect for
 * cells and for the local files that they import.
 */

import type { TransformResult } from "esbuild";
import type { Node } from "oxc-parser";
import type { TransformOptions } from "oxc-transform";
import type { TsConfig } from "../tsconfig.ts";
import { type JsxChoice } from "./jsx.ts";
import { esbuild, parser, transformer } from "./packages.ts";
import { decodeMappings, joinMappings, type Mapping } from "./source-map.ts";

/** The text's language, as its file's extension would say it. */
export type Lang = "ts" | "tsx" | "js" | "jsx";

/** `unambiguous` is a script that may await, import and export all the same. */
export type SourceType = "module" | "script" | "unambiguous";

/** What an error of oxc says. */
export interface OxcError {
  severity: string;
  message: string;
  labels: { message: string | null; start: number; end: number }[];
  helpMessage: string | null;
  codeframe: string | null;
}

/** Options of {@link emit}. */
export interface EmitOptions {
  lang: Lang;
  sourceType: SourceType;
  /** The project: which decorators, for one. */
  config: TsConfig;
  jsx: JsxChoice;
  /** Keep imports that the text itself does not use: later cells may. */
  keepImports: boolean;
}

/** The emitted text, with the source map's mappings, or why there is none. */
export type Emitted =
  { ok: true; js: string; mappings: Mapping[][] } | { ok: false; errors: OxcError[] };

const TARGET = "es2023";

/** See the file's head. */
export function emit(code: string, options: EmitOptions): Emitted {
  const { lang, sourceType, config, keepImports } = options;
  const base: TransformOptions = {
    sourceType: sourceType as "module",
    sourcemap: true,
    target: TARGET,
    typescript: { onlyRemoveTypeImports: keepImports },
    jsx: options.jsx,
  };
  const legacy = config.options["experimentalDecorators"] === true;
  const emitDecoratorMetadata = config.options["emitDecoratorMetadata"] === true;
  const decorator = { legacy: true, emitDecoratorMetadata };
  // The properties of oxc's results are getters that copy: each is read once.
  const whole = transformer().transformSync(`source.${lang}`, code, { ...base, decorator });
  const errors = whole.errors as OxcError[];
  if (errors.some((error) => error.severity === "Error")) return { ok: false, errors };
  let js = whole.code;
  let mappings = decodeMappings(whole.map?.mappings ?? "");

  const decorated = code.includes("@") && hasDecorators(code, lang, sourceType);
  if (!decorated || (legacy && !js.includes("runtime/helpers/usingCtx"))) {
    return { ok: true, js, mappings };
  }
  // Types first; then decorators, which oxc leaves standing in the frame that it puts around `using`;
  // then the rest.
  const typeless = transformer().transformSync(`source.${lang}`, code, {
    ...base,
    target: "esnext",
    ...(legacy ? { decorator } : {}),
  });
  js = typeless.code;
  mappings = decodeMappings(typeless.map?.mappings ?? "");
  if (!legacy) {
    const standard = lowerDecorators(js);
    if (typeof standard === "string") return { ok: false, errors: [decoratorError(standard)] };
    js = standard.code;
    mappings = joinMappings(decodeMappings(standard.mappings), mappings);
  }
  const last = transformer().transformSync("source.js", js, { ...base, decorator });
  return {
    ok: true,
    js: last.code,
    mappings: joinMappings(decodeMappings(last.map?.mappings ?? ""), mappings),
  };
}

/** TC39's decorators, which no Node parses yet. */
function lowerDecorators(js: string): { code: string; mappings: string } | string {
  let result: TransformResult;
  try {
    result = esbuild().transformSync(js, {
      loader: "js",
      format: "esm",
      target: "esnext",
      supported: { decorators: false },
      sourcemap: "external",
      charset: "utf8",
      logLevel: "silent",
    });
  } catch (error) {
    const { errors } = error as { errors?: { text: string }[] };
    return errors?.[0]?.text ?? (error as Error).message;
  }
  const { code, map } = result;
  // Within a decorated class its name means what the decorators made of it; the variable, not the
  // expression's own name. (Its `name` is set by the helpers.)
  const outer = code.replace(
    /\blet (_[\w$]+) = class \1\b/g,
    (_, name: string) => `let ${name} = class${" ".repeat(name.length + 1)}`,
  );
  return { code: outer, mappings: (JSON.parse(map) as { mappings: string }).mappings };
}

/** Those of TypeScript's own kind may stand where the language has none: on parameters. */
const decoratorError = (message: string): OxcError => ({
  severity: "Error",
  message,
  labels: [],
  helpMessage: `Decorators of parameters need "experimentalDecorators": true in the tsconfig.json of the notebook's folder`,
  codeframe: null,
});

function hasDecorators(code: string, lang: Lang, sourceType: SourceType): boolean {
  const { parseSync, visitorKeys } = parser();
  const { program } = parseSync(`source.${lang}`, code, { sourceType });
  const search = (node: Node): boolean => {
    if (node.type === "Decorator") return true;
    return (visitorKeys[node.type] ?? []).some((key) => {
      const child = (node as unknown as Record<string, unknown>)[key];
      const nodes = (Array.isArray(child) ? child : [child]) as (Node | null | undefined)[];
      return nodes.some((each) => each && search(each));
    });
  };
  return search(program);
}
