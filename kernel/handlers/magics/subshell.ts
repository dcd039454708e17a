import type { KernelMagic } from "./common/magic.ts";

/** The subshell in which the cell runs, and all that there are. */
export const subshell: KernelMagic = {
  name: "subshell",
  form: "line",
  usage: ["%subshell"],
  summary: "The subshell in which this cell runs, and all that there are.",
  help:
    "Cells of a subshell take turns with those of the notebook, on the same variables: while one awaits something, " +
    "another runs. JupyterLab opens a console on one with the command New Subshell Console for Notebook.",
  example: "%subshell",
  run(_argument, { session, subshell: current, print }) {
    const all = session.shells.ids;
    print(`subshell id: ${current ?? "none, this is the main shell"}\n`);
    print(`all subshells: ${all.length > 0 ? all.join(", ") : "none"}\n`);
  },
};
