import type { StudyView } from "./observer.ts";

/**
 * A study as its readers see it, with some of it replaced: other objectives, fewer trials. Spreading a study would
 * lose what it has by getters.
 */
export function viewWith(study: StudyView, replaced: Partial<StudyView>): StudyView {
  return {
    name: study.name,
    space: study.space,
    objectives: study.objectives,
    tunerName: study.tunerName,
    prunerName: study.prunerName,
    seed: study.seed,
    trials: study.trials,
    best: study.best,
    explain: study.explain && ((trial) => study.explain?.(trial)),
    believe: study.believe && ((trial, points) => study.believe?.(trial, points)),
    ...replaced,
  };
}
