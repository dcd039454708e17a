import type { KernelMagic } from "./common/magic.ts";

/** The folder in which cells run. */
export const pwd: KernelMagic = {
  name: "pwd",
  form: "line",
  usage: ["%pwd"],
  summary: "The folder in which cells run.",
  help: "It is a value: `const folder = %pwd` keeps it.",
  example: "const folder = %pwd",
  run: async (_argument, { where }) => (await where()).folder,
};
