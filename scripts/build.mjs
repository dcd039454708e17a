// Builds everything into dist/: the TypeScript, then what runs in the browser.
// `npm run build`; each later step is a script of its own in scripts/build/.
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const tsc = join(root, "node_modules", "typescript", "bin", "tsc");

execFileSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });

// Steps are found by their folder: add one as one file that exports `default async (root) => …`.
const steps = join(root, "scripts", "build");
for (const name of readdirSync(steps)
  .filter((file) => file.endsWith(".mjs"))
  .toSorted()) {
  const step = await import(pathToFileURL(join(steps, name)).href);
  await step.default(root);
}
