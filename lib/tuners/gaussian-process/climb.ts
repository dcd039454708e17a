import { minimizeBounded } from "../../math/lbfgsb.ts";
import type { Axis } from "../../space/vectors.ts";
import { placeOf, type Place } from "./rows.ts";
import { byWorth, type Candidate, judge, type Search } from "./candidate.ts";

/** Axes of at most so many values are tried value by value. */
const FEW = 16;
/** Rounds of climbing along numbers and stepping between values. */
const ROUNDS = 3;

/**
 * Climbs from each start, in turns: along all numbers at once by L-BFGS-B, each measured by its own length
 * scale; then from value to value of what is stepped or categorical, where the best single change is taken
 * until none helps. What is kept is judged at legal values only.
 */
export function climb(search: Search, starts: readonly Candidate[]): Candidate[] {
  return starts.map((start) => {
    let here = start;
    for (let round = 0; round < ROUNDS; round++) {
      const along = slide(search, here);
      const stepped = step(search, along);
      // Sliding twice changes nothing where no value has changed.
      const settled = stepped === along || stepped.value - here.value < 1e-4;
      here = stepped;
      if (settled) break;
    }
    return { ...here, from: "climb" };
  });
}

/** To the top along the axes of numbers. */
function slide(search: Search, start: Candidate): Candidate {
  const { cube, scales, worth } = search;
  const free = cube.axes.flatMap((axis, k) =>
    !axis.isCategorical && axis.levels > FEW && !Number.isNaN(start.row[k]!) ? [k] : [],
  );
  if (free.length === 0 || !Number.isFinite(start.value)) return start;
  const row = new Float64Array(start.row);
  const scale = free.map((k) => Math.min(Math.max(scales[k]!, 0.01), 10));
  const { x } = minimizeBounded(
    (place, out) => {
      free.forEach((k, index) => (row[k] = place[index]! * scale[index]!));
      const { values, gradient } = worth.gradients(row);
      free.forEach((k, index) => (out[index] = -gradient[k]! * scale[index]!));
      return -values[0]!;
    },
    free.map((k, index) => start.row[k]! / scale[index]!),
    new Float64Array(free.length),
    scale.map((each) => 1 / each),
    // A longer memory costs more than the few steps that it saves.
    {
      memory: 5,
      gradientTolerance: 1e-2,
      valueTolerance: 1e-4,
      maxIterations: 50,
      maxEvaluations: 80,
    },
  );
  // Where the space does not allow the top, half the way there, and half of that.
  for (let share = 1; share > 0.01; share /= 2) {
    free.forEach((k, index) => {
      const to = x[index]! * scale[index]!;
      row[k] = start.row[k]! + share * (to - start.row[k]!);
    });
    const place = placeOf(cube, row, () => 0.5);
    if (place === undefined) continue;
    const [top] = judge(search, [place], "climb");
    if (top!.value > start.value) return top!;
  }
  return start;
}

/** By single changes of stepped and categorical values, the best one each time. */
function step(search: Search, start: Candidate): Candidate {
  const { cube } = search;
  const discrete = cube.axes.flatMap(({ levels }, k) =>
    levels > 1 && levels < Infinity ? [k] : [],
  );
  let here = start;
  // Twice for each dimension is more than any climb has taken.
  for (let taken = 0; taken < 2 * discrete.length; taken++) {
    const changes = discrete.flatMap((k) => changesOf(search, here, k));
    const [best] = judge(search, changes, "climb").toSorted(byWorth);
    if (best === undefined || !(best.value > here.value + 1e-9)) break;
    here = best;
  }
  return here;
}

/** The places that differ from one in the value of one axis, and in what hangs on it. */
function changesOf(search: Search, { row, point }: Candidate, k: number): Place[] {
  const { cube, incumbents, random } = search;
  const axis = cube.axes[k]!;
  if (Number.isNaN(row[k]!)) return [];
  const here = axis.levelOf(point[axis.dimension.path]);
  const others = levelsNear(axis, here).filter((level) => level !== here);
  return others.flatMap((level) => {
    const changed = new Float64Array(row);
    changed[k] = axis.isCategorical ? level : axis.toUnit(axis.valueAt(level));
    // What comes to life by the change: as the best trial that has it, and once at random.
    const known = (place: number): number => {
      const holder = incumbents.find((other) => !Number.isNaN(other[place]!));
      if (holder === undefined) return 0.5;
      const other = cube.axes[place]!;
      return other.isCategorical ? other.toUnit(other.valueAt(holder[place]!)) : holder[place]!;
    };
    let wakes = false;
    const first = placeOf(cube, changed, (place) => {
      wakes = true;
      return known(place);
    });
    const second = wakes ? placeOf(cube, changed, () => random.uniform()) : undefined;
    return [first, second].filter((place) => place !== undefined);
  });
}

/** All levels of an axis with few or without order; else those at growing distances on both sides. */
function levelsNear(axis: Axis, here: number): number[] {
  if (axis.isCategorical || axis.levels <= FEW)
    return Array.from({ length: axis.levels }, (_, level) => level);
  const near: number[] = [];
  for (let far = 1; far < axis.levels; far *= 2) {
    if (here - far >= 0) near.push(here - far);
    if (here + far < axis.levels) near.push(here + far);
  }
  return near;
}
