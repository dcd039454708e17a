/** Files that the build puts beside this code. */

/**
 * Reads a file of `dist/lib/plots/assets/`: from built code beside it, from source in the build's folder.
 *
 * @returns undefined where there is none, or no file system, as in a browser
 */
export function builtAsset(name: string): string | undefined {
  const files = globalThis.process?.getBuiltinModule?.("node:fs");
  if (!files) return undefined;
  for (const folder of ["../assets/", "../../../dist/lib/plots/assets/"]) {
    const file = new URL(folder + name, import.meta.url);
    if (files.existsSync(file)) return files.readFileSync(file, "utf8");
  }
  return undefined;
}
