/** Words of a command line that belong to a program behind ours. */
import type { Options } from "./command.ts";

/** JupyterLab's options that take no value: `jupyter lab --help`. All others that have no "=" take the next word. */
const FLAGS = new Set([
  "--allow-root",
  "--autoreload",
  "--collaborative",
  "--core-mode",
  "--custom-css",
  "--debug",
  "--dev-mode",
  "--expose-app-in-browser",
  "--extensions-in-dev-mode",
  "--generate-config",
  "--help-all",
  "--no-browser",
  "--no-mathjax",
  "--preserve-ui-mode",
  "--no-script",
  "--script",
  "--show-config",
  "--show-config-json",
  "--skip-dev-build",
  "--splice-source",
  "--watch",
  "-y",
]);

/**
 * The words with our own options and arguments first, then `--` and the rest as it stood: options that we do not
 * know, each with its value, and all behind a `--`.
 */
export function ownFirst(words: readonly string[], own: Options): string[] {
  const ours: string[] = [];
  const theirs: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === "--") {
      theirs.push(...words.slice(at + 1));
      break;
    }
    if (!word.startsWith("-") || Object.hasOwn(own, word.replace(/^--/, ""))) {
      ours.push(word);
      continue;
    }
    theirs.push(word);
    const next = words[at + 1];
    const takesNext = !word.includes("=") && !FLAGS.has(word);
    if (takesNext && next !== undefined && !next.startsWith("-")) theirs.push(words[++at]!);
  }
  return theirs.length === 0 ? ours : [...ours, "--", ...theirs];
}
