import type { RandomStream } from "../../math/random.ts";
import { UnitCube } from "../../space/vectors.ts";
import type { Json, Point, TrialRecord } from "../../study/trial-record.ts";
import type { AskContext, Tuner, TunerContext } from "../../study/tuner.ts";
import { drawPoint } from "../../space/draw.ts";
import { type Individual, individualsOf, type Ranked } from "./population.ts";
import { Recent } from "./recent.ts";
import { makeChild, type Origin, type Variation } from "./variation.ts";

/** What one evolutionary tuner does in its own way. */
export interface Evolution {
  readonly name: string;
  /** How many complete trials are drawn at random before any is a parent. */
  readonly startup: number;
  readonly variation: Variation;
  /** Those of all complete trials that may be parents, the best first. At least one. */
  survive(individuals: readonly Individual[], random: RandomStream): Ranked[];
  /** One parent. */
  select(population: readonly Ranked[], random: RandomStream): Ranked;
}

/** Children made before a constraint that refuses them all is answered by a random point. */
const MOST_CHILDREN = 50;
/** Attempts at a child that had been tried, before the whole space is drawn from. */
const MOST_ATTEMPTS = 15;

interface Birth {
  readonly parents: readonly number[];
  readonly origins: readonly Origin[];
  readonly vector: readonly (number | null)[];
  readonly population: readonly number[];
}

/**
 * Evolution without generations: each new trial is a child of the best there are when it is asked for, and
 * is among the parents of the next as soon as it is told, if it is good enough. Nobody waits for a straggler,
 * trials of other tuners are parents like any other, and what is asked next depends on the trials alone.
 */
export class EvolutionTuner implements Tuner {
  readonly name: string;
  readonly #evolution: Evolution;
  readonly #cube: UnitCube;
  readonly #births = new Recent<Birth | undefined>();

  constructor({ space }: TunerContext, evolution: Evolution) {
    this.name = evolution.name;
    this.#evolution = evolution;
    this.#cube = new UnitCube(space);
  }

  ask({ space, objectives, number, trials, random, attempt = 0 }: AskContext): Point {
    const { startup, variation, survive, select } = this.#evolution;
    const individuals = individualsOf(trials, this.#cube, objectives);
    this.#births.set(number, undefined);
    if (individuals.length < Math.max(2, startup) || attempt >= MOST_ATTEMPTS) {
      return drawPoint(space, random);
    }
    const population = survive(individuals, random);
    for (let tries = 0; tries < MOST_CHILDREN; tries++) {
      const first = select(population, random);
      const second = other(first, () => select(population, random));
      const child = makeChild(this.#cube, [first.vector, second.vector], variation, random);
      // What neither parent had is drawn, once, so that it stands in the explanation.
      const point = this.#cube.write(
        child.vector,
        (place) => (child.vector[place] = random.uniform()),
      );
      if (!space.allows(point)) continue;
      this.#births.set(number, {
        parents: [first.number, second.number],
        origins: child.origins,
        vector: Array.from(child.vector, (unit) => (Number.isNaN(unit) ? null : unit)),
        population: population.map((member) => member.number),
      });
      return point;
    }
    return drawPoint(space, random);
  }

  /**
   * The parents of a trial, where each of its coordinates came from, and its place in the unit cube, which
   * `UnitCube.write` makes its point of; for the latest thousand. Without parents it was drawn at random.
   */
  explain(trial: TrialRecord): Json | undefined {
    const birth = this.#births.get(trial.number);
    if (birth === undefined) return undefined;
    const origins: Record<string, Json> = {};
    for (const [place, { dimension }] of this.#cube.axes.entries()) {
      if (birth.vector[place] !== null) origins[dimension.path] = birth.origins[place] as Origin;
    }
    const { parents, vector, population } = birth;
    return { tuner: this.name, parents, origins, vector, population };
  }
}

/** Another one than this, if a few draws find one. */
function other(one: Ranked, draw: () => Ranked): Ranked {
  let found = draw();
  for (let tries = 0; found.number === one.number && tries < 10; tries++) found = draw();
  return found;
}

/** The best of several drawn at random: a tournament. Of equals the first drawn. */
export function tournament(
  population: readonly Ranked[],
  size: number,
  compare: (one: Ranked, other: Ranked) => number,
  random: RandomStream,
): Ranked {
  const draw = (): Ranked => population[random.int(0, population.length - 1)] as Ranked;
  let best = draw();
  for (let round = 1; round < size; round++) {
    const rival = draw();
    if (compare(rival, best) < 0) best = rival;
  }
  return best;
}
