/** What becomes of JSX: whose functions make the elements. */

import type { TsConfig } from "../tsconfig.ts";

/** The built-in runtime, whose elements draw themselves as HTML. */
export const OWN_JSX = "tunebook";
/** The module that the compilers import for it. */
export const OWN_JSX_RUNTIME = `${OWN_JSX}/jsx-runtime`;

/** `classic` calls `React.createElement` or another named function, `automatic` imports its own. */
export type JsxChoice =
  | { runtime: "classic"; pragma?: string; pragmaFrag?: string }
  | { runtime: "automatic"; importSource: string };

/**
 * A project's choice counts, then a remark in the text (`@jsxImportSource`, `@jsx`), which the
 * compilers read by themselves; else `React` where the text or the session has it, and the built-in
 * runtime where it has not.
 * @param knowsReact whether a name `React` is in scope from outside of `code`
 */
export function jsxChoice(code: string, { options }: TsConfig, knowsReact: boolean): JsxChoice {
  const { jsx, jsxImportSource: source, jsxFactory, jsxFragmentFactory } = options;
  if (jsx === "react-jsx" || jsx === "react-jsxdev" || typeof source === "string") {
    return { runtime: "automatic", importSource: typeof source === "string" ? source : "react" };
  }
  const classic: JsxChoice = {
    runtime: "classic",
    ...(typeof jsxFactory === "string" ? { pragma: jsxFactory } : {}),
    ...(typeof jsxFragmentFactory === "string" ? { pragmaFrag: jsxFragmentFactory } : {}),
  };
  if (jsx === "react" || classic.pragma) return classic;
  if (/@jsx\s/.test(code)) return classic;
  if (/@jsxImportSource\s/.test(code)) return { runtime: "automatic", importSource: OWN_JSX };
  return knowsReact || /\bReact\b/.test(code)
    ? classic
    : { runtime: "automatic", importSource: OWN_JSX };
}

/** The remarks about JSX in a text, each as a comment of its own. */
export function jsxRemarks(code: string): string[] {
  const found = code.matchAll(/@(jsx(?:ImportSource|Runtime|Frag)?)\s+([^\s*]+)/g);
  return [...found].map(([, name, value]) => `/** @${name} ${value} */`);
}
