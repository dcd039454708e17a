/** `npm:` specifiers, as Deno has them: what they name, and where it is. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageRoot } from "./package-info.ts";
import { userFolder } from "./install/jupyter-folders.ts";

/** `npm:@scope/name@^1/sub` taken apart. */
export interface NpmSpecifier {
  name: string;
  /** A version, a range or a tag; "" if none was given. */
  range: string;
  /** What follows the package: `/sub`, or "". */
  subpath: string;
}

/** Takes a specifier apart; undefined if it is not one of `npm:`. */
export function parseNpm(specifier: string): NpmSpecifier | undefined {
  const found = /^npm:\/?((?:@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*)(?:@([^/]+))?(\/.+)?$/.exec(
    specifier,
  );
  return found ? { name: found[1]!, range: found[2] ?? "", subpath: found[3] ?? "" } : undefined;
}

/** What npm is asked for: `name@range`. */
export const npmRequest = ({ name, range }: NpmSpecifier): string =>
  range ? `${name}@${range}` : name;

/** The folder, in Jupyter's data folder, into which what a specifier names is fetched. */
export function fetchedFolder(specifier: NpmSpecifier): string {
  const name = npmRequest(specifier).replace(/[^\w.@~-]/g, (char) => `+${char.charCodeAt(0)}+`);
  return join(userFolder(), "tunebook", "npm", name);
}

/**
 * A folder from which the package is found in a version that fits: that of the notebook or one above
 * it, else the one into which it was fetched, else the kernel's own. Undefined if it has to be fetched.
 */
export function npmHome(
  specifier: NpmSpecifier,
  cwd: string,
  ownRoot = packageRoot,
): string | undefined {
  const installed = above(cwd, specifier);
  if (installed !== undefined) return installed;
  const fetched = fetchedFolder(specifier);
  if (versionIn(fetched, specifier.name) !== undefined) return fetched;
  return above(ownRoot, specifier);
}

/** The nearest folder that has the package, if its version fits. */
function above(from: string, { name, range }: NpmSpecifier): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const version = versionIn(folder, name);
    if (version !== undefined) return fits(version, range) ? folder : undefined;
    if (dirname(folder) === folder) return undefined;
  }
}

function versionIn(folder: string, name: string): string | undefined {
  const file = join(folder, "node_modules", name, "package.json");
  if (!existsSync(file)) return undefined;
  try {
    return (JSON.parse(readFileSync(file, "utf8")) as { version?: string }).version ?? "0.0.0";
  } catch {
    return undefined;
  }
}

/** Whether an installed version is what a range asks for; ranges of several parts are left to npm. */
export function fits(version: string, range: string): boolean {
  if (range === "" || range === "*" || range === "latest" || version === range) return true;
  const parts = /^([~^]?)v?(\d+)(?:\.(\d+|[x*]))?(?:\.(\d+|[x*]))?$/.exec(range);
  const have = /^(\d+)\.(\d+)\.(\d+)$/.exec(version)?.slice(1).map(Number);
  if (!parts || !have) return false;
  const [, sign] = parts;
  const want = parts.slice(2).map((part) => (part && /\d/.test(part) ? Number(part) : undefined));
  // How many numbers must be the same: all that are written; with ~ at most two; with ^ those up to the first that is not 0.
  const written = want.filter((part) => part !== undefined).length;
  const firstNotZero = want.findIndex((part) => part !== undefined && part > 0);
  const fixed =
    sign === "^"
      ? Math.min(written, firstNotZero < 0 ? written : firstNotZero + 1)
      : sign === "~"
        ? Math.min(written, 2)
        : written;
  for (let i = 0; i < 3; i++) {
    const least = want[i] ?? 0;
    if (i < fixed && have[i] !== least) return false;
    if (have[i] !== least) return i >= written || have[i]! > least;
  }
  return true;
}
