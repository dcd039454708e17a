import type { KernelMagic } from "./common/magic.ts";

/** Shows a cell as LaTeX. */
export const latex: KernelMagic = {
  name: "latex",
  form: "cell",
  usage: ["%%latex"],
  summary: "Shows the cell as LaTeX.",
  help: "Front ends draw it with MathJax.",
  example: `
%%latex
$\\\\bar x = \\\\frac1n \\\\sum x_i$`,
  run: (_argument, { body, display }) => display({ "text/latex": body, "text/plain": body }),
};
