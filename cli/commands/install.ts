/** `tunebook install`: kernelspec, launcher and labextension, without Python. */
import { install, uninstall } from "../../kernel/install/installation.ts";
import { InstallError, type Target, jupyterFolder } from "../../kernel/install/jupyter-folders.ts";
import { inNpxCache, packageFiles } from "../../kernel/install/package-files.ts";
import { type Command, text, UsageError, type Values } from "../support/command.ts";

const command: Command = {
  summary: "put the kernel and the figures' renderer where Jupyter finds them",
  help: `tunebook install [--user | --sys-prefix | --prefix FOLDER] [--uninstall]

  --user           for this user, in Jupyter's data folder (the default)
  --sys-prefix     into the active Python environment (virtual or conda, else that of python on PATH)
  --prefix FOLDER  into FOLDER/share/jupyter
  --uninstall      take away what an earlier install put there`,
  options: {
    user: { type: "boolean" },
    "sys-prefix": { type: "boolean" },
    prefix: { type: "string" },
    uninstall: { type: "boolean" },
  },
  arguments: { min: 0, max: 0 },
  async run(values) {
    const folder = jupyterFolder(targetOf(values));
    if (values["uninstall"]) {
      const removed = uninstall(folder);
      for (const path of removed) say(`removed ${path}`);
      if (removed.length === 0) say(`Nothing of Tunebook's was in ${folder}.`);
      return 0;
    }
    if (inNpxCache()) {
      throw new InstallError(
        "this copy of Tunebook lies in the cache of npx, which npm empties when it likes: a kernel installed from it would stop working. Install the package first: npm install --global tunebook; then: tunebook install.",
      );
    }
    for (const path of install(folder, packageFiles())) say(`wrote ${path}`);
    say(
      `The kernels "TypeScript (Tunebook)" and "JavaScript (Tunebook)" are there for every Jupyter that looks in ${folder}.`,
    );
    return 0;
  },
};

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function targetOf(values: Values): Target {
  const given = ["user", "sys-prefix", "prefix"].filter((name) => values[name] !== undefined);
  if (given.length > 1) {
    throw new UsageError(
      `install takes one place: ${given.map((name) => `--${name}`).join(" and ")} name two.`,
    );
  }
  const prefix = text(values, "prefix");
  if (prefix === "") throw new UsageError("install: --prefix needs a folder's name.");
  if (prefix !== undefined) return { kind: "prefix", prefix };
  return { kind: values["sys-prefix"] ? "sys-prefix" : "user" };
}

export default command;
