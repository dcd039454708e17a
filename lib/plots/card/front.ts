/** What the front of a study with several objectives offers: the best of each, and the knee between them. */
import { analysis, type FrontTrial } from "../../analysis/index.ts";
import type { CardModel } from "../../display/host.ts";
import type { Direction, StudyView } from "../../study/observer.ts";
import { position, scaleFor } from "../common/axis.ts";
import { formatMeasure } from "../common/numbers.ts";
import { cut } from "../common/words.ts";

/** The front's summary. */
export interface FrontSummary {
  readonly size: number;
  readonly feasible: number;
  readonly table: NonNullable<CardModel["front"]>;
  /** The trial at the knee; undefined where the front is empty. */
  readonly knee: number | undefined;
}

/** The objectives that have a column: more do not fit. */
const MOST_COLUMNS = 3;

/** Sums up the front. */
export function frontSummary(study: StudyView): FrontSummary {
  const { front, dominated } = analysis.fronts(study);
  const objectives = Object.entries(study.objectives);
  const shown = objectives.slice(0, MOST_COLUMNS);
  const knee = kneeOf(front, objectives);
  const row = (name: string, { trial, values }: FrontTrial) => ({
    name,
    trial,
    cells: shown.map((_, k) => formatMeasure(values[k])),
  });
  const bests = shown.flatMap(([name, direction], k) => {
    const best = bestBy(front, k, direction);
    return best ? [row(`best ${cut(name, 14)}`, best)] : [];
  });
  return {
    size: front.length,
    feasible: front.length + dominated.length,
    table: {
      columns: shown.map(([name]) => cut(name, 14)),
      rows: knee ? [...bests, row("knee", knee)] : bests,
    },
    knee: knee?.trial,
  };
}

function bestBy(
  front: readonly FrontTrial[],
  place: number,
  direction: Direction,
): FrontTrial | undefined {
  const sign = direction === "maximize" ? -1 : 1;
  const loss = ({ values }: FrontTrial) => sign * (values[place] ?? Infinity);
  return front.reduce<FrontTrial | undefined>(
    (best, one) => (best === undefined || loss(one) < loss(best) ? one : best),
    undefined,
  );
}

/**
 * The trial of the front that is nearest to having the best of everything, each objective measured from its
 * best to its worst on the front (by logarithms where that is how it is drawn).
 */
export function kneeOf(
  front: readonly FrontTrial[],
  objectives: readonly (readonly [string, Direction])[],
): FrontTrial | undefined {
  const costs = objectives.map(([, direction], k) => {
    const values = front.map((one) => one.values[k] ?? NaN);
    const scale = scaleFor(direction, values);
    const places = values.map((value) => position(scale, value));
    const low = Math.min(...places);
    const span = Math.max(...places) - low;
    const share = (place: number) => (span > 0 ? (place - low) / span : 0);
    return places.map((place) =>
      direction === "maximize" && span > 0 ? 1 - share(place) : share(place),
    );
  });
  let knee: FrontTrial | undefined;
  let least = Infinity;
  for (const [row, one] of front.entries()) {
    const distance = Math.hypot(...costs.map((cost) => cost[row] ?? 0));
    if (distance < least) [knee, least] = [one, distance];
  }
  return knee;
}
