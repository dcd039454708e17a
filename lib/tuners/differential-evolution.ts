import type { RandomStream } from "../math/random.ts";
import { type Axis, UnitCube } from "../space/vectors.ts";
import { TunerError } from "../study/errors.ts";
import type { Json, Point, TrialRecord } from "../study/trial-record.ts";
import type { AskContext, Tuner, TunerSpec } from "../study/tuner.ts";
import { drawPoint } from "../space/draw.ts";
import { checkCount, checkOptions, checkWord } from "./common/options.ts";
import type { Ranked } from "./common/population.ts";
import { Recent } from "./common/recent.ts";
import { membersOf, type Members } from "./differential-evolution/members.ts";
import { type Birth, drawRates, memoryOf } from "./differential-evolution/memory.ts";

/** The options of differential evolution. */
export interface DifferentialEvolutionOptions {
  /** NP: how many members the population has, from 4 on. Default 6, and one more for every four parameters beyond eight. */
  readonly population?: number;
  /**
   * "current-to-pbest": each member moves towards one of the best and along a difference of two others;
   * "rand": a difference is added to a member drawn at random, slower and more thorough. Default the first.
   */
  readonly strategy?: "current-to-pbest" | "rand";
  /** F, the scale of differences, in (0, 2]. Default: adapted to what does well. */
  readonly scale?: number;
  /** CR, how likely each parameter is changed, in [0, 1]. Default: adapted to what does well. */
  readonly crossover?: number;
  /** The share of members that count as the best, in (0, 1]; at least two. Default 0.2. */
  readonly best?: number;
}

/**
 * Differential evolution: each member of a small population is challenged by a point that is made of it and of
 * differences between others, so that steps shrink and turn as the population does. Choices are treated as
 * differing or not: where the two others differ, one of the best's or theirs may be taken.
 *
 * Steady: places of the population are challenged in turn and nobody waits. F and CR adapt as in SHADE;
 * replaced members stay as an archive of differences, as in JADE.
 *
 * Storn and Price, J. Global Optimization 11, 1997; Zhang and Sanderson, "JADE", IEEE Transactions on
 * Evolutionary Computation 13(5), 2009; Tanabe and Fukunaga, "SHADE", CEC 2013.
 *
 * @throws TunerError where an option is none, or out of its range
 */
export function differentialEvolution(options: DifferentialEvolutionOptions = {}): TunerSpec {
  const known = ["population", "strategy", "scale", "crossover", "best"];
  checkOptions("differentialEvolution", options, known);
  const { population, strategy = "current-to-pbest", best = 0.2, scale, crossover } = options;
  if (population !== undefined) checkCount("differentialEvolution", "population", population, 4);
  checkWord("differentialEvolution", "strategy", strategy, ["current-to-pbest", "rand"]);
  for (const [name, value, fits, range] of [
    ["scale", scale ?? 1, (x: number) => x > 0 && x <= 2, "above 0, up to 2,"],
    ["crossover", crossover ?? 1, (x: number) => x >= 0 && x <= 1, "from 0 to 1"],
    ["best", best, (x: number) => x > 0 && x <= 1, "above 0, up to 1,"],
  ] as const) {
    if (fits(value)) continue;
    throw new TunerError(
      `tuners.differentialEvolution: ${name} is ${String(value)}; a number ${range} is needed`,
    );
  }
  return {
    name: "differentialEvolution",
    create: ({ space }) => {
      const cube = new UnitCube(space);
      const size = population ?? 6 + Math.floor(Math.max(0, cube.size - 8) / 4);
      const settings = { population: size, strategy, best, scale, crossover };
      return new DifferentialEvolutionTuner(cube, settings);
    },
  };
}

interface Settings {
  readonly population: number;
  readonly strategy: "current-to-pbest" | "rand";
  readonly best: number;
  readonly scale: number | undefined;
  readonly crossover: number | undefined;
}

const MOST_DRAWS = 50;
const MOST_ATTEMPTS = 15;
/** Births that are remembered: more rounds than the memory has. */
const ROUNDS_KEPT = 20;

/** A challenger and what it is made of. */
interface Choice extends Birth {
  readonly towards: number;
  readonly difference: readonly [number, number];
  readonly vector: readonly (number | null)[];
}

class DifferentialEvolutionTuner implements Tuner {
  readonly name = "differentialEvolution";
  readonly #cube: UnitCube;
  readonly #settings: Settings;
  /** By trial, in the order of asking. */
  readonly #births = new Map<number, Birth>();
  readonly #choices = new Recent<Choice | undefined>();

  constructor(cube: UnitCube, settings: Settings) {
    this.#cube = cube;
    this.#settings = settings;
  }

  ask({ space, objectives, number, trials, random, attempt = 0 }: AskContext): Point {
    const { population } = this.#settings;
    this.#choices.set(number, undefined);
    // Of a study that went back, what came later says nothing.
    for (const later of this.#births.keys()) if (later >= number) this.#births.delete(later);
    const members = membersOf(trials, this.#cube, objectives, population);
    const target = members.byPlace[number % population];
    if (target === undefined || members.present.length < 4 || attempt >= MOST_ATTEMPTS) {
      return drawPoint(space, random);
    }
    const memory = memoryOf(this.#births, members.ranked, population);
    for (let draw = 0; draw < MOST_DRAWS; draw++) {
      const rates = drawRates(memory, random);
      const birth: Birth = {
        target: target.number,
        scale: this.#settings.scale ?? rates.scale,
        crossover: this.#settings.crossover ?? rates.crossover,
      };
      const made = this.#challenge(target, members, birth, random);
      const { vector } = made;
      const point = this.#cube.write(vector, (place) => (vector[place] = random.uniform()));
      if (!space.allows(point)) continue;
      this.#births.set(number, birth);
      const [oldest] = this.#births.keys();
      if (this.#births.size > ROUNDS_KEPT * population) this.#births.delete(oldest!);
      this.#choices.set(number, {
        ...birth,
        ...made,
        vector: Array.from(vector, (unit) => (Number.isNaN(unit) ? null : unit)),
      });
      return point;
    }
    return drawPoint(space, random);
  }

  /** F and CR of the latest trials; the population follows from the trials. */
  state(): Json {
    return [...this.#births].map(([number, { target, scale, crossover }]) => [
      number,
      target,
      scale,
      crossover,
    ]);
  }

  restore(state: Json): void {
    this.#births.clear();
    for (const [number, target, scale, crossover] of state as [number, number, number, number][]) {
      this.#births.set(number, { target, scale, crossover });
    }
  }

  /**
   * What a challenger was made of, for the latest thousand: the trial that it was to improve on, the one it
   * moved towards (or began at), the two whose difference was added, F, CR, and its place in the unit cube,
   * which `UnitCube.write` makes the point of.
   */
  explain(trial: TrialRecord): Json | undefined {
    const choice = this.#choices.get(trial.number);
    return choice && { tuner: "differentialEvolution", ...choice };
  }

  #challenge(
    target: Ranked,
    { ranked, present }: Members,
    { scale, crossover }: Birth,
    random: RandomStream,
  ): { vector: Float64Array; towards: number; difference: [number, number] } {
    const { strategy, best, population } = this.#settings;
    const others = present.filter((member) => member !== target);
    const pick = (from: readonly Ranked[]): Ranked => from[random.int(0, from.length - 1)]!;
    const top = present.slice(0, Math.max(2, Math.round(best * present.length)));
    const towards = strategy === "rand" ? pick(others) : pick(top);
    const plus = pick(others.filter((member) => member !== towards));
    // Replaced members are the archive; the latest as many as there are members.
    const archive = ranked.filter((one) => !present.includes(one)).slice(0, population);
    const pool = strategy === "rand" ? others : [...others, ...archive];
    const minus = pick(pool.filter((member) => member !== towards && member !== plus));
    const vector = target.vector.slice();
    // One parameter is changed in any case, or the challenger could be its target.
    const changeable = this.#cube.axes.flatMap((axis, k) =>
      axis.levels > 1 && !Number.isNaN(target.vector[k]!) ? [k] : [],
    );
    const forced = changeable[random.int(0, Math.max(0, changeable.length - 1))] ?? -1;
    for (const [k, axis] of this.#cube.axes.entries()) {
      if (k !== forced && random.uniform() >= crossover) continue;
      const [own, goal, one, other] = [target, towards, plus, minus].map(
        (member) => member.vector[k]!,
      ) as [number, number, number, number];
      const start = strategy === "rand" ? goal : own;
      vector[k] = axis.isCategorical
        ? chosen(axis, { start, goal, one, other }, scale, random)
        : stepped(axis, { own, start, goal, one, other }, scale, random);
    }
    return { vector, towards: towards.number, difference: [plus.number, minus.number] };
  }
}

interface Units {
  readonly start: number;
  readonly goal: number;
  readonly one: number;
  readonly other: number;
}

/** v = start + F (goal − start) + F (one − other), beyond an end halfway back to where the target is (JADE). */
function stepped(
  axis: Axis,
  { own, start, goal, one, other }: Units & { own: number },
  scale: number,
  random: RandomStream,
): number {
  // What a member does not have says nothing; what none has to start with is inherited.
  if (Number.isNaN(start)) return goal;
  const pull = Number.isNaN(goal) ? 0 : scale * (goal - start);
  const push = Number.isNaN(one) || Number.isNaN(other) ? 0 : scale * (one - other);
  const place = start + pull + push;
  const from = Number.isNaN(own) ? start : own;
  if (place < 0) return from / 2;
  if (place > 1) return (1 + from) / 2;
  // A step that rounds to nothing is drawn with the chance that it would have been reached.
  const isStuck = axis.levels !== Infinity && axis.fromUnit(place) === axis.fromUnit(start);
  if (!isStuck) return place;
  const jittered = place + (random.uniform() - 0.5) / axis.levels;
  return Math.min(Math.max(jittered, 0), 1);
}

/** A choice moves towards the goal, or to one of the two others where these differ, with chance F each. */
function chosen(
  axis: Axis,
  { start, goal, one, other }: Units,
  scale: number,
  random: RandomStream,
): number {
  const chance = Math.min(scale, 1);
  let unit = start;
  if (!Number.isNaN(goal) && random.uniform() < chance) unit = goal;
  const isDifferent = !Number.isNaN(one) && !Number.isNaN(other) && one !== other;
  if (isDifferent && random.uniform() < chance) unit = one;
  // A population that agrees would never try another choice.
  if (random.uniform() < 0.05) unit = axis.toUnit(axis.valueAt(random.int(0, axis.levels - 1)));
  return unit;
}
