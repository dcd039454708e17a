import { ObjectiveValueError, StudyFailedError } from "./errors.ts";
import type { ErrorRecord, TrialRecord } from "./trial-record.ts";

/** So many trainings that diverged, and none that did not, are no accident any more. */
const ALL_DIVERGED = 10;

/** An error's message without its numbers: "boom 0.31" and "boom 0.52" are the same mistake. */
function wordsOf(message: string): string {
  return message.replaceAll(/[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?/gi, "#");
}

/**
 * Finds a mistake in the objective, which fails every trial alike: so many equal errors one after
 * another, the numbers in their messages aside. Trainings that came to NaN count only as long as none has
 * completed, and ten of them are needed, since parts of a space may well diverge.
 */
export class EqualErrors {
  readonly #limit: number;
  #last: ErrorRecord | undefined;
  #numbers: number[] = [];

  /** @param limit so many in a row are a mistake; Infinity: never */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Counts an ended trial. @returns the error to stop with, once the limit is reached */
  add(record: TrialRecord, thrown: unknown, completed: number): StudyFailedError | undefined {
    const { error } = record;
    const isDivergence = thrown instanceof ObjectiveValueError && thrown.diverged;
    if (error === undefined || (isDivergence && completed > 0)) {
      this.#last = undefined;
      return undefined;
    }
    const isEqual =
      this.#last?.name === error.name && wordsOf(this.#last.message) === wordsOf(error.message);
    this.#numbers = isEqual ? [...this.#numbers, record.number] : [record.number];
    this.#last = error;
    const limit = isDivergence ? Math.max(this.#limit, ALL_DIVERGED) : this.#limit;
    if (this.#numbers.length < limit) return undefined;
    return new StudyFailedError(
      `Trials ${this.#numbers.join(", ")} all failed with the same error, so the study was stopped. ${error.name}: ${error.message}\n` +
        "Mend the objective and run again: finished trials stay. If such failures are to be expected, pass equalErrors: Infinity.",
      this.#numbers,
      thrown,
    );
  }
}
