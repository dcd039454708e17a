import { readdirSync } from "node:fs";
import { pathFolders } from "../../../path-folders.ts";
import type { Session } from "../../session.ts";
import { helpPage } from "./help-page.ts";
import type { CompletionPlace } from "./magic.ts";
import { pathMatches } from "./paths.ts";
import type { CellReading } from "./read-cell.ts";
import { magics } from "./registry.ts";
import { signsOf } from "./signs.ts";

/** What may stand at the cursor of a magic line; offsets in UTF-16 units. */
export interface MagicCompletions {
  matches: string[];
  start: number;
  end: number;
}

/**
 * Completes a magic's name or its argument, or a command; undefined where the cursor is in code, also
 * in the code of a magic's line.
 */
export async function completeMagic(
  cell: string,
  offset: number,
  { lines, head }: CellReading,
  place: () => Promise<CompletionPlace>,
): Promise<MagicCompletions | undefined> {
  const nothing = { matches: [], start: offset, end: offset };
  const line = lines.find(({ start, end }) => offset > start && offset <= end);
  if (!line) {
    const inText = head.some(({ body }) => body !== "" && offset >= cell.length - body.length);
    // What a module is made of is code; other texts are not.
    return inText && head[0]?.name !== "module" ? nothing : undefined;
  }
  const { start, textStart } = line;
  const sign = line.name.startsWith("!") ? "!" : line.name.startsWith("%%") ? "%%" : "%";
  if (sign !== "!" && offset <= start + line.name.length) {
    const typed = cell.slice(start, offset);
    const first = cell.slice(0, start).trim() === "";
    return { matches: names(first).filter((name) => name.startsWith(typed)), start, end: offset };
  }
  const text = cell.slice(textStart, offset);
  const word = /(?:\\.|"[^"]*$|'[^']*$|[^\s\\])*$/.exec(text)![0];
  const before = text
    .slice(0, text.length - word.length)
    .split(/\s+/)
    .filter(Boolean);
  const from = offset - word.length;
  if (sign === "!") {
    const matches = commandMatches(word, text.slice(0, text.length - word.length), await place());
    return { matches, start: from, end: offset };
  }
  const magic = magics.get(line.name.replace(/^%+/, ""));
  if (!magic) return nothing;
  if (magic.form === "code" && !word.startsWith("-")) return undefined;
  const found = (await magic.complete?.({ word, before }, await place())) ?? [];
  return { matches: found.filter((each) => each.startsWith(word)), start: from, end: offset };
}

/** The help of the magic whose name is under the cursor. */
export function inspectMagic(
  offset: number,
  { lines }: CellReading,
): Record<string, string> | undefined {
  const line = lines.find(({ start, name }) => offset >= start && offset <= start + name.length);
  const magic = line && magics.get(line.name.replace(/^%+/, ""));
  return magic && helpPage(magic);
}

/** All magics as they are written; those for cells only on the first line. */
function names(first: boolean): string[] {
  const written = (signs: "%" | "%%") =>
    [...magics.values()]
      .filter((magic) => signsOf(magic, signs) === signs)
      .map(({ name }) => signs + name);
  return [...written("%"), ...(first ? written("%%") : [])];
}

/** Programs at the beginning of a command, paths behind it. */
function commandMatches(
  word: string,
  before: string,
  { folder, environment }: CompletionPlace,
): string[] {
  const first = before.trim() === "" || /[|&;(]\s*$/.test(before);
  if (!first || /[/\\]/.test(word)) return pathMatches(word, folder);
  if (word === "") return [];
  const found = new Set<string>();
  for (const path of pathFolders(environment)) {
    try {
      for (const name of readdirSync(path)) if (name.startsWith(word)) found.add(name);
    } catch {
      // PATH names folders that are not there.
    }
  }
  return [...found].toSorted();
}

/** The place of a session as it was last known. */
const known = new WeakMap<Session, Omit<CompletionPlace, "magics">>();
/** How long a busy runtime is waited for, in milliseconds; then what was known last must do. */
const PATIENCE = 300;

/** Where completion looks: the runtime's folder and environment. */
export async function completionPlace(session: Session): Promise<CompletionPlace> {
  const asked = session.runtime.ask({ about: "where" }).then(
    (place) => void known.set(session, place),
    () => {},
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE)));
  await Promise.race([asked, late]);
  clearTimeout(timer);
  const place = known.get(session) ?? { folder: process.cwd(), environment: process.env };
  return { ...place, magics: [...magics.values()] };
}
