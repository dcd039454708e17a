import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where this package lies, whether it runs from its sources or from `dist/`. */
export const packageRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)));

/** The versions that `kernel_info` tells. */
export function readVersions(): { tunebook: string; typescript: string } {
  const require = createRequire(import.meta.url);
  return {
    tunebook: versionIn(join(packageRoot, "package.json")),
    typescript: versionIn(require.resolve("typescript/package.json")),
  };
}

function versionIn(file: string): string {
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

function findRoot(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error("The package of the kernel has no package.json.");
  return findRoot(parent);
}
