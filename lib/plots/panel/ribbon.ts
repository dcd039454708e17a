import type { PanelModel } from "../../display/host.ts";
import type { TrialRecord, TrialState } from "../../study/trial-record.ts";

/** The ribbon has at most so many cells. */
export const MOST_CELLS = 200;

type Cell = PanelModel["ribbon"][number];

/** What a pooled cell says first: what is going on, then what there is most to see of. */
const RANK: Record<TrialState, number> = {
  running: 5,
  complete: 4,
  paused: 3,
  pruned: 3,
  failed: 2,
  interrupted: 1,
  waiting: 0,
};

/**
 * One cell per planned trial, in the order of numbers: progress and record in one. Beyond 200 trials a
 * cell stands for several: it shows the state that is most worth seeing.
 *
 * @param planned trials in the plan, where known
 * @param fractionOf how far a running trial is, 0…1
 */
export function ribbonOf(
  trials: readonly TrialRecord[],
  planned: number | undefined,
  best: TrialRecord | undefined,
  fractionOf: (trial: TrialRecord) => number | undefined,
): Cell[] {
  const length = Math.max(planned ?? 0, trials.length);
  const pool = Math.max(1, Math.ceil(length / MOST_CELLS));
  const cells: Cell[] = Array.from({ length: Math.ceil(length / pool) }, () => ({
    state: "waiting",
  }));
  trials.forEach((trial, index) => {
    const cell = cells[Math.floor(index / pool)];
    if (!cell) return;
    if (trial === best) cell.best = true;
    if (RANK[trial.state] <= RANK[cell.state as TrialState]) return;
    cell.state = trial.state;
    const fraction = trial.state === "running" ? fractionOf(trial) : undefined;
    if (fraction === undefined) delete cell.fraction;
    else cell.fraction = fraction;
  });
  return cells;
}
