/** What the front of a study with several objectives offers: the best of each, and the knee between them. */
import { analysis, type FrontTrial } from "../../analysis/index.ts";
import type { CardModel } from "../../display/host.ts";
import { compromise } from "../../math/compromise.ts";
import type { Direction, StudyView } from "../../study/observer.ts";
import { formatMeasure } from "../common/numbers.ts";
import { cut } from "../common/words.ts";

/** The front's summary. */
export interface FrontSummary {
  readonly size: number;
  readonly feasible: number;
  readonly table: NonNullable<CardModel["front"]>;
  /** The trial at the knee: the best compromise; undefined where the front has less than three. */
  readonly knee: number | undefined;
}

/** The objectives that have a column: more do not fit. */
const MOST_COLUMNS = 3;

/** Sums up the front. */
export function frontSummary(study: StudyView): FrontSummary {
  const { front, dominated } = analysis.fronts(study);
  const objectives = Object.entries(study.objectives);
  const shown = objectives.slice(0, MOST_COLUMNS);
  const losses = front.map(({ values }) =>
    objectives.map(([, direction], k) => (direction === "maximize" ? -1 : 1) * values[k]!),
  );
  const knee = front[compromise(losses) ?? -1];
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
