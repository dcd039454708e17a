import type { KernelMagic } from "./common/magic.ts";

/** Says where the debugger is. */
export const debug: KernelMagic = {
  name: "debug",
  form: "line",
  usage: ["%debug"],
  summary: "Says how to debug a cell.",
  help: "",
  example: "%debug",
  run(_argument, { print }) {
    print(
      "Cells are debugged in the front end: in JupyterLab press the bug in the notebook's bar, set a breakpoint beside a line and run the cell. There is no debugger after the fact; run the cell again with a breakpoint, or pause on exceptions.\n",
    );
  },
};
