/** An option that there is not: which there are, and which may have been meant. */

import { nearest } from "../nearest.ts";
import type { LspCompletion } from "./completion.ts";
import type { Diagnostic } from "./language.ts";

/** "Object literal may only specify known properties", alone and with what may have been meant. */
const UNKNOWN_PROPERTY = new Set([2353, 2561]);
/** "Property does not exist on type", where nothing was near. */
const NO_SUCH_PROPERTY = 2339;
/** … of an object with many members, such as `tuners`; its type is cut (diagnostics.ts). */
const OF_OBJECT = "on type '{ … }'.";
/** Kinds of the protocol's completions: method, field and property. */
const MEMBERS = new Set([2, 5, 10]);
/** An object where a function or a list is wanted: their members are none to give. */
const OF_FUNCTIONS_AND_LISTS = ["bind", "concat"];
/** More are no help to read. */
const MOST = 16;

/**
 * The diagnostics, those of an unknown property with the ones that would be taken in its place.
 *
 * @param completionsAt what could stand at a place of the cell
 */
export function withKnownProperties(
  diagnostics: readonly Diagnostic[],
  completionsAt: (line: number, column: number) => Promise<readonly LspCompletion[]>,
): Promise<Diagnostic[]> {
  return Promise.all(
    diagnostics.map(async (diagnostic) => {
      const isOfNamespace =
        diagnostic.code === NO_SUCH_PROPERTY && diagnostic.message.endsWith(OF_OBJECT);
      if (!isOfNamespace && !UNKNOWN_PROPERTY.has(diagnostic.code ?? 0)) return diagnostic;
      const found = await completionsAt(diagnostic.line, diagnostic.column);
      const names = namesOf(found.filter(({ kind }) => MEMBERS.has(kind ?? 0)));
      const given = /'([^']+)' does not exist/.exec(diagnostic.message)?.[1] ?? "";
      // Where TypeScript says itself what may have been meant.
      const meant = diagnostic.code === 2561 ? undefined : nearest(given, names);
      return {
        ...diagnostic,
        message: diagnostic.message + advice(names, meant, isOfNamespace ? "There is" : "It takes"),
      };
    }),
  );
}

function advice(
  names: readonly string[],
  meant: string | undefined,
  verb: "It takes" | "There is",
): string {
  if (names.length === 0 || OF_FUNCTIONS_AND_LISTS.some((name) => names.includes(name))) return "";
  const shown = names.slice(0, MOST).map((name) => `"${name}"`);
  const more = names.length > MOST ? ` and ${names.length - MOST} more` : "";
  const question = meant === undefined ? "" : `Did you mean "${meant}"? `;
  return `\n${question}${verb} ${shown.join(", ")}${more}.`;
}

/** Their names, those that must be given first; the language server's own order differs from one start to another. */
function namesOf(members: readonly LspCompletion[]): string[] {
  return members
    .map(({ filterText, label }) => ({
      name: (filterText ?? label).replace(/\?$/, ""),
      // Optional ones are listed with a question mark.
      rank: label.endsWith("?") ? 1 : 0,
    }))
    .toSorted((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
}
