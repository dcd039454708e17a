/** `tunebook uninstall`: takes away what `tunebook install` wrote, and nothing else. */
import { uninstall } from "../../kernel/install/installation.ts";
import { jupyterFolder } from "../../kernel/install/jupyter-folders.ts";
import { uninstallPapermill } from "../../kernel/install/papermill.ts";
import type { Command } from "../support/command.ts";
import { placeHelp, placeOf, placeOptions } from "../support/place.ts";

const command: Command = {
  summary: "take away what install wrote",
  help: `tunebook uninstall [--user | --sys-prefix | --prefix FOLDER] [--papermill]

${placeHelp}
  --papermill      only the translator that "tunebook install --papermill" gave to papermill

  Files of others in those folders stay, and so does the history of cells. The package itself is removed by: npm uninstall --global tunebook`,
  options: { ...placeOptions, papermill: { type: "boolean" } },
  arguments: { min: 0, max: 0 },
  async run(values) {
    const target = placeOf("uninstall", values);
    const folder = jupyterFolder(target);
    const { removed, kept } = values["papermill"]
      ? { removed: uninstallPapermill(target), kept: [] }
      : uninstall(folder);
    for (const path of removed) say(`removed ${path}`);
    for (const path of kept) say(`kept ${path}`);
    if (removed.length === 0) {
      say(
        `Nothing that Tunebook installed was in ${values["papermill"] ? "papermill's Python" : folder}.`,
      );
    }
    return 0;
  },
};

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export default command;
