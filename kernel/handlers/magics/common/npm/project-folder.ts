import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/**
 * The folder whose package.json is the notebook's: its own or one above it. Those of the user's home and
 * above it are nobody's project and do not count. Undefined where there is none.
 */
export function projectFolder(folder: string, home = homedir()): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const isAbove = at === home || home.startsWith(at.endsWith("/") ? at : `${at}/`);
    if (existsSync(join(at, "package.json")) && (!isAbove || at === folder)) return at;
    if (isAbove || dirname(at) === at) return undefined;
  }
}
