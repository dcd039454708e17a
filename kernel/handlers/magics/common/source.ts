import type { Session } from "../../session.ts";
import type { CellSource } from "./read-cell.ts";

/** What a session knows that the reading of a cell needs. Without a compiler, nothing. */
export async function cellSource({ language }: Session): Promise<CellSource> {
  const loaded = await language.catch(() => undefined);
  return {
    isExpression: (code) => loaded?.compileExpression(code).ok ?? false,
    isDefined: (name) => loaded?.names().has(name) ?? false,
  };
}
