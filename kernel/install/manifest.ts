/** The list of what an installation wrote, kept beside the launcher, so that no other file is ever removed. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What `installed.json` holds. */
export interface Manifest {
  /** The version of Tunebook that wrote it. */
  version: string;
  /** Paths below Jupyter's folder, with `/` between their parts. */
  files: string[];
}

/** Where the list lies in Jupyter's folder. */
export const manifestPath = (jupyter: string): string =>
  join(jupyter, "tunebook", "installed.json");

/** Reads the list; undefined where there is none that can be read. */
export function readManifest(jupyter: string): Manifest | undefined {
  const path = manifestPath(jupyter);
  if (!existsSync(path)) return undefined;
  try {
    const { version, files } = JSON.parse(readFileSync(path, "utf8")) as Partial<Manifest>;
    const sound = (file: unknown) =>
      typeof file === "string" && !file.split(/[/\\]/).includes("..") && !/^([/\\]|\w:)/.test(file);
    if (!Array.isArray(files) || !files.every(sound)) return undefined;
    return { version: String(version), files };
  } catch {
    return undefined;
  }
}
