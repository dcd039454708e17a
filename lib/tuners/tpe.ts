import type { RandomStream } from "../math/random.ts";
import { levelCount } from "../math/levels.ts";
import type { Dimension, Space } from "../space/space.ts";
import type { Direction } from "../study/observer.ts";
import type { Json, Point, Scalar, TrialRecord } from "../study/trial-record.ts";
import type { AskContext, Tuner, TunerSpec } from "../study/tuner.ts";
import { buildPoint, drawValue } from "./common/draw.ts";
import { checkCount, checkOptions } from "./common/options.ts";
import { TunerError } from "../study/errors.ts";
import { Block, type Suggestion, toScalar } from "./tpe/block.ts";
import { type Split, splitTrials } from "./tpe/split.ts";

/** The options of TPE; names and defaults are those of Optuna 5's TPESampler. */
export interface TpeOptions {
  /** Points are drawn at random until this many trials are complete or pruned. Default 10. */
  readonly startupTrials?: number;
  /** How many points are drawn from the good density to choose among. Default 24. */
  readonly candidates?: number;
  /**
   * Whether parameters that are always there are drawn together, so that what goes well together is found
   * (default), or each one by itself.
   */
  readonly multivariate?: boolean;
  /** Whether running trials count as bad ones, so that nobody looks where another is looking. Default true. */
  readonly constantLiar?: boolean;
}

/**
 * The tree-structured Parzen estimator, as Optuna 5 defines it: the trials are split into the best tenth
 * and the rest, each part makes a density, l and g, and of 24 points drawn from l the one with the largest
 * l/g is tried.
 *
 * Parameters that are always there are drawn together; those that hang on a condition one by one, each
 * from the trials that had it.
 *
 * Bergstra et al., "Algorithms for hyper-parameter optimization", NeurIPS 2011; Watanabe, "Tree-structured
 * Parzen estimator: understanding its algorithm components", arXiv:2304.11127, 2023.
 *
 * @throws TunerError where an option is none, or out of its range; from `create` with several objectives
 */
export function tpe(options: TpeOptions = {}): TunerSpec {
  checkOptions("tpe", options, ["startupTrials", "candidates", "multivariate", "constantLiar"]);
  const { startupTrials = 10, candidates = 24, multivariate = true, constantLiar = true } = options;
  checkCount("tpe", "startupTrials", startupTrials, 0);
  checkCount("tpe", "candidates", candidates, 1);
  return {
    name: "tpe",
    create(context) {
      const directions = Object.values(context.objectives);
      if (directions.length !== 1) {
        throw new TunerError(
          `tuners.tpe serves one objective, but the study has ${directions.length}: ` +
            `${Object.keys(context.objectives).join(", ")}; use tuners.random(), or keep one objective and note the others`,
        );
      }
      const settings = { startupTrials, candidates, multivariate, constantLiar };
      return new TpeTuner(context.space, directions[0] as Direction, settings);
    },
  };
}

class TpeTuner implements Tuner {
  readonly name = "tpe";
  readonly #direction: Direction;
  readonly #settings: Required<TpeOptions>;
  /** What is drawn together; undefined where nothing is. */
  readonly #joint: Block | undefined;
  /** Path → the block of a dimension that is drawn by itself; made when it is first needed. */
  readonly #single = new Map<string, Block>();
  /** How the points of the latest trials were chosen. */
  readonly #choices = new Map<number, Choice>();

  constructor(space: Space, direction: Direction, settings: Required<TpeOptions>) {
    this.#direction = direction;
    this.#settings = settings;
    const joint = settings.multivariate
      ? space.dimensions.filter((dimension) => !dimension.condition && !onlyValue(dimension))
      : [];
    if (joint.length > 0) this.#joint = new Block(joint);
  }

  ask({ space, number, trials, random }: AskContext): Point {
    const split = splitTrials(trials, {
      direction: this.#direction,
      constantLiar: this.#settings.constantLiar,
      asking: number,
    });
    const choice: Choice = { split, suggestions: [] };
    this.#remember(number, choice);
    if (split.finished < this.#settings.startupTrials) {
      return buildPoint(space, (dimension) => drawValue(dimension, random));
    }
    const drawn: Record<string, Scalar> = {};
    const suggest = (block: Block): void => {
      const suggestion = this.#suggest(block, trials, choice, random);
      block.dimensions.forEach(({ path }, k) => (drawn[path] = suggestion.values[k] as Scalar));
    };
    if (this.#joint) suggest(this.#joint);
    return buildPoint(space, (dimension) => {
      const only = onlyValue(dimension);
      if (only) return only.value;
      if (!Object.hasOwn(drawn, dimension.path)) suggest(this.#blockOf(dimension));
      return drawn[dimension.path] as Scalar;
    });
  }

  /**
   * How this trial's point was chosen, for the latest thousand: which trials were good, and for each group
   * of parameters drawn together the candidates, ln l, ln g, and which of them it was.
   */
  explain(trial: TrialRecord, { trials }: { trials: readonly TrialRecord[] }): Json | undefined {
    const choice = this.#choices.get(trial.number);
    if (choice === undefined) return undefined;
    const { split, suggestions } = choice;
    if (suggestions.length === 0) {
      return { tuner: "tpe", phase: "startup", finished: split.finished };
    }
    const numbers = (side: number): number[] =>
      trials.filter((_, place) => split.sides[place] === side).map(({ number }) => number);
    return {
      tuner: "tpe",
      phase: "density",
      finished: split.finished,
      good: numbers(1),
      bad: numbers(2),
      groups: suggestions.map(({ block, suggestion }) => describe(block, suggestion)),
    };
  }

  #suggest(
    block: Block,
    trials: readonly TrialRecord[],
    choice: Choice,
    random: RandomStream,
  ): Suggestion {
    block.follow(trials, choice.split);
    const suggestion = block.suggest(random, this.#settings.candidates);
    choice.suggestions.push({ block, suggestion });
    return suggestion;
  }

  #blockOf(dimension: Dimension): Block {
    let block = this.#single.get(dimension.path);
    if (block === undefined) {
      block = new Block([dimension]);
      this.#single.set(dimension.path, block);
    }
    return block;
  }

  #remember(number: number, choice: Choice): void {
    this.#choices.set(number, choice);
    if (this.#choices.size <= REMEMBERED) return;
    const [oldest] = this.#choices.keys();
    this.#choices.delete(oldest as number);
  }
}

/** Choices beyond this many are forgotten, the oldest first: each holds all of its candidates. */
const REMEMBERED = 1000;

interface Choice {
  readonly split: Split;
  readonly suggestions: { readonly block: Block; readonly suggestion: Suggestion }[];
}

/** The value of a dimension that has only one; there is nothing to model. */
function onlyValue(dimension: Dimension): { value: Scalar } | undefined {
  if (dimension.kind === "categorical") {
    return dimension.choices.length === 1 ? { value: dimension.choices[0] as Scalar } : undefined;
  }
  return levelCount(dimension) === 1 ? { value: dimension.low } : undefined;
}

function describe({ dimensions }: Block, suggestion: Suggestion): Json {
  const d = dimensions.length;
  const { candidates, logGood, logBad, chosen } = suggestion;
  return {
    dimensions: dimensions.map(({ path }) => path),
    candidates: Array.from(logGood, (_, row) =>
      dimensions.map((dimension, k) => toScalar(dimension, candidates[row * d + k] as number)),
    ),
    logGood: [...logGood],
    logBad: [...logBad],
    chosen,
  };
}
