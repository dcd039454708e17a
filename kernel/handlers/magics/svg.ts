import type { KernelMagic } from "./common/magic.ts";

/** Shows a cell as SVG. */
export const svg: KernelMagic = {
  name: "svg",
  form: "cell",
  usage: ["%%svg"],
  summary: "Shows the cell as an SVG picture.",
  help: "",
  example: `
%%svg
<svg width="40" height="40"><circle cx="20" cy="20" r="18"/></svg>`,
  run: (_argument, { body, display }) => display({ "image/svg+xml": body, "text/plain": body }),
};
