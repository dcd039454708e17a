import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { userFolder } from "../jupyter-folders.ts";
import { placesIn } from "../installation.ts";
import { JAVASCRIPT_KERNEL_NAME, KERNEL_NAME, type Kernelspec, KERNELS } from "../kernelspec.ts";
import { launcherTarget } from "../launcher.ts";
import type { DoctorContext, Finding } from "./finding.ts";
import { commandFor, installCommand } from "./remedies.ts";

/** Whether Jupyter finds the kernels, and whether what their kernelspecs name is still there. */
export function checkKernelspec(context: DoctorContext): Finding {
  const { folders, machine, packageRoot, place } = context;
  const holding = folders.filter((folder) => existsSync(specIn(folder, KERNEL_NAME)));
  const [folder, ...hidden] = holding;
  if (folder === undefined) {
    return {
      state: "bad",
      text: `no kernel "${KERNEL_NAME}" in Jupyter's folders (${folders.join(", ")})`,
      remedy:
        place === undefined
          ? "Run: tunebook install (or with --sys-prefix inside of a Python environment)"
          : `Run: ${installCommand(context)}`,
      installInto: place ?? userFolder(machine),
    };
  }
  const faults = KERNELS.flatMap(({ name }) => faultIn(folder, name, packageRoot) ?? []);
  const [fault] = faults;
  if (fault === undefined) {
    return {
      state: "good",
      text: `kernels ${KERNELS.map(({ displayName }) => `"${displayName}"`).join(" and ")}: ${join(folder, "kernels")}`,
    };
  }
  const better = hidden.find((one) => faultIn(one, KERNEL_NAME, packageRoot) === undefined);
  if (better !== undefined && fault.name === KERNEL_NAME) {
    return {
      state: "bad",
      text: `${fault.text}; it hides the good one in ${join(better, "kernels")}, since Jupyter looks in ${folder} first`,
      remedy: fault.ours
        ? `Run: ${commandFor("uninstall", folder, machine)}`
        : `Run: jupyter kernelspec remove ${KERNEL_NAME}, which removes the first`,
    };
  }
  return {
    state: "bad",
    text: fault.text,
    remedy: `Run: ${commandFor("install", folder, machine)}`,
    installInto: folder,
  };
}

const specIn = (folder: string, name: string) => join(folder, "kernels", name, "kernel.json");

interface Fault {
  /** The kernelspec's name. */
  name: string;
  text: string;
  /** Whether the kernelspec names our launcher, that is, was written by `tunebook install`. */
  ours: boolean;
}

/** What is wrong with one kernelspec, if anything is. */
function faultIn(folder: string, name: string, packageRoot: string): Fault | undefined {
  const found = specIn(folder, name);
  const { launcher: ownLauncher } = placesIn(folder);
  const fault = (text: string, ours = true): Fault => ({ name, text, ours });
  if (!existsSync(found)) {
    return fault(
      `the kernel "${name}" is missing in ${join(folder, "kernels")}${name === JAVASCRIPT_KERNEL_NAME ? ": another version of Tunebook installed there" : ""}`,
    );
  }
  let argv: string[];
  try {
    ({ argv } = JSON.parse(readFileSync(found, "utf8")) as Kernelspec);
    if (!Array.isArray(argv)) throw new Error("it has no argv");
  } catch (error) {
    return fault(`${found} cannot be read: ${(error as Error).message}`);
  }
  const [node, ...words] = argv;
  const launcher = words.find((word) => !word.startsWith("-"));
  const ours = launcher === ownLauncher;
  for (const [what, path] of [
    ["the Node", node],
    ["the launcher", launcher],
  ] as const) {
    if (path === undefined || !existsSync(path)) {
      return fault(`the kernel in ${found} names ${what} ${path}, which is gone`, ours);
    }
  }
  const main = launcherTarget(readFileSync(launcher!, "utf8"));
  if (main === undefined) {
    return fault(`the kernel in ${found} was not installed by Tunebook: it runs ${launcher}`, ours);
  }
  if (!existsSync(main)) {
    return fault(`the launcher ${launcher} leads to ${main}, which is gone`, ours);
  }
  const own = join(packageRoot, "dist", "cli", "main.js");
  if (existsSync(own) && realpathSync(main) !== realpathSync(own)) {
    return fault(
      `the kernel in ${found} runs another copy of Tunebook: ${main}, not this one in ${packageRoot}`,
      ours,
    );
  }
  return undefined;
}
