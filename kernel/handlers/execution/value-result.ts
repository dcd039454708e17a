import { inspect } from "node:util";
import type { Done } from "../../runtime/client.ts";

/** The value of a magic that stands alone, as a cell's result; undefined has none. */
export function valueResult(value: unknown): Done["result"] {
  if (value === undefined) return undefined;
  return {
    data: { "text/plain": inspect(value, { depth: 4, maxArrayLength: 1000 }) },
    metadata: {},
  };
}
