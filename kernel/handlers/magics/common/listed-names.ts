import type { Session } from "../../session.ts";
import type { MagicDescription } from "./magic.ts";
import { splitWords } from "./words.ts";

/** How much of a type is shown. */
const SHOWN = 40;

/** A name of the notebook, as `%who` and `%whos` tell of it. */
export interface ListedName {
  readonly name: string;
  /** TypeScript's type, where the language server knows it, else that of the value; in short. */
  readonly type: string;
  /** As `typeof` has it, or the class of an object. */
  readonly kind: string;
  /** The value in one short line. */
  readonly text: string;
}

/**
 * The names that hold a value.
 * @param argument names, and types of values (`string`, `Map`), any of which must fit; empty: all of them
 * @returns an answer in words where there are none
 */
export async function listedNames(
  argument: string,
  session: Session,
): Promise<readonly ListedName[] | string> {
  const language = await session.language;
  const names = [...language.names().keys()].toSorted();
  if (names.length === 0) return "No cell has defined a name yet.\n";
  const rows: ListedName[] = [];
  for (const { name, type: kind, text } of await session.runtime.ask({ about: "values", names })) {
    const found = await language.inspect(name, name.length, 0);
    rows.push({ name, type: typeIn(found?.text, name) ?? kind, kind, text });
  }
  const words = splitWords(argument);
  if (words.length === 0) return rows;
  const fits = ({ name, type, kind }: ListedName) =>
    words.some(
      (word) =>
        word === name || [type, kind].some((one) => one.toLowerCase() === word.toLowerCase()),
    );
  const fitting = rows.filter(fits);
  if (fitting.length > 0) return fitting;
  const kinds = [...new Set(rows.map(({ kind }) => kind))].toSorted();
  return `No name or type of value is ${words.join(" or ")}. The types are ${kinds.join(", ")}.\n`;
}

/** Completion of names and of the commonest types. */
export const completeListed: NonNullable<MagicDescription["complete"]> = ({ word }) =>
  ["string", "number", "boolean", "function", "object", "Array", "Map", "Set"].filter((each) =>
    each.startsWith(word),
  );

/** `const x: number[]` → `number[]`, in short. */
function typeIn(hover: string | undefined, name: string): string | undefined {
  // The declaration ends at a blank line, where its documentation begins; a long type stands on several lines.
  const [declaration = ""] = hover?.split(/\n\s*\n/) ?? [];
  const found = new RegExp(`\\b(?:const|let|var) ${name.replaceAll("$", "\\$")}: (.*)$`).exec(
    declaration.replaceAll(/\s+/g, " ").trim(),
  )?.[1];
  if (found === undefined || found === "any") return undefined;
  return found.length > SHOWN ? `${found.slice(0, SHOWN - 1)}…` : found;
}
