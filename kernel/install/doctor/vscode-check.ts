import { existsSync } from "node:fs";
import { KERNEL_NAME } from "../kernelspec.ts";
import { type Machine, pathsOf, prefixFolder } from "../jupyter-folders.ts";
import type { DoctorContext, Finding } from "./finding.ts";

/**
 * The folders in which VS Code's Jupyter extension looks for kernels (its `jupyterPaths.node.ts`): what
 * JUPYTER_PATH names, the platform's usual folder of the user, whatever JUPYTER_DATA_DIR says, the
 * system's, and those of the Python environments that it knows.
 */
export function vscodeFolders(prefixes: string[], machine: Machine): string[] {
  const { env, platform, home } = machine;
  const { delimiter, join } = pathsOf(machine);
  const named = (env["JUPYTER_PATH"] ?? "").split(delimiter).filter((path) => path !== "");
  const environments = prefixes.map((prefix) => prefixFolder(prefix, machine));
  if (platform === "win32") {
    const all = env["ALLUSERSPROFILE"] ? [join(env["ALLUSERSPROFILE"], "jupyter")] : [];
    return [...named, join(home, "AppData", "Roaming", "jupyter"), ...all, ...environments];
  }
  const own =
    platform === "darwin"
      ? join(home, "Library", "Jupyter")
      : join(home, ".local", "share", "jupyter");
  return [...named, "/usr/share/jupyter", "/usr/local/share/jupyter", own, ...environments];
}

/** Whether VS Code finds the kernel, which needs no Python at all. */
export function checkVscode({ folders, jupyter, machine }: DoctorContext): Finding {
  const { join } = pathsOf(machine);
  const holds = (folder: string) => existsSync(join(folder, "kernels", KERNEL_NAME, "kernel.json"));
  const looked = vscodeFolders(jupyter ? [jupyter.prefix] : [], machine);
  const found = looked.find(holds);
  if (found !== undefined) {
    return { state: "good", text: `VS Code finds the kernel in ${join(found, "kernels")}` };
  }
  const elsewhere = folders.find(holds);
  return {
    state: "absent",
    text: elsewhere
      ? `VS Code does not look for kernels in ${elsewhere}`
      : "VS Code finds no kernel of Tunebook's",
    remedy: elsewhere
      ? `Optional, for VS Code: export JUPYTER_PATH=${elsewhere}, or tunebook install --prefix ${join(machine.home, ".local")}`
      : "Optional, for VS Code: tunebook install",
  };
}
