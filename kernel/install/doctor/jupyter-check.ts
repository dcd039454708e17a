import type { DoctorContext, Finding } from "./finding.ts";

/** Whether there is a JupyterLab; without it notebooks run all the same. */
export function checkJupyter({ jupyter: found }: DoctorContext): Finding {
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
