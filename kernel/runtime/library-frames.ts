/** Frames of this package's own library are folded: a reader looks for the line of their cell. */

/** `TUNEBOOK_TRACEBACK=full` in the environment, or `%traceback full`, shows every frame. */
const VARIABLE = "TUNEBOOK_TRACEBACK";

/** The library beside this runtime. */
const beside = new URL("../../lib/", import.meta.url).href;
/** The library as a package of the notebook's folder. */
const installed = /file:\/\/\S*\/node_modules\/tunebook\/dist\/lib\//;

const isFrame = (line: string) => /^ {4}at /.test(line);
const isLibrary = (line: string) =>
  isFrame(line) && (line.includes(beside) || installed.test(line));
/** Of Node or the engine: `Promise.all (index 0)`, `Array.map (<anonymous>)`. */
const isNobodys = (line: string) =>
  isFrame(line) && (/\((?:<anonymous>|index \d+)\)$/.test(line) || /\(?node:/.test(line));

/** Whether the library made the error of this stack itself: then its message says everything for a reader. */
export function isOfLibrary(lines: readonly string[]): boolean {
  if (process.env[VARIABLE] === "full") return false;
  const first = lines.find(isFrame);
  return first !== undefined && isLibrary(first);
}

/** So many equal frames are shown before the rest is counted: those of a function that calls itself without end. */
const EQUAL = 3;

/** The lines of a stack, of equal frames that follow each other the first few and how many more there are. */
export function foldEqualFrames(lines: readonly string[]): string[] {
  if (process.env[VARIABLE] === "full") return [...lines];
  const kept: string[] = [];
  for (let at = 0; at < lines.length;) {
    let end = at + 1;
    while (end < lines.length && isFrame(lines[at]!) && lines[end] === lines[at]) end++;
    const more = end - at - EQUAL;
    if (more > 1) kept.push(...lines.slice(at, at + EQUAL), `    … ${more} times the same`);
    else kept.push(...lines.slice(at, end));
    at = end;
  }
  return kept;
}

/**
 * The lines of a stack with each run of the library's frames, and what of Node's they called in between, as one
 * line that counts them. Nothing else is touched.
 */
export function foldLibraryFrames(lines: readonly string[]): string[] {
  if (process.env[VARIABLE] === "full") return [...lines];
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (!isLibrary(lines[at]!)) {
      kept.push(lines[at]!);
      continue;
    }
    const first = at;
    let last = at;
    while (at + 1 < lines.length && (isLibrary(lines[at + 1]!) || isNobodys(lines[at + 1]!))) {
      at++;
      if (isLibrary(lines[at]!)) last = at;
    }
    // What nobody called but the library belongs to it as well.
    if (at === lines.length - 1) last = at;
    at = last;
    const count = last - first + 1;
    kept.push(`    … ${count} ${count === 1 ? "frame" : "frames"} inside tunebook`);
  }
  return kept;
}
