import type { TrialEnd } from "./storage.ts";
import type { RunningTrial } from "./running-trial.ts";

/**
 * Looks whether objectives end where the pruner stops them: one that does not await `trial.report`, or swallows what
 * it throws, trains every trial to its end without a word.
 */
export class Unheeded {
  #isTold = false;

  /** Takes note of a trial that an objective brought to its end, and warns of the first that had been stopped. */
  ended({ number, stoppedAt }: RunningTrial, { state }: TrialEnd): void {
    if (this.#isTold || stoppedAt === undefined || state !== "complete") return;
    this.#isTold = true;
    console.warn(
      `Trial ${number} went on to its end, though the pruner had stopped it at step ${stoppedAt}. Write await trial.report(value, step) in the objective, and let pass the TrialPruned that it throws: else no trial ends early.`,
    );
  }
}
