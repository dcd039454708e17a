import { delimiter } from "node:path";

/** The folders in which programs are looked for. */
export function pathFolders(environment: Readonly<Record<string, string | undefined>>): string[] {
  const path = environment["PATH"] ?? environment["Path"] ?? "";
  return path.split(delimiter).filter((folder) => folder !== "");
}
