/** Where `npm:` specifiers lead. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { npmHome, npmRequest, parseNpm } from "../npm-specifier.ts";

/**
 * The URL of what an `npm:` specifier names, as seen from `folder`; undefined for any other specifier.
 * @throws Error if it is neither installed nor fetched
 */
export function resolveNpm(specifier: string, folder: string): string | undefined {
  const npm = parseNpm(specifier);
  if (!npm) return undefined;
  const home = npmHome(npm, folder);
  if (home === undefined) {
    throw new Error(
      `npm:${npmRequest(npm)} is not there yet. An import of it in a cell fetches it: await import("${specifier}").`,
    );
  }
  const from = join(home, "notebook");
  const name = npm.name + npm.subpath;
  try {
    return import.meta.resolve(name, pathToFileURL(from).href);
  } catch (error) {
    // Where Node's resolver takes no second argument.
    if ((error as { code?: string }).code !== "ERR_MODULE_NOT_FOUND") throw error;
    return pathToFileURL(createRequire(from).resolve(name)).href;
  }
}
