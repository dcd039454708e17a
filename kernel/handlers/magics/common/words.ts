/** A line as the words of a command line. */

import { MagicError } from "./magic.ts";

/**
 * Splits at blanks; quotes hold a word together, and a backslash (not on Windows, where it is a
 * path's) takes the next sign as it is.
 * @throws MagicError for a quote without an end
 */
export function splitWords(line: string, platform: NodeJS.Platform = process.platform): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const sign = line[at]!;
    if (sign === "\\" && platform !== "win32" && quote !== "'" && at + 1 < line.length) {
      word = (word ?? "") + line[++at]!;
    } else if (quote !== "") {
      if (sign === quote) quote = "";
      else word += sign;
    } else if (sign === '"' || sign === "'") {
      quote = sign;
      word ??= "";
    } else if (/\s/.test(sign)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + sign;
  }
  if (quote !== "") throw new MagicError(`The quote ${quote} has no end in: ${line}`);
  return word === undefined ? words : [...words, word];
}

/** What follows a magic's name: its options and the rest. */
export interface Options {
  /** Name without dashes → its value; true for one that takes none. */
  readonly given: ReadonlyMap<string, string | true>;
  /** What follows the options, as it was written. */
  readonly rest: string;
  /** Where the rest begins. */
  readonly from: number;
}

/**
 * Takes the options from the head of an argument: `-n 3 -q f()`.
 * @param known name → whether a value follows it
 * @throws MagicError for one that is not known, naming those that are
 */
export function takeOptions(
  magic: string,
  argument: string,
  known: Readonly<Record<string, boolean>>,
): Options {
  const given = new Map<string, string | true>();
  let from = 0;
  for (;;) {
    const found = /^\s*(--?)([A-Za-z][\w-]*)/.exec(argument.slice(from));
    if (!found) break;
    let name = found[2]!;
    let end = from + found[0].length;
    // `-n10` as well as `-n 10`.
    const glued = found[1] === "-" && name.length > 1 && known[name[0]!] === true;
    if (glued) {
      end -= name.length - 1;
      name = name[0]!;
    }
    const takesValue = known[name];
    if (takesValue === undefined) {
      const all = Object.keys(known).map((each) => (each.length > 1 ? `--${each}` : `-${each}`));
      throw new MagicError(
        `${magic} has no option ${found[1]}${name}. It has ${all.join(", ") || "none"}.`,
      );
    }
    if (!takesValue) {
      given.set(name, true);
      from = end;
      continue;
    }
    const value = /^\s*=?\s*("[^"]*"|'[^']*'|\S+)/.exec(argument.slice(end));
    if (!value) throw new MagicError(`${magic} ${found[1]}${name} wants a value after it.`);
    given.set(name, value[1]!.replace(/^(["'])(.*)\1$/, "$2"));
    from = end + value[0].length;
  }
  const blank = /^\s*/.exec(argument.slice(from))![0].length;
  return { given, rest: argument.slice(from + blank), from: from + blank };
}

/** The value of an option that is a whole number of at least 1. @throws MagicError */
export function countOption(magic: string, name: string, { given }: Options): number | undefined {
  const value = given.get(name);
  if (value === undefined) return undefined;
  if (/^\d+$/.test(String(value)) && Number(value) > 0) return Number(value);
  throw new MagicError(`${magic} -${name} wants a whole number of at least 1, not "${value}".`);
}
