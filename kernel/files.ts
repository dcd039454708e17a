/** Folders and files written so that nothing hangs and nothing that was there is lost. */
import {
  existsSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it, as far as they are missing. Not by `recursive: true`, which in
 * Node never returns for some paths, those below /proc among them.
 * @param mode permissions of the folders that are made. Default: the system's
 * @throws Error of the system where it cannot be made
 */
export function makeFolder(path: string, mode?: number): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent, mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Somebody else was faster.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST" || !statSync(path).isDirectory())
      throw error;
  }
}

/**
 * Writes a file as a whole: where the disk is full, or the process ends meanwhile, what was there stays.
 * A link leads to the same file as before.
 * @throws Error of the system where it cannot be written
 */
export function writeWhole(path: string, text: string): void {
  const real = existsSync(path) ? realpathSync(path) : path;
  const there = statSync(real, { throwIfNoEntry: false });
  if (there && !there.isFile()) return writeFileSync(real, text); // A device or a pipe.
  const next = `${real}.${process.pid}.new`;
  try {
    writeFileSync(next, text, there ? { mode: there.mode & 0o777 } : {});
    renameSync(next, real);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}

/** A folder, or the nearest above it that exists. */
export function nearestFolder(path: string): string {
  const parent = dirname(path);
  return existsSync(path) || parent === path ? path : nearestFolder(parent);
}
