import type { KernelMagic } from "./common/magic.ts";

/** Shows a cell as Markdown. */
export const markdown: KernelMagic = {
  name: "markdown",
  form: "cell",
  usage: ["%%markdown"],
  summary: "Shows the cell as Markdown.",
  help: "",
  example: `
%%markdown
**Three** trials are left.`,
  run: (_argument, { body, display }) => display({ "text/markdown": body, "text/plain": body }),
};
