/** The local files that cells import: the language server is told when they came or changed. */

import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { moduleNames } from "./declared-names.ts";

const EXTENSIONS = [
  "",
  ".ts",
  ".tsx",
  ".mts",
  ".js",
  ".mjs",
  ".jsx",
  ".json",
  "/index.ts",
  "/index.js",
];

interface Known {
  /** Modification time in ms and size: what makes a file another one. */
  stamp: string;
  imports: string[];
}

/** See the file's head. */
export class LocalFiles {
  readonly #roots = new Set<string>();
  readonly #known = new Map<string, Known>();

  /** The file that a relative specifier leads to, seen from a file or cell in `folder`. */
  static find(specifier: string, folder: string): string | undefined {
    const base = resolve(folder, specifier);
    // `./x.js` may stand for `./x.ts`, as in TypeScript's own modules.
    const bases = [base, base.replace(/\.([cm]?)js$/, ".$1ts")];
    for (const path of bases.flatMap((base) => EXTENSIONS.map((extension) => base + extension))) {
      if (statSync(path, { throwIfNoEntry: false })?.isFile()) return path;
    }
    return undefined;
  }

  /** Looks from now on at what these specifiers lead to. */
  watch(specifiers: readonly string[], folder: string): void {
    for (const specifier of specifiers) {
      const path = specifier.startsWith(".") ? LocalFiles.find(specifier, folder) : undefined;
      if (path) this.#roots.add(path);
    }
  }

  /** The files that changed since the last call, also those which the watched ones import. */
  changed(): string[] {
    const changed: string[] = [];
    const seen = new Set<string>();
    const queue = [...this.#roots];
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      const found = statSync(path, { throwIfNoEntry: false });
      if (!found) continue;
      const stamp = `${found.mtimeMs}:${found.size}`;
      let known = this.#known.get(path);
      if (known?.stamp !== stamp) {
        if (known) changed.push(path);
        known = { stamp, imports: localImports(path) };
        this.#known.set(path, known);
      }
      queue.push(...known.imports);
    }
    return changed;
  }
}

function localImports(path: string): string[] {
  if (path.endsWith(".json")) return [];
  return moduleNames(readFileSync(path, "utf8")).flatMap((specifier) => {
    const found = specifier.startsWith(".") ? LocalFiles.find(specifier, dirname(path)) : undefined;
    return found ? [found] : [];
  });
}
