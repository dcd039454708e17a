import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { placesIn } from "../installation.ts";
import type { Kernelspec } from "../kernelspec.ts";
import { launcherTarget } from "../launcher.ts";
import type { DoctorContext, Finding } from "./finding.ts";

const INSTALL = "Run: tunebook install (or with --sys-prefix inside of a Python environment)";

/** Whether Jupyter finds the kernel, and whether what its kernelspec names is still there. */
export function checkKernelspec({ folders, packageRoot }: DoctorContext): Finding {
  const found = folders
    .map((folder) => join(placesIn(folder).kernelspec, "kernel.json"))
    .find((path) => existsSync(path));
  if (!found) {
    return {
      state: "bad",
      text: `no kernel "tunebook" in Jupyter's folders (${folders.join(", ")})`,
      remedy: INSTALL,
    };
  }
  let argv: string[];
  try {
    ({ argv } = JSON.parse(readFileSync(found, "utf8")) as Kernelspec);
    if (!Array.isArray(argv)) throw new Error("it has no argv");
  } catch (error) {
    return {
      state: "bad",
      text: `${found} cannot be read: ${(error as Error).message}`,
      remedy: INSTALL,
    };
  }
  const [node, launcher] = argv;
  for (const [what, path] of [
    ["the Node", node],
    ["the launcher", launcher],
  ] as const) {
    if (path === undefined || !existsSync(path)) {
      return {
        state: "bad",
        text: `the kernel in ${found} names ${what} ${path}, which is gone`,
        remedy: INSTALL,
      };
    }
  }
  const main = launcherTarget(readFileSync(launcher!, "utf8"));
  if (main === undefined || !existsSync(main)) {
    return {
      state: "bad",
      text: `the launcher ${launcher} leads to ${main ?? "nothing"}, which is gone`,
      remedy: INSTALL,
    };
  }
  const own = join(packageRoot, "dist", "cli", "main.js");
  if (existsSync(own) && realpathSync(main) !== realpathSync(own)) {
    return {
      state: "bad",
      text: `the kernel in ${found} runs another copy of Tunebook: ${main}`,
      remedy: `${INSTALL} to let it run this one, ${packageRoot}`,
    };
  }
  return { state: "good", text: `kernel "TypeScript (Tunebook)": ${found}` };
}
