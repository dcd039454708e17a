/** Writes the kernelspec, the launcher and the labextension, and takes them away again. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { makeFolder } from "../files.ts";
import { InstallError } from "./jupyter-folders.ts";
import { JAVASCRIPT_KERNEL_NAME, KERNEL_NAME, KERNELS, kernelspec } from "./kernelspec.ts";
import { launcherText } from "./launcher.ts";
import { type Manifest, manifestPath, readManifest } from "./manifest.ts";
import type { PackageFiles } from "./package-files.ts";

/** The places of an installation below one of Jupyter's folders. */
export interface Places {
  kernelspec: string;
  javascriptKernelspec: string;
  labextension: string;
  launcher: string;
}

/** Where the parts lie in Jupyter's folder `jupyter`. */
export function placesIn(jupyter: string): Places {
  return {
    kernelspec: join(jupyter, "kernels", KERNEL_NAME),
    javascriptKernelspec: join(jupyter, "kernels", JAVASCRIPT_KERNEL_NAME),
    labextension: join(jupyter, "labextensions", "tunebook"),
    launcher: join(jupyter, "tunebook", "launcher.mjs"),
  };
}

/**
 * Installs into Jupyter's folder `jupyter`, over what an earlier install left there.
 * @param node absolute path of the Node that shall run the kernel
 * @returns every path that was written: the kernelspecs, the launcher, the folder of the labextension
 * @throws InstallError naming the folder that could not be written
 */
export function install(jupyter: string, files: PackageFiles, node = process.execPath): string[] {
  const places = placesIn(jupyter);
  return writing(jupyter, () => {
    makeFolder(dirname(places.launcher));
    replaceFile(places.launcher, launcherText(files.main, files.version));

    // Each folder is put together aside and then moved, so that Jupyter never reads half of one.
    const aside = mkdtempSync(join(dirname(places.launcher), "new-"));
    try {
      for (const kernel of KERNELS) {
        const spec = join(aside, kernel.name);
        mkdirSync(spec);
        const content = kernelspec(node, places.launcher, kernel);
        writeFileSync(join(spec, "kernel.json"), `${JSON.stringify(content, null, 2)}\n`);
        for (const [name, path] of Object.entries(files.logos)) cpSync(path, join(spec, name));
        replaceFolder(join(jupyter, "kernels", kernel.name), spec);
      }

      const extension = join(aside, "labextension");
      cpSync(files.labextension, extension, { recursive: true });
      replaceFolder(places.labextension, extension);
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
    const folders = [places.kernelspec, places.javascriptKernelspec, places.labextension];
    const manifest: Manifest = {
      version: files.version,
      files: [places.launcher, ...folders.flatMap(filesBelow)].map((path) =>
        relative(jupyter, path).split(sep).join("/"),
      ),
    };
    replaceFile(manifestPath(jupyter), `${JSON.stringify(manifest, null, 2)}\n`);
    return [
      join(places.kernelspec, "kernel.json"),
      join(places.javascriptKernelspec, "kernel.json"),
      places.launcher,
      places.labextension,
    ];
  });
}

/**
 * Removes what an installation wrote, and then the folders of Tunebook's that are empty. What others
 * put there stays, and so does the history of cells.
 * @returns `removed`: the paths that are gone, a folder for all that was in it, none if there was no
 * installation; `kept`: what stays in Tunebook's folders
 * @throws InstallError naming what could not be removed
 */
export function uninstall(jupyter: string): { removed: string[]; kept: string[] } {
  const places = placesIn(jupyter);
  const folders = [places.kernelspec, places.javascriptKernelspec, places.labextension];
  const own = dirname(places.launcher);
  return writing(jupyter, () => {
    const manifest = readManifest(jupyter);
    const written = manifest
      ? manifest.files.map((file) => join(jupyter, file))
      : [places.launcher, ...folders.flatMap(filesBelow).filter(isWritten)];
    const removed = [...written, manifestPath(jupyter)].filter((path) => existsSync(path));
    for (const path of removed) rmSync(path);
    for (const folder of [...folders, own]) removeEmpty(folder);
    const whole = folders.filter(
      (folder) => !existsSync(folder) && removed.some((path) => path.startsWith(folder + sep)),
    );
    const single = removed.filter(
      (path) =>
        path !== manifestPath(jupyter) && !whole.some((folder) => path.startsWith(folder + sep)),
    );
    return { removed: [...whole, ...single], kept: [...folders, own].flatMap(filesBelow) };
  });
}

/** Whether an installation from before there was a list may have written a file. */
const isWritten = (path: string) =>
  /^(kernel\.json|logo-.*)$/.test(basename(path)) || path.includes(`${sep}labextensions${sep}`);

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** Removes a folder and those in it, as far as there is no file in them. */
function removeEmpty(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeEmpty(join(folder, entry.name));
  }
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}

function replaceFile(path: string, text: string): void {
  const next = `${path}.new`;
  writeFileSync(next, text);
  renameSync(next, path);
}

function replaceFolder(path: string, next: string): void {
  makeFolder(dirname(path));
  rmSync(path, { recursive: true, force: true });
  renameSync(next, path);
}

const REASONS: Record<string, string> = {
  EACCES: "it may not be written by this user",
  EPERM: "it may not be written by this user",
  ENOENT: "no folder can be made there",
  EROFS: "it lies on a read-only disk",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of the path is a file",
  EEXIST: "a part of the path is a file",
};

function writing<T>(jupyter: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code, path, message } = error as NodeJS.ErrnoException;
    const reason = code && REASONS[code];
    if (!reason) throw error;
    throw new InstallError(
      `Cannot write into ${jupyter}: ${reason} (${path ?? message}). Choose another place: tunebook install --user, or --prefix FOLDER.`,
      { cause: error },
    );
  }
}
