import type { KernelMagic } from "./common/magic.ts";

/** The names that cells defined. */
export const who: KernelMagic = {
  name: "who",
  form: "line",
  usage: ["%who"],
  summary: "The names that cells have defined.",
  help: "`%whos` says what they hold.",
  example: "%who",
  async run(_argument, { session, print }) {
    const names = [...(await session.language).names().keys()].toSorted();
    print(names.length > 0 ? `${names.join("  ")}\n` : "No cell has defined a name yet.\n");
  },
};
