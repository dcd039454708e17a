import { ln } from "../math/elementary.ts";
import { UnitCube, type Axis } from "../space/vectors.ts";
import type { RandomStream } from "../math/random.ts";
import { TunerError } from "../study/errors.ts";
import type { Json, Point, TrialRecord } from "../study/trial-record.ts";
import type { AskContext, Tuner, TunerSpec } from "../study/tuner.ts";
import { drawPoint } from "../space/draw.ts";
import { checkOptions } from "./common/options.ts";
import { individualsOf, rankAll } from "./common/population.ts";
import { Recent } from "./common/recent.ts";

/** The options of simulated annealing; names' meanings and defaults are those of Hyperopt's anneal. */
export interface AnnealOptions {
  /** How many of the best trials one is usually chosen from: mean of a geometric distribution. Default 2. */
  readonly bestOf?: number;
  /** How fast the neighbourhood shrinks: its width is 1/(1 + rate · n) of the prior's after n trials. Default 0.1. */
  readonly shrink?: number;
}

/**
 * Simulated annealing, as Hyperopt has it: a good trial is chosen, the better the likelier, and each parameter
 * drawn from the prior narrowed around its value; the more trials know a parameter, the narrower. A choice
 * stays as it is, and ever more rarely is drawn again. What the trial chosen does not have is drawn afresh.
 *
 * Bergstra, Yamins and Cox, "Making a science of model search", ICML 2013 (the package's `anneal`).
 *
 * @throws TunerError where an option is none, or out of its range
 */
export function anneal(options: AnnealOptions = {}): TunerSpec {
  checkOptions("anneal", options, ["bestOf", "shrink"]);
  const { bestOf = 2, shrink = 0.1 } = options;
  for (const [name, value, least] of [
    ["bestOf", bestOf, 1],
    ["shrink", shrink, 0],
  ] as const) {
    if (!(value >= least && value < Infinity)) {
      throw new TunerError(
        `tuners.anneal: ${name} is ${String(value)}; a number from ${least} on is needed`,
      );
    }
  }
  return {
    name: "anneal",
    create: ({ space }) => new AnnealTuner(new UnitCube(space), { bestOf, shrink }),
  };
}

/** Draws that broke constraints, and attempts at a point that had been tried, before the whole space is drawn from. */
const MOST_DRAWS = 100;
const MOST_ATTEMPTS = 15;

interface Choice {
  /** The trial that the neighbourhood is around. */
  readonly anchor: number;
  /** Its rank among all, from 0. */
  readonly place: number;
  /** By axis: the width as a share of the prior. */
  readonly widths: readonly number[];
  readonly vector: readonly number[];
}

class AnnealTuner implements Tuner {
  readonly name = "anneal";
  readonly #cube: UnitCube;
  readonly #settings: Required<AnnealOptions>;
  readonly #choices = new Recent<Choice | undefined>();

  constructor(cube: UnitCube, settings: Required<AnnealOptions>) {
    this.#cube = cube;
    this.#settings = settings;
  }

  ask({ space, objectives, number, trials, random, attempt = 0 }: AskContext): Point {
    const { bestOf, shrink } = this.#settings;
    const ranked = rankAll(individualsOf(trials, this.#cube, objectives));
    this.#choices.set(number, undefined);
    if (ranked.length === 0 || attempt >= MOST_ATTEMPTS) return drawPoint(space, random);
    // What few trials had is still wide open.
    const widths = this.#cube.axes.map((_, k) => {
      let known = 0;
      for (const { vector } of ranked) if (!Number.isNaN(vector[k]!)) known++;
      return 1 / (1 + shrink * known);
    });
    for (let draw = 0; draw < MOST_DRAWS; draw++) {
      const place = Math.min(geometric(1 / bestOf, random), ranked.length - 1);
      const anchor = ranked[place]!;
      const vector = this.#cube.axes.map((axis, k) =>
        neighbour(axis, anchor.vector[k]!, widths[k]!, random),
      );
      const point = this.#cube.write(vector);
      if (!space.allows(point)) continue;
      this.#choices.set(number, { anchor: anchor.number, place, widths, vector });
      return point;
    }
    return drawPoint(space, random);
  }

  /**
   * The trial that a point was drawn near, the width of the neighbourhood of each parameter as a share of its
   * prior, and the place in the unit cube, which `UnitCube.write` makes the point of; for the latest thousand.
   */
  explain(trial: TrialRecord): Json | undefined {
    const choice = this.#choices.get(trial.number);
    return choice === undefined ? undefined : { tuner: "anneal", ...choice };
  }
}

/** How often a coin of this chance fails before it succeeds. */
function geometric(chance: number, random: RandomStream): number {
  if (chance >= 1) return 0;
  return Math.floor(ln(1 - random.uniform()) / ln(1 - chance));
}

/** A place near this one: in a window of the given width that stays in the cube, or, of choices, mostly the same. */
function neighbour(axis: Axis, unit: number, width: number, random: RandomStream): number {
  const drawn = random.uniform();
  if (Number.isNaN(unit)) return drawn;
  if (axis.isCategorical) return random.uniform() < width ? drawn : unit;
  // A window narrower than a step would never leave it.
  const wide = axis.levels === Infinity ? width : Math.max(width, Math.min(1, 2 / axis.levels));
  const low = Math.min(Math.max(unit - wide / 2, 0), 1 - wide);
  return low + drawn * wide;
}
