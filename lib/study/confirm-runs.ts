import type { ConfirmPlan, ConfirmRun } from "./confirm.ts";
import { ObjectiveValueError, StudyStopped } from "./errors.ts";
import { keyOf } from "./kept-confirmations.ts";
import type { Ledger } from "./ledger.ts";
import { readValues } from "./objectives.ts";
import type { ProgressOption } from "./progress.ts";
import { inSteps, type Steps } from "./progress-steps.ts";
import { SideTrial } from "./side-trial.ts";
import type { Trial } from "./trial.ts";

/** How a plan is run. */
interface RunOptions {
  /** The objective whose value counts. */
  readonly measure: string;
  readonly signals: readonly (AbortSignal | undefined)[];
  readonly onRun: ((run: ConfirmRun, done: number, of: number) => void) | undefined;
  readonly progress: ProgressOption;
}

/**
 * Trains what a plan says, one after another, and keeps each result in the storage: what an earlier call
 * has trained is not trained again. A training that throws has the value NaN.
 *
 * @throws StudyStopped when a signal aborted; what was trained is kept
 */
export async function confirmRuns(
  plan: ConfirmPlan,
  ledger: Ledger,
  train: (trial: Trial) => unknown,
  { measure, signals, onRun, progress }: RunOptions,
): Promise<ConfirmRun[]> {
  const controller = new AbortController();
  // Ends the waiting for an objective that never settles.
  const stopped = new Promise<never>((_, reject) =>
    controller.signal.addEventListener("abort", () => reject(controller.signal.reason as Error)),
  );
  stopped.catch(() => undefined);
  const stop = (): void => controller.abort(new StudyStopped());
  for (const signal of signals) {
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop);
  }
  const names = Object.keys(ledger.context.objectives);
  const value = async (number: number, seed: number): Promise<number> => {
    const { signal } = controller;
    signal.throwIfAborted();
    const { params } = ledger.records[number]!;
    try {
      const side = new SideTrial({ number, params, seed, signal });
      return readValues(await Promise.race([train(side), stopped]), names)[measure]!;
    } catch (error) {
      signal.throwIfAborted();
      // What returns no number at all is a mistake of whoever wrote it, not a training that failed.
      if (error instanceof ObjectiveValueError && !error.diverged) throw error;
      return Number.NaN;
    }
  };
  const trainAll = async (step: Steps["step"]): Promise<ConfirmRun[]> => {
    const known = await ledger.confirmations.load();
    const runs: ConfirmRun[] = [];
    // Seed by seed, so that a stop leaves all candidates equally well known.
    for (const seed of plan.seeds)
      for (const { trial: number } of plan.candidates) {
        const key = keyOf(number, seed);
        const run = known.get(key) ?? {
          trial: number,
          seed,
          value: await value(number, seed),
        };
        controller.signal.throwIfAborted();
        if (!known.has(key)) {
          known.set(key, run);
          await ledger.confirmations.keep(known);
        }
        runs.push(run);
        onRun?.(run, runs.length, plan.runs);
        await step(runs.length, `trial ${number} again`);
      }
    return runs;
  };
  try {
    return await inSteps(
      progress,
      { label: "Training the best again", total: plan.runs, unit: "training" },
      ({ step }) => trainAll(step),
      [controller.signal],
    );
  } finally {
    for (const signal of signals) signal?.removeEventListener("abort", stop);
  }
}
