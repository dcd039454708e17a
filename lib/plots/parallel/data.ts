/** Parallel coordinates as data: for each trial where its line crosses each axis. */
import { violationOf } from "../../study/losses.ts";
import type { StudyView } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { type Deciding, decidingRegion } from "../common/deciding.ts";
import { bestFirst, objectiveOf, type ShownObjective } from "../common/objective.ts";
import { absenceWords, type ParameterAxis, shownParameters } from "../common/parameter-axis.ts";
import { qualityRanks } from "../common/quality.ts";
import { settingsInWords } from "../common/settings-words.ts";

/** How a trial's line is drawn: `early` stands for pruned, paused and interrupted ones. */
export type LineKind = "complete" | "infeasible" | "early" | "running" | "failed";

/** One trial as a line. */
export interface ParallelLine {
  readonly trial: TrialRecord;
  readonly kind: LineKind;
  readonly value: number | undefined;
  /** Among the complete ones 0 (worst) … 1 (best); what its colour goes by. */
  readonly quality: number;
  /** Its height at each axis, the objective's last: 0 … 1, the rail below {@link FLOOR}. */
  readonly heights: readonly number[];
}

/** Everything that parallel coordinates show. */
export interface ParallelData {
  readonly objective: ShownObjective;
  readonly axes: readonly ParameterAxis[];
  /** For each axis the words of its rail; "" where every trial has the parameter. */
  readonly absences: readonly string[];
  readonly value: Deciding;
  /** The worst first; the best is not among them. */
  readonly lines: readonly ParallelLine[];
  readonly best: ParallelLine | undefined;
  /** The best one's most important settings: "learningRate 0.28", "sgd with momentum 0.78". Plain text. */
  readonly settings: readonly string[];
  readonly counts: Readonly<Record<LineKind, number>>;
  /** Of the values, how many lie beyond the end of the objective's axis. */
  readonly beyond: number;
  /** Lines left out, since they would cover one another. */
  readonly leftOut: number;
  /** "the 10 most important of 60", or "". */
  readonly remark: string;
}

/** Where axes begin; what lies below is the rail of what a trial does not have. */
export const FLOOR = 0.13;
const RAIL = { low: 0.012, high: 0.062 };

/** Options of the data. */
export interface ParallelOptions {
  readonly parameters?: readonly string[];
  readonly objective?: string;
}

/** So many parameters are drawn where none are named. */
const MOST_AXES = 10;

const KINDS: Readonly<Record<TrialRecord["state"], LineKind | undefined>> = {
  complete: "complete",
  pruned: "early",
  paused: "early",
  interrupted: "early",
  running: "running",
  failed: "failed",
  waiting: undefined,
};

/**
 * Collects the lines of a study.
 *
 * @throws FigureError for a parameter or an objective that it does not have
 */
export function parallelData(study: StudyView, options: ParallelOptions = {}): ParallelData {
  const objective = objectiveOf(study, options.objective);
  const { axes, remark } = shownParameters(study, options.parameters, MOST_AXES);
  const drawn = study.trials.flatMap((trial) => {
    const kind = KINDS[trial.state];
    if (kind === undefined) return [];
    const broken = kind === "complete" && violationOf(trial) > 0;
    const value = kind === "failed" ? undefined : objective.valueOf(trial);
    return [{ trial, value, kind: broken ? ("infeasible" as const) : kind }];
  });
  const known = drawn.flatMap(({ value }) => value ?? []);
  const value = decidingRegion(known, objective.direction);
  // Fans are in the order of the objective's axis, so that lines go on to it without crossing.
  const order = shares(drawn, () => true, objective.sign);
  const quality = shares(drawn, ({ kind }) => kind === "complete", objective.sign);
  const lines = drawn.map((line): ParallelLine => {
    const share = order.get(line.trial) ?? 0;
    const up = objective.direction === "minimize" ? 0.5 - share : share - 0.5;
    const onRail = RAIL.low + (0.5 + up) * (RAIL.high - RAIL.low);
    const heights = axes.map((axis) => {
      const setting = line.trial.point[axis.path];
      const unit = axis.unit(setting);
      return unit === undefined ? onRail : above(unit + up * fanOf(axis));
    });
    heights.push(line.value === undefined ? onRail : above(value.unit(line.value)));
    return { ...line, quality: quality.get(line.trial) ?? 0, heights };
  });
  const best = bestFirst(study, objective)[0]?.trial;
  const others = lines
    .filter(({ trial }) => trial !== best)
    .toSorted((one, other) => one.quality - other.quality);
  const kept = thinnedLines(others);
  const counts = { complete: 0, infeasible: 0, early: 0, running: 0, failed: 0 };
  for (const { kind } of lines) counts[kind]++;
  return {
    objective,
    axes,
    absences: axes.map(({ path, dimension, unit }) =>
      lines.every(({ trial }) => unit(trial.point[path]) !== undefined)
        ? ""
        : absenceWords(study.space, dimension),
    ),
    value,
    lines: kept,
    best: lines.find(({ trial }) => trial === best),
    settings: best === undefined ? [] : settingsInWords(study, best, objective.name),
    counts,
    beyond: drawn.filter((line) => line.value !== undefined && value.isBeyond(line.value)).length,
    leftOut: others.length - kept.length,
    remark,
  };
}

const above = (unit: number): number => FLOOR + (1 - FLOOR) * unit;

/** How wide lines fan out at a value that many of them share, as a part of the axis. */
function fanOf({ isCategorical, choices, dimension }: ParameterAxis): number {
  if (isCategorical) return 0.4 / Math.max(1, choices.length);
  if (dimension?.kind !== "int" || dimension.log) return 0;
  const levels = (dimension.high - dimension.low) / dimension.step + 1;
  return levels <= 7 ? 0.15 / levels : 0;
}

interface Valued {
  readonly trial: TrialRecord;
  readonly kind: LineKind;
  readonly value: number | undefined;
}

/** Trial → the share of the chosen ones that it is at least as good as. */
function shares(
  drawn: readonly Valued[],
  isCounted: (line: Valued) => boolean,
  sign: number,
): Map<TrialRecord, number> {
  const counted = drawn.filter((line) => line.value !== undefined && isCounted(line));
  const ranks = qualityRanks(counted.map((line) => sign * (line.value ?? 0)));
  return new Map(counted.map(({ trial }, place) => [trial, ranks[place] ?? 0]));
}

/** More lines of a kind than this are a surface, not lines. */
const MOST_LINES = 240;

/** Keeps, of each kind, evenly many from the worst to the best; of complete ones the best third all. */
function thinnedLines(lines: readonly ParallelLine[]): ParallelLine[] {
  const kept = new Set<ParallelLine>();
  for (const kind of ["complete", "infeasible", "early", "running", "failed"] as const) {
    const own = lines.filter((line) => line.kind === kind);
    if (own.length <= MOST_LINES) {
      own.forEach((line) => kept.add(line));
      continue;
    }
    const whole = kind === "complete" ? MOST_LINES / 3 : 0;
    own.slice(own.length - whole).forEach((line) => kept.add(line));
    const rest = own.length - whole;
    const wanted = MOST_LINES - whole;
    for (let k = 0; k < wanted; k++) kept.add(own[Math.floor((k * rest) / wanted)]!);
  }
  return lines.filter((line) => kept.has(line));
}
