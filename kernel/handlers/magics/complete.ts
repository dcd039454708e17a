import { magics } from "./registry.ts";

/** What may stand at the cursor of a magic line; offsets in UTF-16 units. */
export interface MagicCompletions {
  matches: string[];
  start: number;
  end: number;
}

/** Completes a magic's name or its argument; undefined where the cursor is on no magic line. */
export function completeMagic(cell: string, offset: number): MagicCompletions | undefined {
  const lineStart = cell.lastIndexOf("\n", offset - 1) + 1;
  const before = cell.slice(0, lineStart);
  // A magic line has nothing above it but magic lines and empty ones.
  if (before.split("\n").some((line) => !/^\s*(%|$)/.test(line))) return undefined;
  const typed = /^[ \t]*%([^\s%]*)(?:[ \t]+(\S*))?$/.exec(cell.slice(lineStart, offset));
  if (!typed) return undefined;
  const [, name = "", word] = typed;
  const candidates =
    word === undefined
      ? [...magics.keys()].map((each) => `%${each}`)
      : (magics.get(name)?.words ?? []);
  const prefix = word ?? `%${name}`;
  return {
    matches: candidates.filter((candidate) => candidate.startsWith(prefix)),
    start: offset - prefix.length,
    end: offset,
  };
}
