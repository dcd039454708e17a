import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { explainFailure } from "../../../../npm/explain.ts";
import { findNpm } from "../../../../npm/find-npm.ts";
import { newProject } from "../../../../npm/new-project.ts";
import { MagicError, type MagicContext } from "../magic.ts";
import { NpmProgress } from "./progress.ts";
import { projectFolder } from "./project-folder.ts";

/** npm could not do what was asked. */
export class InstallError extends MagicError {
  override name = "InstallError";
}

/** What is always said to npm: no advertisements, no audit, no bar of progress where no terminal is, but its fetches, which are counted. */
const QUIET = [
  "--loglevel=http",
  "--no-fund",
  "--no-audit",
  "--no-progress",
  "--no-update-notifier",
  "--color=false",
];

/**
 * Runs npm for the notebook's project, which is made where there is none; its words appear as they come.
 * @param action `install` or `uninstall`
 * @throws InstallError in plain words
 */
export async function npm(
  action: "install" | "uninstall",
  packages: readonly string[],
  options: readonly string[],
  context: MagicContext,
): Promise<void> {
  const { where, command, print } = context;
  const { folder: cellFolder, environment } = await where();
  const found = findNpm(environment);
  if (!found) {
    throw new InstallError(
      `There is no npm beside ${process.execPath}, the Node that runs this kernel, nor on PATH. Install npm, then restart the kernel.`,
    );
  }
  const project = projectFolder(cellFolder);
  const folder = project ?? cellFolder;
  if (!project) makeProject(folder, print);
  print(`npm ${action} ${packages.join(" ")} in ${folder}\n`);

  let errors = "";
  const progress = new NpmProgress(context.isWatched ? (text) => print(text) : undefined);
  const show = (text: string, name: "stdout" | "stderr") => {
    if (name === "stderr") errors += text;
    // Errors are told in plain words, once it has ended; warnings and the rest as they come.
    const shown = text
      .split(/(?<=\n)/)
      .filter((line) => !/^npm (?:error|ERR!)/.test(line))
      .join("");
    if (shown.trim() === "") return;
    progress.clear();
    print(shown, name);
  };
  const end = await command({
    command: found.command,
    words: [
      ...found.words,
      action,
      ...QUIET,
      ...options,
      "--",
      ...packages.map((each) => seenFrom(each, cellFolder, folder)),
    ],
    folder,
    environment: withoutNode(environment),
    output: (text, name) => show(name === "stderr" ? progress.heard(text) : text, name),
  })
    .catch((error: Error) => {
      throw new InstallError(`npm cannot be started: ${error.message}`, { cause: error });
    })
    .finally(() => show(progress.end(), "stderr"));
  if (end.code !== 0 && !context.signal.aborted) {
    throw new InstallError(explainFailure({ errors, code: end.code, packages, folder }));
  }
}

/** A package.json keeps npm from looking for one in the folders above. */
function makeProject(folder: string, print: (text: string) => void): void {
  const file = join(folder, "package.json");
  try {
    writeFileSync(file, newProject(), { flag: "wx" });
  } catch (error) {
    throw new InstallError(
      `No package.json can be made in ${folder}: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
  print(`Made ${file}, so that packages are installed beside the notebook.\n`);
}

/** A path is meant from the folder of the cells, and npm runs in that of the project. */
function seenFrom(name: string, cellFolder: string, folder: string): string {
  const isPath =
    /^\.{0,2}[\\/]/.test(name) || (/\.t(?:ar\.)?gz$/.test(name) && !/^[a-z]+:/.test(name));
  return isPath && cellFolder !== folder && existsSync(join(cellFolder, name))
    ? join(cellFolder, name)
    : name;
}

/** What belongs to the kernel's own Node process, or to an npm that started it, is not for this npm. */
function withoutNode(environment: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) =>
        !/^(?:NODE_OPTIONS|NODE_CHANNEL_\w+|npm_(?:command|lifecycle_\w+|package_\w+|execpath|node_execpath|config_(?:local_)?prefix))$/.test(
          name,
        ),
    ),
  );
}
