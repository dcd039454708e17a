import type { KernelMagic } from "./common/magic.ts";

/** Shows a cell as HTML. */
export const html: KernelMagic = {
  name: "html",
  form: "cell",
  usage: ["%%html"],
  summary: "Shows the cell as HTML.",
  help: "",
  example: `
%%html
<b>Three</b> trials are left.`,
  run: (_argument, { body, display }) => display({ "text/html": body, "text/plain": body }),
};
