import { show } from "../space/wording.ts";
import type { Confirmed, ConfirmOptions } from "./confirm.ts";
import { shownByFigure } from "./shown-result.ts";
import { confirmRuns } from "./confirm-runs.ts";
import { StudyError } from "./errors.ts";
import { knownOptions } from "./known-options.ts";
import type { Ledger } from "./ledger.ts";
import type { StudyPorts } from "./ports.ts";
import type { Trial } from "./trial.ts";

const KNOWN = {
  top: true,
  seeds: true,
  train: true,
  objective: true,
  onRun: true,
  signal: true,
  progress: true,
} as const;

/**
 * What `study.confirm` does: plans which trials are trained again, trains them, and sums up.
 *
 * @param latest what `optimize` was last given, which trains where the options name nothing else
 * @throws StudyError where there is nothing to train with, or nothing to confirm; StudyStopped when stopped
 */
export async function confirmBest<Params>(
  ledger: Ledger,
  ports: StudyPorts,
  options: ConfirmOptions<Params>,
  latest: ((trial: Trial) => unknown) | undefined,
): Promise<readonly Confirmed[]> {
  const { confirming } = ports;
  const train = (options.train as ((trial: Trial) => unknown) | undefined) ?? latest;
  if (confirming === undefined || train === undefined)
    throw new StudyError(
      "There is no objective to train with: optimize has not been called in this process. Write study.confirm({ train: objective }).",
    );
  if (typeof train !== "function")
    throw new StudyError(
      `train is ${show(train)}. Give the function that trains: study.confirm({ train: (trial) => … }).`,
    );
  knownOptions("confirm", options, KNOWN);
  const { view } = ledger;
  const { top, seeds, objective, onRun, progress } = options;
  const chosen = { ...(objective !== undefined && { objective }) };
  const wanted = {
    ...chosen,
    ...(top !== undefined && { top }),
    ...(seeds !== undefined && { seeds }),
  };
  const plan = confirming.plan(view, wanted);
  if (plan.runs === 0)
    throw new StudyError("No trial is complete yet, so there is nothing to confirm.");
  const measure = objective ?? Object.keys(ledger.context.objectives)[0]!;
  const runs = await confirmRuns(plan, ledger, train, {
    measure,
    signals: [options.signal, ports.surroundings(false).signal],
    onRun,
    progress,
  });
  return shownByFigure("confirmed", confirming.summary(view, runs, chosen), {
    objective: measure,
    direction: ledger.context.objectives[measure] ?? "minimize",
  });
}
