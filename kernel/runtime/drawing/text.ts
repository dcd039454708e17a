/** A value as text, cut to what a page can hold, with a word about what was cut. */
import { inspect } from "node:util";
import { isError, safeInspect, traceback } from "../errors.ts";
import { frameOf } from "./frames.ts";
import { tableText } from "./table.ts";
import { tensorText } from "./tensors.ts";

/** Items of lists, maps and sets that are shown. */
const ITEMS = 100;
/** Properties that an object shows. */
const PROPERTIES = 1000;
/** Characters of one string, and of the whole text. */
const STRING = 100_000;
const TEXT = 200_000;
/** Levels below which an object is only named. */
const DEPTH = 4;

/** What `inspect` writes in the place of what it leaves out. */
const SHORTENED = /\.{3} \d+ more (?:items?|characters?)|\[(?:Object|Array|Map|Set)\]/;

const HOW =
  "(shortened: console.dir(value, { depth: null, maxArrayLength: null, maxStringLength: null }) prints all of it)";

/**
 * A value as text, the way Node's own console shows it: at most {@link ITEMS} items of each list,
 * {@link DEPTH} levels, {@link TEXT} characters. What was cut is said where it was cut, and the last
 * line then says how to see all of it. Never throws.
 */
export function plain(value: unknown): string {
  try {
    if (isError(value)) return bounded(traceback(value, { frame: false }));
    const tensor = tensorText(value);
    if (tensor !== undefined) return bounded(tensor);
    const frame = frameOf(value);
    if (frame !== undefined) return tableText(frame);
    return bounded(inspected(value));
  } catch {
    return safeInspect(value);
  }
}

function inspected(value: unknown): string {
  const { shown, left } = firstProperties(value);
  let text = inspect(shown, {
    colors: false,
    depth: DEPTH,
    maxArrayLength: ITEMS,
    maxStringLength: STRING,
    breakLength: 80,
    compact: 3,
  });
  if (left > 0) text = text.replace(/\s*\}$/, `,\n  ... ${left} more items\n}`);
  return text;
}

/** `inspect` knows no bound on the properties of an object, and a million of them take seconds. */
function firstProperties(value: unknown): { shown: unknown; left: number } {
  if (typeof value !== "object" || value === null) return { shown: value, left: 0 };
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return { shown: value, left: 0 };
  const keys = Object.keys(value);
  if (keys.length <= PROPERTIES) return { shown: value, left: 0 };
  const shown = Object.create(prototype as object | null) as object;
  for (const key of keys.slice(0, PROPERTIES)) {
    Object.defineProperty(shown, key, Object.getOwnPropertyDescriptor(value, key)!);
  }
  return { shown, left: keys.length - PROPERTIES };
}

function bounded(text: string): string {
  if (text.length > TEXT) {
    return `${text.slice(0, TEXT)}\n... ${text.length - TEXT} more characters\n${HOW}`;
  }
  return SHORTENED.test(text) ? `${text}\n${HOW}` : text;
}
