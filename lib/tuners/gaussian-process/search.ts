import { ln } from "../../math/elementary.ts";
import type { RandomStream } from "../../math/random.ts";
import { SOBOL_DIMENSIONS, SobolSequence } from "../../math/sobol.ts";
import type { UnitCube } from "../../space/vectors.ts";
import { drawPoint } from "../../space/draw.ts";
import { rowOf } from "../../space/table-rows.ts";
import { byWorth, type Candidate, judge, type Search } from "./candidate.ts";
import { climb } from "./climb.ts";
import { keyOf, type Place, placeOf } from "./rows.ts";

/** Branches of a conditional space that are climbed in, at most. */
const MOST_BRANCHES = 6;

/**
 * The points of largest worth that were found, the best first: none where all had been tried.
 *
 * Most candidates are spread evenly over the whole space, so that each branch of a conditional one gets its
 * share; a quarter lies around the best trials. Climbing begins at the best of them, at the best trial, at
 * the best of each branch, and at some drawn by e to the power of their worth.
 */
export function searchBest(search: Search, most = 10): Candidate[] {
  const looked = lookAround(search);
  const found = [...looked, ...climb(search, startsOf(search, looked))].toSorted(byWorth);
  const best: Candidate[] = [];
  const known = new Set(search.tried);
  for (const candidate of found) {
    if (best.length === most) break;
    const key = keyOf(search.cube, candidate.point);
    if (known.has(key) || Number.isNaN(candidate.value)) continue;
    known.add(key);
    best.push(candidate);
  }
  return best;
}

function lookAround(search: Search): Candidate[] {
  const { cube, count, incumbents, random } = search;
  const near = incumbents.length === 0 ? 0 : Math.floor(count / 4);
  const even = evenPlaces(cube, count - near, random);
  const around: Place[] = [];
  for (let index = 0; index < near; index++) {
    // Every other one around the best.
    const centre = incumbents[index % 2 === 0 ? 0 : (index >> 1) % incumbents.length]!;
    const place = placeOf(cube, shifted(cube, centre, index, random), () => random.uniform());
    if (place !== undefined) around.push(place);
  }
  return [...judge(search, even, "even"), ...judge(search, around, "near")];
}

function evenPlaces(cube: UnitCube, count: number, random: RandomStream): Place[] {
  const d = Math.min(cube.size, SOBOL_DIMENSIONS);
  const rows = new SobolSequence(d, random).rows(0, count);
  const places: Place[] = [];
  const vector = new Float64Array(cube.size).fill(Number.NaN);
  for (let index = 0; index < count; index++) {
    for (let k = 0; k < d; k++) vector[k] = rows[index * d + k]!;
    const point = cube.write(vector, () => random.uniform());
    const row = cube.space.allows(point) ? rowOf(cube, point) : undefined;
    if (row !== undefined) places.push({ point, row });
  }
  // Where constraints leave little of the space, drawing until a point is allowed finds it.
  while (places.length < Math.min(16, count)) {
    const point = drawPoint(cube.space, random);
    places.push({ point, row: rowOf(cube, point)! });
  }
  return places;
}

/** Step widths of the points around a centre, in shares of an axis. */
const WIDTHS = [0.02, 0.06, 0.2];

/** A row near another: about four of its dimensions moved, one at least. */
function shifted(
  cube: UnitCube,
  centre: Float64Array,
  index: number,
  random: RandomStream,
): Float64Array {
  const row = new Float64Array(centre);
  const active = cube.axes.flatMap(({ levels }, k) =>
    levels > 1 && !Number.isNaN(row[k]!) ? [k] : [],
  );
  if (active.length === 0) return row;
  const chance = Math.min(1, 4 / active.length);
  const sure = active[random.int(0, active.length - 1)];
  for (const k of active) {
    const { isCategorical, levels } = cube.axes[k]!;
    // Another category is a long way: one in four of those chosen.
    const go = k === sure || random.uniform() < (isCategorical ? chance / 4 : chance);
    if (!go) continue;
    if (isCategorical) row[k] = random.int(0, levels - 1);
    else {
      const width = Math.max(WIDTHS[index % 3]!, levels === Infinity ? 0 : 0.7 / levels);
      row[k] = Math.min(1, Math.max(0, row[k]! + width * random.normal()));
    }
  }
  return row;
}

function startsOf(search: Search, looked: readonly Candidate[]): Candidate[] {
  const { cube, incumbents, starts, random } = search;
  const order = looked.filter(({ value }) => value > -Infinity).toSorted(byWorth);
  const chosen = new Map<string, Candidate>();
  const add = (candidate: Candidate | undefined): void => {
    if (candidate !== undefined) chosen.set(keyOf(cube, candidate.point), candidate);
  };
  add(order[0]);
  const [incumbent] = incumbents;
  const place = incumbent && placeOf(cube, incumbent, () => 0.5);
  if (place !== undefined) add(judge(search, [place], "near")[0]);
  const branches = new Set<string>();
  const isConditional = cube.axes.some(({ dimension }) => dimension.condition !== undefined);
  for (const candidate of isConditional ? order : order.slice(0, 1)) {
    if (branches.size === MOST_BRANCHES) break;
    const branch = branchOf(candidate.row);
    if (branches.has(branch)) continue;
    branches.add(branch);
    add(candidate);
  }
  // Gumbel's noise makes the largest a draw with probability ∝ e^worth.
  const top = order[0]?.value ?? 0;
  const drawn = order
    .map((candidate) => ({
      candidate,
      noisy: candidate.value - top - ln(-ln(1 - random.uniform())),
    }))
    .toSorted((one, other) => other.noisy - one.noisy);
  for (const { candidate } of drawn) {
    if (chosen.size >= starts + Math.max(0, branches.size - 1)) break;
    add(candidate);
  }
  return [...chosen.values()];
}

/** Which dimensions are active. */
function branchOf(row: Float64Array): string {
  return Array.from(row, (value) => (Number.isNaN(value) ? "0" : "1")).join("");
}
