/** How a point came about where no model was asked: a row for each parameter, with what it was made of. */
import type { StudyView } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { type ParameterAxis, shownParameters } from "../common/parameter-axis.ts";
import type { ChosenTrial } from "../common/explained.ts";
import { storyOf } from "./stories.ts";
import type { StripRole, StripRow } from "./story.ts";

/** Everything that the strips show. */
export interface StripsData {
  readonly kind: "strips";
  readonly chosen: ChosenTrial;
  readonly rows: readonly StripRow[];
  readonly roles: readonly StripRole[];
  /** What the bands are; "" where there are none. */
  readonly bandWords: string;
  /** What was found; plain text. */
  readonly sentence: string;
  /** "the 10 most important of 60". */
  readonly remark: string;
  readonly faintWords: string;
}

/** Rows that there is room for. */
const MOST_ROWS = 10;

/** @param wanted the path of a parameter, to see that one only */
export function stripsData(
  study: StudyView,
  chosen: ChosenTrial,
  wanted: string | undefined,
): StripsData {
  const { trial } = chosen;
  const shown = shownParameters(study, wanted === undefined ? undefined : [wanted], Infinity);
  const there = shown.axes.filter(({ path }) => trial.point[path] !== undefined);
  const some =
    there.length <= MOST_ROWS ? { axes: there, remark: "" } : mostImportant(study, there);
  const story = storyOf(study, chosen);
  const known = new Map(study.trials.map((one) => [one.number, one]));
  const faint = (story.population ?? earlier(study, trial)).flatMap(
    (number) => known.get(number) ?? [],
  );
  const rows = some.axes.flatMap((axis): StripRow[] => {
    const value = trial.point[axis.path]!;
    const own = axis.unit(value);
    if (own === undefined) return [];
    const { marks, bands, origin, colour } = story.along(axis, value);
    return [
      {
        axis,
        own,
        value,
        faint: faint.flatMap((one) => {
          const unit = axis.unit(one.point[axis.path]);
          return unit === undefined || one === trial ? [] : [{ unit, trial: one.number }];
        }),
        marks,
        bands,
        origin,
        colour,
      },
    ];
  });
  const { roles, bandWords, faintWords } = story;
  return {
    kind: "strips",
    chosen,
    rows,
    roles,
    bandWords,
    sentence: story.sentence(rows),
    remark: some.remark,
    faintWords,
  };
}

function mostImportant(
  study: StudyView,
  there: readonly ParameterAxis[],
): { axes: readonly ParameterAxis[]; remark: string } {
  const ranked = shownParameters(study, undefined, MOST_ROWS).axes.map(({ path }) => path);
  const important = there.filter(({ path }) => ranked.includes(path));
  const rest = there.filter(({ path }) => !ranked.includes(path));
  const kept = new Set([...important, ...rest].slice(0, MOST_ROWS));
  return {
    axes: there.filter((axis) => kept.has(axis)),
    remark: `the ${MOST_ROWS} most important of ${there.length}`,
  };
}

/** Of very many trials the latest: more would only be a smear. */
const MOST_FAINT = 300;

function earlier(study: StudyView, trial: TrialRecord): number[] {
  return study.trials
    .filter(({ number, state }) => number < trial.number && state !== "waiting")
    .slice(-MOST_FAINT)
    .map(({ number }) => number);
}
