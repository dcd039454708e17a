import type { Pruner } from "./pruner.ts";
import type { TrialRecord } from "./trial-record.ts";

/** So many complete trials without a report are no accident: fewer may all have been short. */
export const ENOUGH_UNREPORTED = 3;

/**
 * Looks whether objectives report on their way. A pruner judges by reports: where there are none, a study with a
 * schedule of its own (hyperband, asha, bohb, dehb) would train every trial to the end without a word.
 */
export class Unreported {
  readonly #pruner: Pruner;
  #complete = 0;
  #isSettled: boolean;

  /** @param isWanted whether a user asked for early stopping: nobody asked for a default pruner */
  constructor(pruner: Pruner, isWanted: boolean) {
    this.#pruner = pruner;
    this.#isSettled = !isWanted || pruner.name === "none";
  }

  /**
   * Takes note of a trial that an objective brought to its end, and warns once, when the first few are complete
   * and none of the study has reported.
   */
  ended({ state, reports }: TrialRecord, trials: readonly TrialRecord[]): void {
    if (this.#isSettled) return;
    if (reports.length === 0 && state !== "complete") return;
    if (reports.length === 0 && ++this.#complete < ENOUGH_UNREPORTED) return;
    this.#isSettled = true;
    if (trials.some((trial) => trial.reports.length > 0)) return;
    console.warn(
      `${ENOUGH_UNREPORTED} trials are complete and none has reported a value on its way, so the ${this.#pruner.name} pruner can stop none of them early. Call await trial.report(value, step) in the objective after each epoch or fold; fit(…, { trial }) does it by itself.`,
    );
  }
}
