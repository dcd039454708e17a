/** Parameters from the command line, put into a notebook as papermill does. */
import { type Cell, newCellId, type Notebook } from "./notebook-file.ts";

/** A parameter that was given wrongly; the message says how to give it. */
export class ParameterError extends Error {
  override name = "ParameterError";
}

/** `name=value`: the value as JSON where it is that (numbers, true, null, lists), else as a text. */
export function parseParameter(given: string): [name: string, value: unknown] {
  const at = given.indexOf("=");
  const name = given.slice(0, Math.max(at, 0)).trim();
  if (at < 1 || !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) {
    throw new ParameterError(
      `-p "${given}" is not of the form name=value with a name that TypeScript allows. For instance: -p epochs=5 -p optimizer=adam`,
    );
  }
  const text = given.slice(at + 1);
  try {
    return [name, JSON.parse(text) as unknown];
  } catch {
    return [name, text];
  }
}

const tagsOf = ({ metadata }: Cell): unknown[] =>
  Array.isArray(metadata["tags"]) ? metadata["tags"] : [];

/**
 * Puts a cell with the parameters after the one tagged `parameters` (at the top where there is
 * none), in place of one that an earlier run put there.
 * @returns the names that the tagged cell does not speak of, which are likely mistyped
 */
export function injectParameters(notebook: Notebook, parameters: [string, unknown][]): string[] {
  notebook.cells = notebook.cells.filter((cell) => !tagsOf(cell).includes("injected-parameters"));
  const at = notebook.cells.findIndex((cell) => tagsOf(cell).includes("parameters"));
  const lines = parameters.map(([name, value]) => `let ${name} = ${JSON.stringify(value)};`);
  notebook.cells.splice(at + 1, 0, {
    cell_type: "code",
    id: newCellId(),
    metadata: { tags: ["injected-parameters"] },
    source: ["// Parameters", ...lines].join("\n"),
    execution_count: null,
    outputs: [],
  });
  const tagged = at >= 0 ? notebook.cells[at]!.source : undefined;
  if (tagged === undefined) return [];
  const words = new Set(tagged.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
  return parameters.map(([name]) => name).filter((name) => !words.has(name));
}
