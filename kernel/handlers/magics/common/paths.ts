import { readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";

/**
 * The paths that continue `word`, seen from `folder`, each written as the word is; folders end with a
 * slash. Hidden ones only where the word asks for them.
 */
export function pathMatches(
  word: string,
  folder: string,
  { foldersOnly = false, endings }: { foldersOnly?: boolean; endings?: readonly string[] } = {},
): string[] {
  const quote = /^["']/.exec(word)?.[0] ?? "";
  const typed = word.slice(quote.length);
  const cut = Math.max(
    typed.lastIndexOf("/"),
    process.platform === "win32" ? typed.lastIndexOf("\\") : -1,
  );
  const head = typed.slice(0, cut + 1);
  const start = typed.slice(cut + 1);
  const from = resolve(folder, head.replace(/^~(?=[\\/])/, homedir()));
  let names: string[];
  try {
    names = readdirSync(from);
  } catch {
    return [];
  }
  const matches: string[] = [];
  for (const name of names.toSorted()) {
    if (!name.startsWith(start) || (name.startsWith(".") && !start.startsWith("."))) continue;
    const isFolder = statSync(join(from, name), { throwIfNoEntry: false })?.isDirectory() ?? false;
    if (foldersOnly && !isFolder) continue;
    if (endings && !isFolder && !endings.some((ending) => name.endsWith(ending))) continue;
    const path = head + name + (isFolder ? "/" : "");
    matches.push(quote === "" ? path.replaceAll(/[ '"]/g, "\\$&") : quote + path);
  }
  return matches;
}

/** A file whose folder is there, seen from `folder`; `~` is the user's home. */
export function pathIn(folder: string, word: string): string {
  return resolve(folder, word.replace(/^~(?=$|[\\/])/, homedir()));
}

/** Whether `path` is a folder's own, and not one above or beside it. */
export function isWithin(folder: string, path: string): boolean {
  const whole = resolve(folder, path);
  return whole.startsWith(join(resolve(folder), "/").replaceAll("/", join("/")));
}

/** The last folders of a path, for messages. */
export const shortPath = (path: string): string => join(basename(dirname(path)), basename(path));
