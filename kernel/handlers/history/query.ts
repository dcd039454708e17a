/** What a `history_request` asks for, answered from a list of entries. Knows no disk and no socket. */

/** One input that was run. */
export interface HistoryEntry {
  /** 1, 2, 3…: the kernels' sessions in the order in which they began. */
  readonly session: number;
  /** The execution count that it ran under. */
  readonly line: number;
  readonly input: string;
  /** The text of its result; undefined where it had none. */
  readonly output?: string | undefined;
}

/** What is asked for: the three ways of the protocol. */
export type HistoryQuery =
  | { readonly access: "tail"; readonly n: number }
  | {
      readonly access: "range";
      /** Absolute from 1 on; 0 is the current session, −1 the one before it. */
      readonly session: number;
      /** First line; 0 and 1 are the same. */
      readonly start: number;
      /** The line after the last; undefined: to the end. */
      readonly stop: number | undefined;
    }
  | {
      readonly access: "search";
      /** `*` is any text, `?` any sign, `[abc]` one of them: it must match the whole input. */
      readonly pattern: string;
      readonly n: number | undefined;
      /** Of equal inputs only the latest. */
      readonly unique: boolean;
    };

/**
 * The entries that are asked for, the oldest first.
 *
 * @param entries in the order in which they were run
 * @param current the number of the session that asks
 */
export function askHistory(
  entries: readonly HistoryEntry[],
  query: HistoryQuery,
  current: number,
): HistoryEntry[] {
  switch (query.access) {
    case "tail":
      return lastOf(entries, query.n);
    case "range": {
      const session = query.session > 0 ? query.session : current + query.session;
      return entries.filter(
        (entry) =>
          entry.session === session &&
          entry.line >= query.start &&
          (query.stop === undefined || entry.line < query.stop),
      );
    }
    case "search": {
      const glob = globOf(query.pattern);
      const found = entries.filter(({ input }) => matches(glob, input));
      return lastOf(query.unique ? latestOfEach(found) : found, query.n);
    }
  }
}

function lastOf(entries: readonly HistoryEntry[], n: number | undefined): HistoryEntry[] {
  if (n === undefined) return [...entries];
  return n <= 0 ? [] : entries.slice(-n);
}

function latestOfEach(entries: readonly HistoryEntry[]): HistoryEntry[] {
  const latest = new Map<string, HistoryEntry>();
  for (const entry of entries) {
    latest.delete(entry.input);
    latest.set(entry.input, entry);
  }
  return [...latest.values()];
}

/** One sign of a glob: what it accepts, or any text. */
type Token = ((sign: string) => boolean) | "any text";

/** A glob, read once. */
function globOf(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (const [part] of pattern.matchAll(/\[!?[^\]]+\]|[^]/gu)) {
    if (part === "*") {
      if (tokens.at(-1) !== "any text") tokens.push("any text");
    } else if (part === "?") tokens.push(() => true);
    else if ([...part].length > 1) {
      const isNegated = part[1] === "!";
      const signs = Array.from(part.slice(isNegated ? 2 : 1, -1));
      tokens.push((sign) => signs.includes(sign) !== isNegated);
    } else tokens.push((sign) => sign === part);
  }
  return tokens;
}

/**
 * Whether a glob matches the whole of a text. On a mismatch only the latest star takes one sign more, which
 * is enough: an earlier one could only skip what the latest can skip as well.
 *
 * Complexity: O(signs · tokens) at worst.
 */
function matches(tokens: readonly Token[], text: string): boolean {
  const signs = [...text];
  let [at, token] = [0, 0];
  let star = -1;
  let taken = 0;
  while (at < signs.length) {
    const wanted = tokens[token];
    if (wanted === "any text") [star, taken, token] = [token, at, token + 1];
    else if (wanted?.(signs[at]!)) [at, token] = [at + 1, token + 1];
    else if (star >= 0) [taken, at, token] = [taken + 1, taken + 1, star + 1];
    else return false;
  }
  while (tokens[token] === "any text") token++;
  return token === tokens.length;
}
