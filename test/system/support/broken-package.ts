/**
 * A copy of the package with a fault in it, as npm or a move would leave one: its own files are linked,
 * its packages are links to the real ones but for those that a test wants to break.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { readFileSync } from "node:fs";
import { root } from "./run.ts";

/** Where a copy lies, and its command. */
export interface PackageCopy {
  root: string;
  cli: string;
}

/**
 * Copies the package as npm would install it: below `node_modules/` of a folder in `scratch`.
 * @param own packages (or scopes) that are copied for real, so that a part of them can be broken
 * @param changes fields of package.json that are other than here
 */
export function copyPackage(
  scratch: string,
  own: readonly string[] = [],
  changes: Record<string, unknown> = {},
): PackageCopy {
  const modules = join(mkdtempSync(join(scratch, "copy-")), "lib", "node_modules");
  const copy = join(modules, "tunebook");
  mkdirSync(copy, { recursive: true });
  cpSync(join(root, "dist"), join(copy, "dist"), { recursive: true });
  const description = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as object;
  writeFileSync(join(copy, "package.json"), JSON.stringify({ ...description, ...changes }));
  for (const name of readdirSync(join(root, "node_modules"))) {
    if (name.startsWith(".")) continue;
    const from = realpathSync(join(root, "node_modules", name));
    const to = join(modules, name);
    if (existsSync(to)) continue;
    if (own.includes(name)) cpSync(from, to, { recursive: true });
    else symlinkSync(from, to, "junction");
  }
  return { root: copy, cli: join(copy, "dist", "cli", "main.js") };
}
