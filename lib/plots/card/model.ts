/** The card of a study: what was found, what it is worth, and what to do next. */
import { analysis, type Lint } from "../../analysis/index.ts";
import type { CardModel, PanelModel } from "../../display/host.ts";
import type { StudyView } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { formatMeasure } from "../common/numbers.ts";
import { bestOf, firstObjective } from "../common/trial-words.ts";
import { capital, cut, oneLine } from "../common/words.ts";
import { curvesSpec } from "../curves.ts";
import { curvesData } from "../curves/data.ts";
import { historySpec } from "../history.ts";
import { historyData } from "../history/data.ts";
import { parameterRows } from "../panel/parameters.ts";
import { ribbonOf } from "../panel/ribbon.ts";
import { adviceOf } from "./advice.ts";
import { expectationOf } from "./expectation.ts";
import { cardFacts, cardProgress } from "./facts.ts";
import { frontSpec, volumeSpec } from "./front-figure.ts";
import { frontSummary } from "./front.ts";
import { decidingParameters } from "./importances.ts";
import { nextStep } from "./next-step.ts";
import { valueText } from "./parameter-code.ts";

/** Only so many curves are drawn: beyond, they cover one another. */
const MOST_CURVES = 150;

/** The linter weighs every trial against every other: beyond this many the newest speak for all. */
const MOST_LINTED = 1000;

/** The card as plain data. It changes nothing, and asks no tuner. */
export function cardModel(study: StudyView): CardModel {
  const progress = cardProgress(study.trials);
  const several = Object.keys(study.objectives).length > 1;
  const recent = newest(study);
  const lints = several ? [] : analysis.lintSpace(recent);
  const shown = several ? ofFront(study) : ofBest(study);
  const { trial } = shown;
  const params = trial ? parameterRows(study.space, trial.point) : [];
  const { bars: importances, advice } = decidingParameters(study);
  const model = {
    title: cut(study.name, 60),
    facts: cardFacts(study, progress),
    status: statusOf(progress),
    progress,
    ribbon: ribbonOf(study.trials, undefined, trial, () => undefined),
    ...shown.parts,
    params,
    paramsCode: trial ? paramsCode(study, trial) : "",
    importances,
    adviceTitle: "Before the next search",
    advice: adviceOf(study, lints as Lint[], advice),
    next: nextStep(study, progress, lints),
  };
  return { ...model, figures: figuresOf(study, shown.knee, model) };
}

function statusOf({ finished, running }: PanelModel["progress"]): CardModel["status"] {
  if (running > 0) return "running";
  return finished > 0 ? "finished" : "empty";
}

function newest(study: StudyView): StudyView {
  if (study.trials.length <= MOST_LINTED) return study;
  const { name, space, objectives, tunerName, prunerName, seed, best } = study;
  const trials = study.trials.slice(-MOST_LINTED);
  return { name, space, objectives, tunerName, prunerName, seed, best, trials };
}

/** What the left column shows above the parameters. */
interface Shown {
  trial: TrialRecord | undefined;
  knee?: number | undefined;
  parts: Pick<CardModel, "best" | "again" | "expectation" | "front" | "paramsTitle">;
}

function ofBest(study: StudyView): Shown {
  const { measure } = firstObjective(study);
  const trial = bestOf(study);
  if (!trial) {
    return {
      trial,
      parts: {
        best: { label: "No trial is complete yet", text: "", value: null, remark: whyNone(study) },
        again: null,
        expectation: [],
        front: null,
        paramsTitle: "",
      },
    };
  }
  const { again, words } = expectationOf(study);
  return {
    trial,
    parts: {
      best: {
        label: capital(`best ${cut(measure, 40)}`),
        text: formatMeasure(trial.value),
        value: trial.value ?? null,
        remark: `trial ${trial.number}`,
      },
      again,
      expectation: words,
      front: null,
      paramsTitle: "",
    },
  };
}

function whyNone(study: StudyView): string {
  const count = (state: TrialRecord["state"]) =>
    study.trials.filter((trial) => trial.state === state).length;
  if (study.trials.length === 0) return "study.optimize(…) starts the first.";
  if (count("failed") === study.trials.length) return "Every trial failed.";
  if (count("complete") > 0)
    return "No complete trial keeps all constraints and has a finite value.";
  return count("running") > 0 ? "The first ones are running." : "None was trained to its end.";
}

function ofFront(study: StudyView): Shown {
  const { size, feasible, table, knee } = frontSummary(study);
  const trial = study.trials.find(({ number }) => number === knee);
  return {
    trial,
    knee,
    parts: {
      best: {
        label: size === 0 ? "No trial is complete yet" : "On the Pareto front",
        text: size === 0 ? "" : `${size} of ${feasible}`,
        value: null,
        remark: size === 0 ? whyNone(study) : "trials; no other beats them in everything",
      },
      again: null,
      expectation: [],
      front: size === 0 ? null : table,
      paramsTitle: knee === undefined ? "" : `At the knee, trial ${knee}`,
    },
  };
}

/** The parameters of a trial as TypeScript, with all digits. */
function paramsCode(study: StudyView, trial: TrialRecord): string {
  const { measure } = firstObjective(study);
  const about = oneLine(`${study.name}, trial ${trial.number}: ${measure} ${trial.value}`);
  return `// ${cut(about, 120)}\nconst params = ${valueText(trial.params)};\n`;
}

/** Pixels: of the upper figure at least and at most, of those below it, and of rows of the left column. */
const HEIGHT = { least: 184, most: 320, lower: 196, row: 20.5 };

/** The upper figure is as high as the left column leaves room for. */
function figuresOf(
  study: StudyView,
  knee: number | undefined,
  model: Omit<CardModel, "figures">,
): CardModel["figures"] {
  const several = model.front !== null || Object.keys(study.objectives).length > 1;
  const curves = curvesData(study, { most: MOST_CURVES });
  const hasCurves = !several && curves.spent > 0;
  const lower = hasCurves || model.importances ? HEIGHT.lower : 0;
  const column =
    72 +
    (model.again ? 76 : 0) +
    (model.expectation.length > 0 ? 64 : 0) +
    (model.front ? 26 + HEIGHT.row * model.front.rows.length : 0) +
    (model.paramsTitle === "" ? 0 : 30) +
    HEIGHT.row * model.params.length;
  const upper = Math.round(Math.min(HEIGHT.most, Math.max(HEIGHT.least, column - lower - 10)));
  const figures: CardModel["figures"] = [
    several
      ? { id: "front", height: Math.max(220, upper), wide: true, spec: frontSpec(study, knee) }
      : {
          id: "history",
          height: upper,
          wide: true,
          spec: historySpec(historyData(study), upper, true),
        },
  ];
  if (several && model.front) {
    figures.push({
      id: "volume",
      height: HEIGHT.lower,
      wide: model.importances === null,
      spec: volumeSpec(study),
    });
  }
  if (hasCurves) {
    figures.push({
      id: "curves",
      height: HEIGHT.lower,
      wide: model.importances === null,
      spec: curvesSpec(curves, true),
    });
  }
  return figures;
}

/** The card in a sentence or two. */
export function cardAlt(model: CardModel): string {
  const { best, facts, expectation } = model;
  const found = best.text === "" ? `${best.label}.` : `${best.label} ${best.text}, ${best.remark}.`;
  const again = expectation.map(({ text }) => text).join("");
  return `Study ${model.title}: ${facts.join(", ")}. ${found} ${again}`.trim().slice(0, 580);
}
