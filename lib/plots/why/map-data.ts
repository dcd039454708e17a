/** A point among others on a map of two parameters: the bell of CMA-ES, the gap that an even sequence fills. */
import type { StudyView } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { formatPercent } from "../common/numbers.ts";
import { bestFirst, objectiveOf, type ShownObjective } from "../common/objective.ts";
import { type ParameterAxis, shownParameters } from "../common/parameter-axis.ts";
import { qualityRanks } from "../common/quality.ts";
import { formatSetting } from "../common/trial-words.ts";
import { type ChosenTrial, numberOf, numbersOf, objectOf } from "../common/explained.ts";
import { named, unitOfPlace } from "./story.ts";

/** A trial on the map. */
export interface MapPoint {
  readonly trial: TrialRecord;
  readonly x: number;
  readonly y: number;
  /** The share of complete trials that are no better; undefined where it has no value. */
  readonly rank: number | undefined;
}

/** A closed curve, in coordinates of the axes. */
export interface MapRegion {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly strength: number;
}

/** Everything that the map shows. */
export interface MapData {
  readonly kind: "map";
  readonly chosen: ChosenTrial;
  readonly objective: ShownObjective;
  readonly axes: readonly [ParameterAxis, ParameterAxis];
  readonly points: readonly MapPoint[];
  readonly best: MapPoint | undefined;
  readonly own: { readonly x: number; readonly y: number };
  /** The middle of the regions, where it is a place of its own. */
  readonly centre: { readonly x: number; readonly y: number } | undefined;
  readonly regions: readonly MapRegion[];
  readonly regionWords: string;
  /** What was found; plain text. */
  readonly sentence: string;
}

/** The map; undefined where the tuner has none, or fewer than two numbers vary. */
export function mapData(study: StudyView, chosen: ChosenTrial): MapData | undefined {
  const { told, trial } = chosen;
  const isBell = told?.["tuner"] === "cmaEs" && numbersOf(told["correlation"]).length >= 4;
  const isSequence = told?.["tuner"] === "quasiRandom" && objectOf(told["coordinates"]);
  if (!isBell && !isSequence) return undefined;
  const axes = mapAxes(study, trial);
  if (axes === undefined) return undefined;
  const [own] = placesOf(axes, [trial]);
  if (own === undefined) return undefined;
  const objective = objectiveOf(study);
  const earlier = study.trials.filter(
    ({ number, state }) => number < trial.number && state !== "waiting" && state !== "interrupted",
  );
  const points = withRanks(study, objective, placesOf(axes, earlier));
  const known = new Set(earlier);
  const best = isBell
    ? bestFirst(study, objective).find((one) => known.has(one.trial))?.trial
    : undefined;
  const parts = {
    kind: "map" as const,
    chosen,
    objective,
    axes,
    points,
    best: points.find((one) => one.trial === best),
    own: { x: own.x, y: own.y },
  };
  const rest = isBell ? bellOf(study, chosen, axes) : gapOf(chosen, axes, points, own);
  return rest && { ...parts, ...rest };
}

/** The two most important numbers that the trial has, in the order of the space. */
function mapAxes(
  study: StudyView,
  { point }: TrialRecord,
): readonly [ParameterAxis, ParameterAxis] | undefined {
  const isNumber = (axis: ParameterAxis) => !axis.isCategorical && point[axis.path] !== undefined;
  const all = shownParameters(study, undefined, Infinity).axes.filter(isNumber);
  const some = shownParameters(study, undefined, 2).axes.filter(isNumber);
  const paths = new Set([...some, ...all].slice(0, 2).map(({ path }) => path));
  const [one, other] = all.filter(({ path }) => paths.has(path));
  return one === undefined || other === undefined ? undefined : [one, other];
}

function placesOf(
  [one, other]: readonly [ParameterAxis, ParameterAxis],
  trials: readonly TrialRecord[],
): Omit<MapPoint, "rank">[] {
  return trials.flatMap((trial) => {
    const x = one.coordinate(trial.point[one.path]);
    const y = other.coordinate(trial.point[other.path]);
    return x === undefined || y === undefined ? [] : [{ trial, x, y }];
  });
}

function withRanks(
  study: StudyView,
  objective: ShownObjective,
  points: readonly Omit<MapPoint, "rank">[],
): MapPoint[] {
  const valued = bestFirst(study, objective);
  const ranks = qualityRanks(valued.map(({ value }) => objective.sign * value));
  const rankOf = new Map(valued.map(({ trial }, k) => [trial, ranks[k]]));
  return points.map((point) => ({ ...point, rank: rankOf.get(point.trial) }));
}

type Rest = Pick<MapData, "centre" | "regions" | "regionWords" | "sentence">;

/** Corners of a closed curve. */
const CORNERS = 96;

/** The bell's ellipses of one and two deviations: the marginal of the two parameters. */
function bellOf(
  study: StudyView,
  { told, trial }: ChosenTrial,
  axes: readonly [ParameterAxis, ParameterAxis],
): Rest | undefined {
  const [mean, deviation] = [objectOf(told?.["mean"]), objectOf(told?.["deviation"])];
  const order = Object.keys(mean ?? {});
  const [i, j] = axes.map(({ path }) => order.indexOf(path));
  const correlation = numbersOf(told?.["correlation"]);
  const [m, s] = [mean, deviation].map((of) => axes.map(({ path }) => numberOf(of?.[path])));
  if (i! < 0 || j! < 0 || [...m!, ...s!].includes(undefined)) return undefined;
  const rho = Math.min(1, Math.max(-1, correlation[i! * order.length + j!] ?? 0));
  const at = (axis: ParameterAxis, place: number) =>
    axis.valueAtUnit(unitOfPlace(axis, place, true) ?? 0.5) as number;
  const ellipse = (size: number, strength: number): MapRegion => {
    const [x, y]: [number[], number[]] = [[], []];
    for (let corner = 0; corner <= CORNERS; corner++) {
      const angle = (2 * Math.PI * corner) / CORNERS;
      const [one, other] = [Math.cos(angle), Math.sin(angle)];
      // The factor of the correlation matrix turns a circle into the ellipse.
      x.push(at(axes[0], m![0]! + size * s![0]! * one));
      y.push(at(axes[1], m![1]! + size * s![1]! * (rho * one + Math.sqrt(1 - rho * rho) * other)));
    }
    return { x, y, strength };
  };
  const around = axes.map((axis, k) => `${named(axis)} ${formatSetting(at(axis, m![k]!))}`);
  const generation = (numberOf(told?.["generation"]) ?? 0) + 1;
  return {
    centre: { x: at(axes[0], m![0]!), y: at(axes[1], m![1]!) },
    regions: [ellipse(2, 0.15), ellipse(1, 0.24)],
    regionWords: "the bell: one and two deviations around its mean",
    sentence: `Trial ${trial.number} is drawn from the bell of generation ${generation}, around ${around.join(" and ")}`,
  };
}

/** How far the nearest earlier point is, and what chance would give. */
function gapOf(
  { trial }: ChosenTrial,
  axes: readonly [ParameterAxis, ParameterAxis],
  points: readonly MapPoint[],
  own: { readonly x: number; readonly y: number },
): Rest {
  const unit = (axis: ParameterAxis, value: number) => {
    const [start, end] = [unitOfPlace(axis, 0)!, unitOfPlace(axis, 1)!];
    return ((axis.unit(value) ?? 0) - start) / (end - start || 1);
  };
  const place = ({ x, y }: { readonly x: number; readonly y: number }) =>
    [unit(axes[0], x), unit(axes[1], y)] as const;
  const [cx, cy] = place(own);
  const nearest = points.reduce((least, point) => {
    const [x, y] = place(point);
    return Math.min(least, Math.hypot(x - cx, y - cy));
  }, Infinity);
  if (!Number.isFinite(nearest)) {
    return {
      centre: undefined,
      regions: [],
      regionWords: "",
      sentence: `Trial ${trial.number} is the first point of an even sequence`,
    };
  }
  const back = (axis: ParameterAxis, at: number) =>
    axis.valueAtUnit(unitOfPlace(axis, at, true) ?? 0.5) as number;
  const angles = Array.from({ length: CORNERS + 1 }, (_, k) => (2 * Math.PI * k) / CORNERS);
  // The mean distance of a random point from the nearest of n in a unit square is 0.5/√n, but for the edges.
  const chance = 0.5 / Math.sqrt(points.length);
  const apart = `the nearest trial is ${formatPercent(nearest)} of a range away, by chance ${formatPercent(chance)}`;
  const head = nearest > chance ? "falls into a gap" : "is the next point of an even sequence";
  return {
    centre: undefined,
    regions: [
      {
        x: angles.map((angle) => back(axes[0], cx + nearest * Math.cos(angle))),
        y: angles.map((angle) => back(axes[1], cy + nearest * Math.sin(angle))),
        strength: 0.2,
      },
    ],
    regionWords: "as far as nobody else is",
    sentence: `Trial ${trial.number} ${head}: ${apart}`,
  };
}
