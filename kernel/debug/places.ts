/** Places in the text that the user wrote and in the text that runs; 0-based lines and UTF-16 columns. */
import { decodeMappings, type Mapping } from "../emit/source-map.ts";
import type { BreakLocation } from "./inspector.ts";

/** A place in a text. */
export interface Place {
  line: number;
  column: number;
}

/** Leads from the text that runs to the user's. */
export class PlaceMap {
  readonly #lines: Mapping[][];

  /** @param map a source map, version 3 (JSON) with one source */
  constructor(map: string) {
    this.#lines = decodeMappings((JSON.parse(map) as { mappings?: string }).mappings ?? "");
  }

  /** Where the user wrote what runs at this place; undefined for text that is the compiler's own. */
  toUser(line: number, column: number): Place | undefined {
    const mappings = this.#lines[line];
    // What the compiler puts before a statement (`return {value:(`) belongs to the statement.
    const found = mappings?.findLast(([generated]) => generated <= column) ?? mappings?.[0];
    return found && { line: found[1], column: found[2] };
  }
}

/** A place where the engine may stop, and where that is in the user's text. */
export interface Stop {
  user: Place;
  running: Place;
}

/**
 * The places where the engine may stop, in the order of the user's text.
 * @param map undefined where the text that runs is the user's own
 */
export function stopsOf(locations: readonly BreakLocation[], map: PlaceMap | undefined): Stop[] {
  const stops: Stop[] = [];
  for (const { lineNumber: line, columnNumber: column = 0 } of locations) {
    const user = map ? map.toUser(line, column) : { line, column };
    if (user) stops.push({ user, running: { line, column } });
  }
  return stops.toSorted((a, b) => a.user.line - b.user.line || a.user.column - b.user.column || 0);
}

/** The first place to stop on a line or, where there is none, after it. */
export function stopAt(stops: readonly Stop[], line: number): Stop | undefined {
  return stops.find(({ user }) => user.line >= line);
}
