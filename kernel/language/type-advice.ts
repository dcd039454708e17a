/** What to do about a type error, where TypeScript's own words do not say it. */

import { nearest } from "../nearest.ts";
import { libraryAdvice } from "./library-advice.ts";

/** What an error complains of, and the cell's text from there on. */
export interface Complaint {
  /** TypeScript's number of it. */
  number: number;
  message: string;
  /** The text that it means. */
  meant: string;
  /** What follows it. */
  behind: string;
}

/** One line more, or none; what the library itself says comes first. */
export function typeAdvice(complaint: Complaint): string {
  const advice = libraryAdvice(complaint) ?? general(complaint);
  return advice === undefined ? "" : `\n${advice}`;
}

/** … is possibly null, undefined, or either; with and without the name of it. */
const POSSIBLY_NOTHING = new Set([2531, 2532, 2533, 18047, 18048, 18049]);

/** What is given has none of the properties that are all optional. */
const NOTHING_IN_COMMON = 2559;

/** A type is not that of the parameter, or of what is assigned to. */
const ASSIGNED =
  /(?:Type|Argument of type) '(.+?)' is not assignable to (?:parameter of )?type '(.+)'/;

function general(complaint: Complaint): string | undefined {
  const { number, message, meant, behind } = complaint;
  if (POSSIBLY_NOTHING.has(number)) return possiblyNothing(meant, behind);
  // A function without a return, in place of one whose result is wanted.
  if (/Type '(?:Promise<)?void>?' is not assignable to type '.*\bPromise</.test(message))
    return "Is a return missing?";
  if (number === NOTHING_IN_COMMON && /^(["']).*\1$|^-?[\d.]+$/.test(meant))
    return "Options stand in braces: { … }.";
  const [, given, wanted] = ASSIGNED.exec(message.split("\n")[0]!) ?? [];
  if (given === undefined || wanted === undefined) return undefined;
  if (/^(?:NonShared)?Buffer\b/.test(given) && wanted === "string")
    return `For text, read it with an encoding: readFileSync(path, "utf8"). Or write ${meant}.toString()`;
  return (
    alternative(given, wanted) ??
    inQuotes(wanted, meant, behind) ??
    inBrackets(number, wanted, complaint)
  );
}

function possiblyNothing(meant: string, behind: string): string | undefined {
  if (meant === "this") return "At the top of a cell, this is undefined.";
  if (meant.length > 40 || meant.includes("\n"))
    return "Write ?. in place of . to go on only where it is there, ?? … behind it to put something in its place, or ! if it is sure to be there.";
  const next = behind[0] === "[" ? "[…]" : "…";
  return behind[0] === "." || behind[0] === "["
    ? `Write ${meant}?.${next} to go on only where it is there, or ${meant}!${next === "…" ? ".…" : next} if it is sure to be.`
    : `Write ${meant} ?? … to put something in its place, or ${meant}! if it is sure to be there.`;
}

/** The text that comes nearest to the given one, where one of several is wanted. */
function alternative(given: string, wanted: string): string | undefined {
  const isWord = (each: string) => /^(?:"[^"]*"|[\w.]+)$/.test(each);
  if (!/^"[^"]*"$/.test(given) || !wanted.split(" | ").every(isWord)) return undefined;
  const texts = [...wanted.matchAll(/"([^"]*)"/g)].map(([, text]) => text!);
  const found = nearest(given.slice(1, -1), texts);
  return found === undefined ? undefined : `Did you mean "${found}"?`;
}

const QUOTED_NUMBER = /^(?:\s*:\s*)?(["'])(-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)\1/i;

/** A number in quotes: an argument itself, or the value of a property whose name is what is meant. */
function inQuotes(wanted: string, meant: string, behind: string): string | undefined {
  if (!/\bnumber\b/.test(wanted)) return undefined;
  const [, , number] =
    (QUOTED_NUMBER.exec(meant) ?? (/^\s*:/.test(behind) && QUOTED_NUMBER.exec(behind))) || [];
  return number === undefined ? undefined : `Write it without quotes: ${number}`;
}

const LITERAL = String.raw`(?:"[^"\n]*"|'[^'\n]*'|-?[\d.]+)`;
const ONE = new RegExp(`^${LITERAL}$`);
const OTHERS = new RegExp(String.raw`^(?:\s*,\s*${LITERAL})*`);

/** Arguments, one by one, where a list of them is wanted. */
function inBrackets(
  number: number,
  wanted: string,
  { meant, behind }: Complaint,
): string | undefined {
  if (number !== 2345 || !/^(?:readonly )?[\w.]+\[\]$/.test(wanted) || !ONE.test(meant))
    return undefined;
  return `Write it as a list: [${meant}${OTHERS.exec(behind)![0]}]`;
}
