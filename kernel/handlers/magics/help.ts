import type { Magic } from "./magic.ts";

/** Lists the magics. */
export const help: Magic = {
  name: "help",
  usage: "%help",
  summary: "This list.",
  run(_argument, { magics, print }) {
    const width = Math.max(...magics.map(({ usage }) => usage.length));
    const lines = magics.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`);
    print(`Lines at the head of a cell that start with %:\n${lines.join("\n")}\n`);
  },
};
