/** `tunebook install`: kernelspecs, launcher and labextension, without Python. */
import { install } from "../../kernel/install/installation.ts";
import { InstallError, jupyterFolder } from "../../kernel/install/jupyter-folders.ts";
import { inNpxCache, packageFiles } from "../../kernel/install/package-files.ts";
import { installPapermill } from "../../kernel/install/papermill.ts";
import type { Command } from "../support/command.ts";
import { placeHelp, placeOf, placeOptions } from "../support/place.ts";

const command: Command = {
  summary: "put the kernel and the figures' renderer where Jupyter finds them",
  help: `tunebook install [--user | --sys-prefix | --prefix FOLDER] [--papermill]

${placeHelp}
  --papermill      also teach papermill to give parameters in TypeScript: two small files in the
                   site-packages of its Python (with --prefix, of the Python in FOLDER)

  Run it again after an upgrade, or when Node or the package has moved. "tunebook uninstall" takes it all away.`,
  options: { ...placeOptions, papermill: { type: "boolean" } },
  arguments: { min: 0, max: 0 },
  async run(values) {
    const target = placeOf("install", values);
    const folder = jupyterFolder(target);
    if (inNpxCache()) {
      throw new InstallError(
        "this copy of Tunebook lies in the cache of npx, which npm empties when it likes: a kernel installed from it would stop working. Install the package first: npm install --global tunebook; then: tunebook install.",
      );
    }
    const files = packageFiles();
    for (const path of install(folder, files)) say(`wrote ${path}`);
    if (values["papermill"]) {
      for (const path of installPapermill(target, files.version)) say(`wrote ${path}`);
    }
    say(
      `The kernels "TypeScript (Tunebook)" and "JavaScript (Tunebook)" are there for every Jupyter that looks in ${folder}.`,
    );
    return 0;
  },
};

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export default command;
