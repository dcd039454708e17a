/** Commands that mend, with the place they are meant for. */
import { basename, dirname } from "node:path";
import { type Machine, userFolder } from "../jupyter-folders.ts";
import type { DoctorContext } from "./finding.ts";

/** `tunebook install` or `uninstall` for one of Jupyter's folders. */
export function commandFor(
  verb: "install" | "uninstall",
  folder: string,
  machine: Machine,
): string {
  if (folder === userFolder(machine)) return `tunebook ${verb}`;
  const share = dirname(folder);
  return basename(folder) === "jupyter" && basename(share) === "share"
    ? `tunebook ${verb} --prefix ${quoted(dirname(share))}`
    : `JUPYTER_DATA_DIR=${quoted(folder)} tunebook ${verb}`;
}

/** `tunebook install` for the place that was asked about, else for this user. */
export function installCommand({ place, machine }: DoctorContext): string {
  return commandFor("install", place ?? userFolder(machine), machine);
}

/** The npm command that installs this package's dependencies anew, those of this platform among them. */
export function reinstallCommand(packageRoot: string): string {
  const modules = dirname(packageRoot);
  if (basename(modules) !== "node_modules") return `npm ci --include=optional (in ${packageRoot})`;
  const owner = dirname(modules);
  return ["lib", "npm"].includes(basename(owner))
    ? "npm install --global tunebook --include=optional"
    : `npm install tunebook --include=optional (in ${owner})`;
}

/** A path as a shell takes it. */
function quoted(path: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(path) ? path : `"${path}"`;
}
