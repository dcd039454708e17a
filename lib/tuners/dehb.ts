import { type RandomStream } from "../math/random.ts";
import { UnitCube } from "../space/vectors.ts";
import { TunerError } from "../study/errors.ts";
import type { Direction } from "../study/observer.ts";
import type { Json, Point, TrialRecord } from "../study/trial-record.ts";
import {
  WAIT,
  type Answer,
  type AskContext,
  type PromoteContext,
  type Tuner,
  type TunerContext,
} from "../study/tuner.ts";
import type { HyperbandSpec } from "./common/bracket-tuner.ts";
import { nextPromotion } from "./common/brackets.ts";
import { cross, mutate } from "./common/differential-step.ts";
import { drawPoint } from "../space/draw.ts";
import { checkHalving, HALVING_OPTIONS, type HalvingOptions } from "./common/halving-options.ts";
import { checkOptions } from "./common/options.ts";
import { Recent } from "./common/recent.ts";
import { onlyDirection, pauseAt } from "./common/rungs.ts";
import { Schedule } from "./common/schedule.ts";
import { DehbPlan, type Slot } from "./dehb/plan.ts";
import { bestOf, type Individual, population } from "./dehb/populations.ts";

/** The options of DEHB. `reductionFactor` is 3 by default. */
export interface DehbOptions extends HalvingOptions {
  /** F: how far a vector is moved along the difference of two others. Default 0.5. */
  readonly mutationFactor?: number;
  /** CR: how many of a point's parameters come from the moved vector, 0 … 1. Default 0.5. */
  readonly crossoverRate?: number;
  /** How often all brackets are run, one round after the other. Default 1; Infinity: until the study ends. */
  readonly rounds?: number;
}

/**
 * DEHB: Hyperband's brackets, in which points evolve. Each budget has a population. The first bracket is drawn
 * at random and halved, and what comes to a budget becomes its first population. After that each trial is a
 * child: three parents, rand/1 mutation and binomial crossover with the individual that it replaces if it is
 * not worse. In the lowest rung of a bracket the parents are of the same population, above that the best of the
 * budget below: what does well in short trainings shows the way to longer ones.
 *
 * Children are trained from the beginning, and stopped for good at their budget; only the first bracket pauses
 * and promotes. Nobody waits for a rung to fill: parents are the best at the time.
 *
 * Awad, Mallik and Hutter, "DEHB: evolutionary Hyperband for scalable, robust and efficient hyperparameter
 * optimization", IJCAI 2021.
 *
 * @throws TunerError where an option is not in its range; from `create` with several objectives
 */
export function dehb(options: DehbOptions): HyperbandSpec {
  const names = ["mutationFactor", "crossoverRate", "rounds"];
  checkOptions("dehb", options ?? {}, [...names, ...HALVING_OPTIONS]);
  const halving = checkHalving("dehb", options ?? {}, 3);
  const { mutationFactor = 0.5, crossoverRate = 0.5, rounds = 1 } = options;
  checkRange("mutationFactor", mutationFactor, 2);
  checkRange("crossoverRate", crossoverRate, 1);
  if (rounds !== Infinity && (!Number.isInteger(rounds) || rounds < 1)) {
    throw new TunerError(
      `tuners.dehb: rounds is ${String(rounds)}; an integer from 1 on, or Infinity, is needed`,
    );
  }
  const plan = new DehbPlan(halving);
  const most = plan.trials(rounds);
  const { maxResource, reductionFactor } = halving;
  const pausing = pauseAt("dehb", () => plan.budgets);
  return {
    name: "dehb",
    schedule: new Schedule("dehb", plan.brackets),
    pruner: {
      name: "dehb",
      prune(trial, context) {
        const last = trial.reports.at(-1);
        if (last === undefined || trial.number >= most) return false;
        const { halved, budget } = plan.slotOf(trial.number);
        if (halved) return pausing.prune(trial, context);
        return budget < maxResource && last.step >= budget;
      },
    },
    create(context) {
      const direction = onlyDirection("dehb", context.objectives);
      const settings = { plan, most, mutationFactor, crossoverRate, reductionFactor, direction };
      return new DehbTuner(context, settings);
    },
  };
}

function checkRange(name: string, value: number, most: number): void {
  if (value > 0 && value <= most) return;
  throw new TunerError(
    `tuners.dehb: ${name} is ${String(value)}; a number above 0, up to ${most}, is needed`,
  );
}

interface DehbSettings {
  readonly plan: DehbPlan;
  /** How many trials in all rounds. */
  readonly most: number;
  readonly mutationFactor: number;
  readonly crossoverRate: number;
  readonly reductionFactor: number;
  readonly direction: Direction;
}

/** How a child came about. */
interface Birth {
  readonly target: Individual;
  readonly parents: readonly Individual[];
  readonly mutant: Float64Array;
  readonly child: Float64Array;
}

/** Children that may break the space's constraints before a point is drawn instead. */
const MOST_CHILDREN = 50;

class DehbTuner implements Tuner {
  readonly name = "dehb";
  readonly planned?: number;
  readonly #cube: UnitCube;
  readonly #settings: DehbSettings;
  /** By trial; null where its point was drawn. */
  readonly #births = new Recent<Birth | null>();

  constructor({ space }: TunerContext, settings: DehbSettings) {
    this.#cube = new UnitCube(space);
    this.#settings = settings;
    if (settings.most !== Infinity) this.planned = Math.min(settings.most, space.size);
  }

  ask(context: AskContext): Answer {
    const { number, trials, space, random } = context;
    const { plan, most } = this.#settings;
    if (number >= most) {
      const first = trials.slice(0, plan.halved.trials);
      return first.some(({ state }) => state === "running") ? WAIT : undefined;
    }
    const slot = plan.slotOf(number);
    for (let tried = 0; !slot.halved && tried < MOST_CHILDREN; tried++) {
      const { birth, point } = this.#bear(slot, context);
      if (!space.allows(point)) continue;
      this.#births.set(number, birth);
      return point;
    }
    this.#births.set(number, null);
    return drawPoint(space, random);
  }

  promote({ trials, closing }: PromoteContext): number | undefined {
    const bracket = { index: 0, round: 0, first: 0, plan: this.#settings.plan.halved };
    return nextPromotion(bracket, trials, this.#settings, closing)?.number;
  }

  /**
   * What the trial is for, and of the latest thousand how its point came about: whom it may replace, its
   * parents, the moved vector and the child, whose point it is, in the unit cube.
   */
  explain(trial: TrialRecord): Json | undefined {
    const { plan, most, mutationFactor, crossoverRate } = this.#settings;
    const birth = this.#births.get(trial.number);
    if (birth === undefined || trial.number >= most) return undefined;
    const { round, bracket, rung, budget } = plan.slotOf(trial.number);
    const where = { tuner: "dehb", round, bracket, rung, budget };
    if (birth === null) return { ...where, phase: "random" };
    return {
      ...where,
      phase: "evolution",
      mutationFactor,
      crossoverRate,
      target: described(birth.target),
      parents: birth.parents.map(described),
      mutant: [...birth.mutant],
      child: [...birth.child],
    };
  }

  #bear(slot: Slot, { trials, random, seed }: AskContext): { birth: Birth; point: Point } {
    const { plan, direction, mutationFactor, crossoverRate } = this.#settings;
    const parts = { plan, cube: this.#cube, direction, seed };
    const own = population(slot.level, trials, parts);
    const target = own[slot.target]!;
    const pool =
      slot.rung === 0
        ? own.filter((individual) => individual !== target)
        : bestOf(population(slot.level - 1, trials, parts), slot.trials);
    const everybody = () => plan.budgets.flatMap((_, level) => population(level, trials, parts));
    const parents = pickThree(pool, everybody, random);
    const [base, plus, minus] = parents;
    const mutant = mutate([base.vector, plus.vector, minus.vector], mutationFactor, random);
    const child = cross(target.vector, mutant, crossoverRate, random);
    return { birth: { target, parents, mutant, child }, point: this.#cube.write(child) };
  }
}

/** Three of a pool at random; where it is too small, some of everybody beside it, and then newcomers. */
function pickThree(
  pool: readonly Individual[],
  everybody: () => readonly Individual[],
  random: RandomStream,
): [Individual, Individual, Individual] {
  const picked = random.shuffle(pool).slice(0, 3);
  if (picked.length < 3) {
    const others = everybody();
    const axes = others[0]!.vector.length;
    const numbers = new Set(picked.map(({ number }) => number));
    const rest = others.filter(({ number }) => number === undefined || !numbers.has(number));
    picked.push(...random.shuffle(rest).slice(0, 3 - picked.length));
    while (picked.length < 3) {
      const vector = Float64Array.from({ length: axes }, () => random.uniform());
      picked.push({ number: undefined, loss: Infinity, vector });
    }
  }
  return picked as [Individual, Individual, Individual];
}

function described({ number, loss, vector }: Individual): Json {
  return {
    number: number ?? null,
    loss: Number.isFinite(loss) ? loss : null,
    vector: [...vector],
  };
}
