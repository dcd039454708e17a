import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import type { DoctorContext, Finding } from "./finding.ts";
import { installCommand } from "./remedies.ts";

interface Copy {
  root: string;
  version: string;
}

/** Whether another version of Tunebook is in the way: in the notebook's folder, or as the command of the terminal. */
export function checkCopies(context: DoctorContext): Finding {
  const { cwd, machine, packageRoot } = context;
  const own = copyAt(packageRoot)!;
  const local = inFolder(cwd);
  if (local && local.version !== own.version) {
    return {
      state: "bad",
      text: `notebooks in ${cwd} import Tunebook ${local.version} from ${local.root}, and the kernel is ${own.version}`,
      remedy: `Run in ${cwd}: npm install tunebook@${own.version} (or npm uninstall tunebook: the kernel brings its own)`,
    };
  }
  const command = onPath(machine.env["PATH"] ?? "");
  if (command && command.version !== own.version) {
    return {
      state: "bad",
      text: `the command tunebook on PATH is ${command.version} in ${command.root}, and this is ${own.version} in ${own.root}`,
      remedy: `Keep one of them: npm install --global tunebook@${own.version}, then ${installCommand(context)}`,
    };
  }
  return { state: "good", text: `Tunebook ${own.version} (${own.root}), and no other version` };
}

/** What a cell's `import "tunebook"` finds from a folder. */
function inFolder(folder: string): Copy | undefined {
  try {
    return copyAt(
      dirname(createRequire(join(folder, "notebook.ts")).resolve("tunebook/package.json")),
    );
  } catch {
    return undefined;
  }
}

/** The package of the first `tunebook` on PATH. */
function onPath(path: string): Copy | undefined {
  for (const folder of path.split(delimiter).filter((one) => one !== "")) {
    const file = join(folder, "tunebook");
    if (!existsSync(file)) continue;
    // A link to dist/cli/main.js; on Windows a script, which lies beside node_modules.
    const real = realpathSync(file);
    return (
      copyAt(dirname(dirname(dirname(real)))) ?? copyAt(join(folder, "node_modules", "tunebook"))
    );
  }
  return undefined;
}

function copyAt(root: string): Copy | undefined {
  try {
    const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      name?: string;
      version: string;
    };
    return name === undefined || name === "tunebook"
      ? { root: realpathSync(root), version }
      : undefined;
  } catch {
    return undefined;
  }
}
