/** What the course says of an answer. */

/**
 * - `pass`: right;
 * - `fail`: wrong, and `says` names what is wrong;
 * - `untried`: the placeholder {@link TODO} still stands;
 * - `broken`: the exercise itself failed; it is never counted against the learner.
 */
export type VerdictStatus = "pass" | "fail" | "untried" | "broken";

/** The outcome of a check, as an exercise returns it. */
export interface Verdict {
  status: VerdictStatus;
  /** One or two sentences. */
  says: string;
  /** What to do now. */
  next?: string;
}

/** Stands where an answer is to be written; it fits every type, and using it says that it still stands. */
export const TODO: never = makeTodo();

/** The placeholder was computed with. */
export class TodoError extends Error {
  override name = "TodoError";
}

function used(): never {
  throw new TodoError("TODO still stands where an answer belongs.");
}

function makeTodo(): never {
  return { valueOf: used, [Symbol.toPrimitive]: used, toJSON: used } as never;
}

/** Whether a value is the placeholder, or an error that came of it. */
export function isTodo(value: unknown): boolean {
  return value === TODO || value instanceof TodoError;
}
