import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { KERNEL_NAME } from "../kernelspec.ts";
import { jupyterOnPath } from "../python.ts";
import type { DoctorContext, Finding } from "./finding.ts";
import { commandFor } from "./remedies.ts";

/** The first JupyterLab whose extensions are of the form that ours has. */
const OLDEST_LAB = 4;

/** Whether there is a JupyterLab that is new enough; without one notebooks run all the same. */
export function checkJupyter({ jupyter: found }: DoctorContext): Finding {
  if (found?.lab && Number.parseInt(found.lab, 10) < OLDEST_LAB) {
    return {
      state: "bad",
      text: `JupyterLab ${found.lab} (${found.python}) is too old for the renderer of the figures, which needs ${OLDEST_LAB} or later`,
      remedy: `Run: ${found.python} -m pip install --upgrade "jupyterlab>=${OLDEST_LAB}"`,
    };
  }
  if (found?.lab) return { state: "good", text: `JupyterLab ${found.lab} (${found.python})` };
  return {
    state: "absent",
    text: found
      ? `no JupyterLab in ${found.python}, which has other parts of Jupyter`
      : "no Python with Jupyter in it",
    remedy:
      "Optional: pip install jupyterlab (or name a Python by TUNEBOOK_PYTHON). Without it: tunebook run NOTEBOOK, and VS Code",
  };
}

/** Whether the `jupyter` that the terminal runs is one that finds the kernel. */
export function checkJupyterCommand({ folders, jupyter, machine }: DoctorContext): Finding {
  const command = jupyterOnPath(machine.env, machine.platform);
  if (command === undefined) {
    return {
      state: "absent",
      text: "no jupyter on PATH",
      remedy: jupyter
        ? `To start JupyterLab all the same: tunebook lab; for the command itself put ${dirname(jupyter.python)} on PATH`
        : "Optional: pip install jupyterlab, and put the folder of its commands on PATH",
    };
  }
  const holds = (folder: string) => existsSync(join(folder, "kernels", KERNEL_NAME, "kernel.json"));
  if (command.folders.some(holds)) {
    return { state: "good", text: `jupyter on PATH finds the kernel: ${command.command}` };
  }
  const elsewhere = folders.find(holds);
  const environment = dirname(dirname(command.command));
  const own = command.folders.find((folder) => folder === join(environment, "share", "jupyter"));
  return {
    state: "bad",
    text: `jupyter on PATH (${command.command}) does not look where the kernel is${elsewhere ? ` (${join(elsewhere, "kernels")}, of another Python)` : ""}; it looks in ${command.folders.join(", ")}`,
    remedy: `Run: ${commandFor("install", own ?? command.folders[0]!, machine)}`,
    installInto: own ?? command.folders[0]!,
  };
}
