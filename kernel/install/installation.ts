/** Writes the kernelspec, the launcher and the labextension, and takes them away again. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { InstallError } from "./jupyter-folders.ts";
import { JAVASCRIPT_KERNEL_NAME, KERNEL_NAME, KERNELS, kernelspec } from "./kernelspec.ts";
import { launcherText } from "./launcher.ts";
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
    return [
      join(places.kernelspec, "kernel.json"),
      join(places.javascriptKernelspec, "kernel.json"),
      places.launcher,
      places.labextension,
    ];
  });
}

/** Removes an installation. @returns the paths that were removed, none if there was no installation */
export function uninstall(jupyter: string): string[] {
  const places = placesIn(jupyter);
  const found = Object.values(places).filter((path) => existsSync(path));
  return writing(jupyter, () => {
    for (const path of found) rmSync(path, { recursive: true });
    // Only if it is empty: nothing of anybody else's is removed.
    try {
      rmdirSync(dirname(places.launcher));
    } catch {
      // Not there, or not empty.
    }
    return found;
  });
}

/** Not by `recursive: true`, which in Node never returns for some paths, /proc/x among them. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  mkdirSync(path);
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
