/** How values and names are put into messages. */

/** A value as a reader of an error wants to see it: short, strings quoted, objects named by their class. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(shorten(value));
  if (typeof value === "function") return `the function ${value.name || "(anonymous)"}`;
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const className = (value as object).constructor?.name;
  if (className && className !== "Object") return `an object of class ${className}`;
  return `an object with the keys ${showNames(Object.keys(value))}`;
}

/** `"a", "b" and 3 more`. */
export function showNames(names: readonly unknown[], most = 8): string {
  if (names.length === 0) return "(none)";
  const shown = names
    .slice(0, most)
    .map((name) => (typeof name === "string" ? JSON.stringify(name) : show(name)));
  return names.length > most
    ? `${shown.join(", ")} and ${names.length - most} more`
    : shown.join(", ");
}

/** `Give "resume", "fail" or "replace".`, and which of them may have been meant. */
export function giveOneOf(names: readonly string[], wrong: unknown): string {
  const quoted = names.map((name) => JSON.stringify(name));
  const [last] = quoted.slice(-1);
  const list = quoted.length > 1 ? `${quoted.slice(0, -1).join(", ")} or ${last}` : last;
  return `Give ${list}.${didYouMean(wrong, names)}`;
}

/** ` Did you mean "relu"?`, or "" where nothing is near. A beginning of three letters is near: "min" of "minimize". */
export function didYouMean(wrong: unknown, names: readonly unknown[]): string {
  if (typeof wrong !== "string") return "";
  let nearest: string | undefined;
  let fewest = Math.max(1, Math.floor(wrong.length / 3)) + 1;
  for (const name of names) {
    if (typeof name !== "string") continue;
    const isBeginning = wrong.length > 2 && name.toLowerCase().startsWith(wrong.toLowerCase());
    const edits = isBeginning ? 1 : editDistance(wrong.toLowerCase(), name.toLowerCase());
    if (edits < fewest) [nearest, fewest] = [name, edits];
  }
  return nearest === undefined ? "" : ` Did you mean ${JSON.stringify(nearest)}?`;
}

/** What is wrong, a clause, and what to do about it, in sentences. */
export interface Fault {
  readonly problem: string;
  readonly remedy: string;
}

/**
 * What is wrong with the options of something: they are no object, or one of them is none that it takes, and
 * another may have been meant. Undefined where nothing is.
 *
 * @param what as a user writes it: "tuners.tpe"
 * @param keys all options that it takes
 * @param elsewhere what other libraries call it → what it is called here
 */
export function faultOfOptions(
  what: string,
  options: unknown,
  keys: readonly string[],
  elsewhere: Readonly<Record<string, string>> = {},
): Fault | undefined {
  if (typeof options !== "object" || options === null || Array.isArray(options))
    return {
      problem: `The options of ${what} are ${show(options)}`,
      remedy: keys.length > 0 ? `Give an object: { ${keys[0]}: … }.` : "It takes none.",
    };
  const key = Object.keys(options).find((name) => !keys.includes(name));
  if (key === undefined) return undefined;
  const here = Object.hasOwn(elsewhere, key) ? elsewhere[key]! : undefined;
  const isHere = here !== undefined && (!/^\w+$/.test(here) || keys.includes(here));
  const meant = isHere ? ` Here it is called ${here}.` : didYouMean(key, keys);
  const taken = keys.length > 0 ? showNames(keys, 20) : "none";
  return {
    problem: `${what} has no option ${JSON.stringify(key)}`,
    remedy: `${meant} It takes ${taken}.`.trimStart(),
  };
}

/** As {@link faultOfOptions}, in sentences. */
export function unknownOption(...asked: Parameters<typeof faultOfOptions>): string | undefined {
  const fault = faultOfOptions(...asked);
  return fault && `${fault.problem}. ${fault.remedy}`;
}

/**
 * Insertions, deletions, replacements and exchanges of neighbours that turn one word into the other
 * (Damerau and Levenshtein, in the form "optimal string alignment").
 */
function editDistance(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= from.length; row++) {
    const above = rows[row - 1]!;
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = above[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      const isExchange = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const exchanged = isExchange ? rows[row - 2]![column - 2]! + 1 : Infinity;
      current.push(Math.min(replaced, above[column]! + 1, current[column - 1]! + 1, exchanged));
    }
    rows.push(current);
  }
  return rows[from.length]![to.length]!;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
