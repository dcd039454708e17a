/** The one next step that the card proposes, as code to be copied. */
import { analysis, type Lint } from "../../analysis/index.ts";
import type { CardModel, PanelModel } from "../../display/host.ts";
import type { StudyView } from "../../study/observer.ts";
import { counted, formatEstimate } from "../common/numbers.ts";
import { shortName } from "../common/parameter-names.ts";
import { cut } from "../common/words.ts";
import { busySeconds } from "./facts.ts";
import { parameterCode } from "./parameter-code.ts";

/** Trials for each parameter below which a search has hardly begun, and the least of any. */
const FEW_EACH = 3;
const FEW = 10;
const MORE = 20;

/** What to do now: look into errors, search on, search wider, or make sure. */
export function nextStep(
  study: StudyView,
  progress: PanelModel["progress"],
  lints: readonly Lint[],
): CardModel["next"] {
  const several = Object.keys(study.objectives).length > 1;
  if (progress.running > 0) return stillRunning(progress.running);
  if (progress.finished === 0) {
    return {
      title: "Next: search",
      code: "await study.optimize(objective, { until: { trials: 60 } })",
      remark: "The objective takes a trial, trains with trial.params and returns what it came to.",
    };
  }
  if (progress.failed === progress.finished) {
    const first = study.trials.find(({ state }) => state === "failed");
    return {
      title: "Next: mend the objective",
      code: `study.trials[${first?.number ?? 0}].error`,
      remark: "Every trial failed; the first one's error has the lines where it was thrown.",
    };
  }
  const wanted = Math.max(FEW, FEW_EACH * study.space.dimensions.length);
  const isAll = Number.isFinite(study.space.size) && progress.finished >= study.space.size;
  if (!isAll && (progress.finished < wanted || progress.complete === 0)) {
    return searchOn(study, progress);
  }
  const wider = several ? undefined : searchWider(study, lints);
  if (wider) return wider;
  return several ? lookAtFront() : makeSure(study);
}

function stillRunning(running: number): CardModel["next"] {
  return {
    title: `${counted(running, "trial")} still running`,
    code: "study",
    remark: "This is how it stood when the cell ended: run the cell again to see it further on.",
  };
}

function searchOn(study: StudyView, progress: PanelModel["progress"]): CardModel["next"] {
  const seconds = (busySeconds(study.trials) / progress.finished) * MORE;
  const parameters = counted(study.space.dimensions.length, "parameter");
  return {
    title: `Next: search on${seconds > 0 ? `, ${formatEstimate(seconds)}` : ""}`,
    code: `await study.optimize(objective, { more: ${MORE} })`,
    remark: `${progress.text} ${progress.finished === 1 ? "is" : "are"} few for ${parameters}: ${MORE} more, on top of what is here; objective is the function that optimize was given before.`,
  };
}

function searchWider(study: StudyView, lints: readonly Lint[]): CardModel["next"] | undefined {
  for (const lint of lints) {
    if (lint.kind !== "optimum at bound") continue;
    const code = parameterCode(study.space, lint.path, lint.patch);
    if (code === undefined) continue;
    return {
      title: `Next: search wider in ${cut(shortName(study.space, lint.path))}`,
      code,
      remark:
        'Write this into the space and open the study with spaceChange: "adopt": its trials count on.',
    };
  }
  return undefined;
}

function lookAtFront(): CardModel["next"] {
  return {
    title: "Next: choose from the front",
    code: "study.front",
    remark:
      "Each of its trials is best for some weighing of the objectives: take the one for yours.",
  };
}

/** How the best few are confirmed. */
const CONFIRM = { top: 3, seeds: 5 };

function makeSure(study: StudyView): CardModel["next"] {
  const { candidates, runs, seconds } = analysis.confirmPlan(study, CONFIRM);
  const time = seconds === undefined ? "" : `, ${formatEstimate(seconds)}`;
  const which = candidates.length === 1 ? "the best" : `the ${candidates.length} best`;
  return {
    title: `Next: make sure${time}`,
    code: `await study.confirm({ top: ${CONFIRM.top}, seeds: ${CONFIRM.seeds} })`,
    remark: `Trains ${which} on ${CONFIRM.seeds} seeds each, ${counted(runs, "training")} in all; the study's history stays as it is.`,
  };
}
