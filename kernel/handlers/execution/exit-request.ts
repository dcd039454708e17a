import type { JsonObject } from "../../wire/message.ts";

/**
 * The payload that makes a console end (messaging specification, "Payloads": `ask_exit`), where a cell is
 * nothing but `exit` or `quit`, as ipykernel has it; other front ends take no notice of it.
 * @param names the names that cells have defined: one's own `exit` is no request
 */
export function exitRequest(
  cell: string,
  names: ReadonlyMap<string, string>,
): JsonObject | undefined {
  const name = /^\s*(exit|quit)\s*(?:\(\s*\))?\s*;?\s*$/.exec(cell)?.[1];
  if (name === undefined || names.has(name)) return undefined;
  return { source: "ask_exit", keepkernel: false };
}
