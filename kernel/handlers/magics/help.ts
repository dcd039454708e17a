import { nearest } from "../../nearest.ts";
import { helpPage } from "./common/help-page.ts";
import { MagicError, type KernelMagic } from "./common/magic.ts";

/** Lists the magics, or tells all of one. */
export const help: KernelMagic = {
  name: "help",
  form: "line",
  usage: ["%help [NAME]"],
  summary: "All magics, a line each; with a name, all that is to be said of that one.",
  help: "`%NAME?` shows the same in the pager.",
  example: "%help timeit",
  complete: (_typed, { magics }) => magics.map(({ name }) => name),
  run(argument, { magics, print }) {
    const name = argument.replace(/^%+/, "");
    if (name === "") {
      const width = Math.max(...magics.map(({ usage }) => usage[0]!.length));
      const lines = magics.map(({ usage, summary }) => `  ${usage[0]!.padEnd(width)}  ${summary}`);
      const system = `  ${"!COMMAND".padEnd(width)}  Hands a line to the system's shell; names = !ls takes its lines.`;
      print(
        `Lines that start with %, and %% for a whole cell; %help NAME tells all of one:\n${[...lines, system].join("\n")}\n`,
      );
      return;
    }
    const magic = magics.find((each) => each.name === name);
    if (magic) return print(helpPage(magic)["text/plain"]!);
    const near = nearest(
      name,
      magics.map((each) => each.name),
    );
    throw new MagicError(
      `There is no magic ${name}.${near ? ` Did you mean ${near}?` : ""} %help lists all.`,
    );
  },
};
