/**
 * The packages that compile, each loaded when first asked for: native code and a megabyte of JavaScript,
 * which a kernel does not need to answer its first question, nor a process that compiles nothing at all.
 */
import { createRequire } from "node:module";
import type * as Esbuild from "esbuild";
import type * as Magic from "magic-string";
import type * as OxcParser from "oxc-parser";
import type * as OxcTransform from "oxc-transform";

const require = createRequire(import.meta.url);
const lazily = <Module>(name: string) => {
  let module: Module | undefined;
  return () => (module ??= require(name) as Module);
};

/** The package `oxc-parser`. */
export const parser: () => typeof OxcParser = lazily("oxc-parser");
/** The package `oxc-transform`. */
export const transformer: () => typeof OxcTransform = lazily("oxc-transform");
/** The package `esbuild`. */
export const esbuild: () => typeof Esbuild = lazily("esbuild");
/** The package `magic-string`. */
export const magicString: () => typeof Magic = lazily("magic-string");

/** `parseSync` of oxc-parser. */
export const parseSync: typeof OxcParser.parseSync = (...given) => parser().parseSync(...given);

/** Loads what every cell needs. */
export function loadCompilers(): void {
  parser();
  transformer();
  magicString();
}
