/** How plain results of the library show themselves as the last value of a cell: by their figures, where those are. */
import type { Direction } from "./observer.ts";

/** What a result does not know of itself, for its figure. */
export interface ResultGoal {
  readonly objective: string;
  readonly direction: Direction;
  /** The best value there is, where it is known. */
  readonly optimum?: number;
}

/** Draws a result: gives a MIME bundle. */
// Each kind has a type of its own, which this room does not know.
type Draw = (result: any, goal: ResultGoal) => Promise<Record<string, unknown>>;

/** Who draws each kind of result. */
export type ResultFigures = Readonly<Record<"race" | "confirmed", Draw>>;

let bound: ResultFigures | undefined;

/** Binds who draws results; without it they stay plain data. */
export function bindResultFigures(figures: ResultFigures): void {
  bound = figures;
}

/** The same result; as the last value of a cell it is its figure. It stays plain data in every other way. */
export function shownByFigure<Result extends object>(
  kind: keyof ResultFigures,
  result: Result,
  goal: ResultGoal,
): Result {
  const draw = bound?.[kind];
  if (draw === undefined) return result;
  return Object.defineProperty(result, Symbol.for("Jupyter.display"), {
    value: () => draw(result, goal),
  });
}
