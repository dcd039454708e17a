import type { KernelMagic } from "./common/magic.ts";

/** Shows a cell as JavaScript. */
export const javascript: KernelMagic = {
  name: "javascript",
  form: "cell",
  usage: ["%%javascript"],
  summary:
    "Runs the cell as JavaScript in the page of the front end, where the front end allows it.",
  help: "It sees the page and nothing of the notebook: cells themselves run in Node. JupyterLab asks for trust first;",
  example: `
%%javascript
console.log("in the console of the browser");`,
  run: (_argument, { body, display }) =>
    display({ "application/javascript": body, "text/plain": body }),
};
