/**
 * The launcher: a small file in Jupyter's own folder that the kernelspec names. The package may move
 * or be updated; the launcher stays where it is, and says what to do when the package is gone.
 */

/** The launcher's text; `main` is the absolute path of the package's command. */
export function launcherText(main: string, version: string): string {
  return `// Starts the Tunebook kernel. Written by "tunebook install" (${version}); it is written anew by each install.
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";

const main = ${JSON.stringify(main)};
if (existsSync(main)) {
  process.argv[1] = main;
  await import(pathToFileURL(main).href);
} else {
  console.error(
    "tunebook: the package was moved or removed; it is no longer at " + main + "\\n" +
      "Install it again, then let it write a new launcher:\\n" +
      "  npm install --global tunebook\\n" +
      "  tunebook install",
  );
  process.exit(1);
}
`;
}

/** The path of the command that a launcher's text names; undefined where it is another file. */
export function launcherTarget(text: string): string | undefined {
  const match = /^const main = (".*");$/m.exec(text);
  return match ? (JSON.parse(match[1]!) as string) : undefined;
}
