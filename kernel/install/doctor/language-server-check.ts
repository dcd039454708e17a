import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { DoctorContext, Finding } from "./finding.ts";

/** Whether the native TypeScript compiler, which completes and checks cells, runs on this machine. */
export async function checkLanguageServer({ packageRoot }: DoctorContext): Promise<Finding> {
  try {
    const require = createRequire(join(packageRoot, "package.json"));
    // Not among typescript's exports, hence by its file.
    const lookup = join(dirname(require.resolve("typescript/package.json")), "lib/getExePath.js");
    const module = (await import(pathToFileURL(lookup).href)) as { default: () => string };
    const executable = module.default();
    const version = execFileSync(executable, ["--version"], { encoding: "utf8", timeout: 20_000 });
    return { state: "good", text: `TypeScript's language server: ${version.trim().toLowerCase()}` };
  } catch (error) {
    return {
      state: "bad",
      text: `TypeScript's language server does not run: ${(error as Error).message.split("\n")[0]}`,
      remedy:
        "Cells run without it, with neither completion nor type errors. Install the package again, with its optional dependencies: npm install --global tunebook --include=optional",
    };
  }
}
