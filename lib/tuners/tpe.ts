import type { RandomStream } from "../math/random.ts";
import { drawBelieved, hasBelief, logBeliefOf } from "../space/belief.ts";
import { TunerError } from "../study/errors.ts";
import type { Json, Point, Scalar, TrialRecord } from "../study/trial-record.ts";
import type { AskContext, Beliefs, Tuner, TunerContext, TunerSpec } from "../study/tuner.ts";
import { buildPoint, drawPoint } from "../space/draw.ts";
import { checkCount, checkOptions, checkWord } from "./common/options.ts";
import { Recent } from "./common/recent.ts";
import { Block, type Suggestion, scalarOf } from "./tpe/block.ts";
import { type Layout, type LayoutOptions, layOut, onlyValue } from "./tpe/layout.ts";
import { isWithin, movedWithin, type Refusal, refusalOf } from "./tpe/legal.ts";
import { type Split, splitTrials } from "./tpe/split.ts";

/** The options of TPE; names and defaults are those of Optuna 5's TPESampler. */
export interface TpeOptions {
  /** Points are drawn at random until this many trials are complete or pruned. Default 10. */
  readonly startupTrials?: number;
  /** How many points are drawn from the good density to choose among. Default 24. */
  readonly candidates?: number;
  /**
   * Whether parameters are drawn together, so that what goes well together is found, or each one by itself.
   * Default: together with one objective, by themselves with several.
   */
  readonly multivariate?: boolean;
  /**
   * How parameters that hang on a condition are drawn where `multivariate` is true: "together" (default: with
   * the others, as a tree; of what a trial does not have it knows nothing), "grouped" (those that always
   * occur together by themselves, Optuna's `group`), or "single" (each by itself, from the trials that had it,
   * which is what Optuna does by default).
   */
  readonly conditional?: "together" | "grouped" | "single";
  /** Whether running trials count as bad ones, so that nobody looks where another is looking. Default true. */
  readonly constantLiar?: boolean;
  /** How long a belief is kept: with n trials it counts to the power of β/n (πBO's β). Default 10. */
  readonly beliefStrength?: number;
}

/**
 * The tree-structured Parzen estimator, as Optuna 5 defines it: the trials are split into the best tenth
 * and the rest, each part makes a density, l and g, and of 24 points drawn from l the one with the largest
 * l/g is tried.
 *
 * Several objectives: the best tenth are the first fronts. Constraints: trials that break them are bad.
 * Priors and weights of parameters stand in both densities; ordered choices are searched as integers. Where its
 * user believes the optimum to be it begins, and prefers that, less and less (πBO; for TPE: Hvarfner et al.,
 * "πBO", ICLR 2022, section 3.1).
 *
 * Bergstra et al., "Algorithms for hyper-parameter optimization", NeurIPS 2011; Ozaki et al.,
 * "Multiobjective tree-structured Parzen estimator", JAIR 73, 2022; Watanabe, "Tree-structured Parzen
 * estimator: understanding its algorithm components", arXiv:2304.11127, 2023.
 *
 * @throws TunerError where an option is none, or out of its range
 */
export function tpe(options: TpeOptions = {}): TunerSpec {
  checkOptions("tpe", options, OPTIONS);
  const { startupTrials = 10, candidates = 24, constantLiar = true, beliefStrength = 10 } = options;
  const { multivariate, conditional = "together" } = options;
  checkCount("tpe", "startupTrials", startupTrials, 0);
  checkCount("tpe", "candidates", candidates, 1);
  checkWord("tpe", "conditional", conditional, ["together", "grouped", "single"]);
  if (!(beliefStrength >= 0 && beliefStrength < Infinity)) {
    throw new TunerError(
      `tuners.tpe: beliefStrength is ${String(beliefStrength)}; a number from 0 on is needed`,
    );
  }
  return {
    name: "tpe",
    create: (context) => {
      const several = Object.keys(context.objectives).length > 1;
      const settings = {
        startupTrials,
        candidates,
        multivariate: multivariate ?? !several,
        conditional,
        constantLiar,
        beliefStrength,
      };
      return new TpeTuner(context, settings);
    },
  };
}

const OPTIONS = [
  "startupTrials",
  "candidates",
  "multivariate",
  "conditional",
  "constantLiar",
  "beliefStrength",
];

/** Whole points that may be drawn anew where the blocks' choices together break a constraint. */
const MOST_POINTS = 50;

class TpeTuner implements Tuner {
  readonly name = "tpe";
  readonly #settings: Required<TpeOptions>;
  readonly #layout: Layout;
  readonly #layoutOptions: LayoutOptions;
  /** How the points of the latest trials were chosen. */
  readonly #choices = new Recent<Choice>();
  /** The densities of the choice that was asked about last. */
  #recalled: { readonly of: Choice; readonly blocks: readonly Block[] } | undefined;

  constructor(context: TunerContext, settings: Required<TpeOptions>) {
    this.#settings = settings;
    const evenGood = Object.keys(context.objectives).length > 1;
    this.#layoutOptions = { ...settings, evenGood };
    this.#layout = layOut(context.space, this.#layoutOptions);
  }

  ask(context: AskContext): Point {
    const { space, objectives, number, trials, random } = context;
    const { startupTrials, constantLiar } = this.#settings;
    const split = splitTrials(trials, { objectives, constantLiar, asking: number });
    const numbers = numbersOf(trials);
    if (split.finished >= startupTrials) {
      const refused = refusalOf(context, this.#layout);
      for (let draw = 0; draw < (refused ? MOST_POINTS : 1); draw++) {
        // With fewer to choose among, another point comes out where the best ones together are refused.
        const candidates = Math.max(1, this.#settings.candidates >> draw);
        const choice: Choice = { split, numbers, candidates, suggestions: [] };
        const point = this.#build(context, choice, refused);
        if (point === undefined || refused?.(point) === true) continue;
        this.#choices.set(number, choice);
        return point;
      }
    }
    this.#choices.set(number, { split, numbers, candidates: 0, suggestions: [] });
    return hasBelief(space) ? drawBelieved(space, random) : drawPoint(space, random);
  }

  /**
   * How this trial's point was chosen, for the latest thousand: which trials were good, and for each group
   * of parameters drawn together the candidates, ln l, ln g, what a belief adds (`bonus`), and which of them it
   * was: the one with the largest ln l − ln g + bonus.
   */
  explain(trial: TrialRecord): Json | undefined {
    const choice = this.#choices.get(trial.number);
    if (choice === undefined) return undefined;
    const { split, numbers: known, suggestions } = choice;
    if (suggestions.length === 0) {
      const phase = split.finished < this.#settings.startupTrials ? "startup" : "random";
      return { tuner: "tpe", phase, finished: split.finished };
    }
    const numbers = (wanted: number): number[] => {
      const found: number[] = [];
      split.sides.forEach((side, place) => {
        if (side === wanted) found.push(known?.[place] ?? place);
      });
      return found;
    };
    return {
      tuner: "tpe",
      phase: "density",
      finished: split.finished,
      good: numbers(1),
      bad: numbers(2),
      groups: suggestions.map(({ block, suggestion }) => describe(block, suggestion)),
    };
  }

  /**
   * From the densities of that time, made again of the trials that were good and bad; those of the last trial
   * asked for are kept. Of a point that leaves parameters out, the densities of those that it has.
   */
  believe(
    { number }: TrialRecord,
    points: readonly Point[],
    { trials }: { readonly trials: readonly TrialRecord[] },
  ): Beliefs | undefined {
    const choice = this.#choices.get(number);
    if (choice === undefined || choice.suggestions.length === 0) return undefined;
    if (this.#recalled?.of !== choice) {
      this.#recalled = { of: choice, blocks: this.#recall(choice, trials) };
    }
    const power = this.#powerOf(choice);
    const parts = this.#recalled.blocks.map((block) => ({ block, ...block.densities(points) }));
    return points.map((_, row) => {
      let [logGood, logBad, belief] = [0, 0, 0];
      for (const { block, rows, ...logs } of parts) {
        const d = block.dimensions.length;
        const own = rows.subarray(row * d, (row + 1) * d);
        // Of a block of which it has nothing there is nothing to say.
        if (own.every((number) => Number.isNaN(number))) continue;
        logGood += logs.logGood[row]!;
        logBad += logs.logBad[row]!;
        if (power > 0) belief += power * logBeliefOfRow(block, own);
      }
      return {
        worth: logGood - logBad + belief,
        terms: { logGood, logBad: -logBad, ...(power > 0 && { belief }) },
      };
    });
  }

  /** The blocks of a choice as they were, for points that may leave parameters out. */
  #recall({ split, numbers, suggestions }: Choice, trials: readonly TrialRecord[]): Block[] {
    const layout = layOut(this.#layout.space, { ...this.#layoutOptions, partial: true });
    const then = Array.from(split.sides, (_, place) => trials[numbers?.[place] ?? place]);
    return suggestions.map(({ block }) => {
      const again =
        block === this.#layout.joint ? layout.joint! : layout.blockOf(block.dimensions[0]!.path);
      again.follow(then, split);
      return again;
    });
  }

  #powerOf({ split }: Choice): number {
    return hasBelief(this.#layout.space) ? this.#settings.beliefStrength / split.finished : 0;
  }

  /** A point of the blocks' choices; undefined where all candidates of one were refused. */
  #build(
    { space, trials, random }: AskContext,
    choice: Choice,
    refused: Refusal | undefined,
  ): Point | undefined {
    const drawn: Record<string, Scalar> = {};
    let failed = false;
    const suggest = (block: Block, accept: ((row: Float64Array) => boolean) | undefined): void => {
      const suggestion = this.#suggest(block, trials, choice, random, accept);
      if (suggestion === undefined) failed = true;
      else {
        block.dimensions.forEach(({ path }, k) => {
          const value = suggestion.values[k];
          if (value !== undefined) drawn[path] = value;
        });
      }
    };
    const { joint, coversAll } = this.#layout;
    if (joint !== undefined) {
      // Only whole points can be judged.
      const accept =
        refused && coversAll
          ? (row: Float64Array) => this.#isLegal(joint, row, refused)
          : undefined;
      suggest(joint, accept);
    }
    const point = buildPoint(space, (dimension) => {
      const { path } = dimension;
      const only = onlyValue(dimension);
      if (only) return only.value;
      if (!failed && !Object.hasOwn(drawn, path)) {
        const block = this.#layout.blockOf(path);
        // A group's candidates cannot be judged before its other values are known.
        const isAlone = block.dimensions.length === 1 && this.#layout.narrowed.has(path);
        suggest(block, isAlone ? ([value]) => isWithin(dimension, value as number) : undefined);
      }
      if (!Object.hasOwn(drawn, path)) {
        failed = true;
        return null;
      }
      return movedWithin(dimension, drawn[path] as Scalar);
    });
    return failed ? undefined : point;
  }

  /** Whether a candidate for the whole point lies in what its values leave each other, and is not refused. */
  #isLegal(block: Block, row: Float64Array, refused: Refusal): boolean {
    const values: Record<string, Scalar> = {};
    block.codecs.forEach((codec, k) => {
      const value = scalarOf(codec, row[k] as number);
      if (value !== undefined) values[codec.dimension.path] = value;
    });
    let legal = true;
    const point = buildPoint(this.#layout.space, (dimension) => {
      const value = values[dimension.path] ?? onlyValue(dimension)?.value ?? null;
      if (typeof value === "number" && !isWithin(dimension, value)) legal = false;
      return value;
    });
    return legal && !refused(point);
  }

  #suggest(
    block: Block,
    trials: readonly TrialRecord[],
    choice: Choice,
    random: RandomStream,
    accept: ((row: Float64Array) => boolean) | undefined,
  ): Suggestion | undefined {
    block.follow(trials, choice.split);
    const power = this.#powerOf(choice);
    const bonus = (row: Float64Array): number => power * logBeliefOfRow(block, row);
    const suggestion = block.suggest(random, {
      count: choice.candidates,
      accept,
      bonus: power > 0 ? bonus : undefined,
    });
    if (suggestion !== undefined) choice.suggestions.push({ block, suggestion });
    return suggestion;
  }
}

interface Choice {
  readonly split: Split;
  /** The numbers of the trials that were split; undefined where those are their places. */
  readonly numbers: Int32Array | undefined;
  /** How many each block chose among. */
  readonly candidates: number;
  readonly suggestions: { readonly block: Block; readonly suggestion: Suggestion }[];
}

/** Where the trials that are shown are not all of the study's (in a race), their places say nothing. */
function numbersOf(trials: readonly TrialRecord[]): Int32Array | undefined {
  return trials.every(({ number }, place) => number === place)
    ? undefined
    : Int32Array.from(trials, ({ number }) => number);
}

/** ln π of a block's candidate. */
function logBeliefOfRow({ codecs }: Block, row: Float64Array): number {
  return codecs.reduce((sum, codec, k) => {
    const value = scalarOf(codec, row[k] as number);
    return value === undefined ? sum : sum + logBeliefOf(codec.dimension, value);
  }, 0);
}

function describe({ dimensions, codecs }: Block, suggestion: Suggestion): Json {
  const d = dimensions.length;
  const { candidates, logGood, logBad, bonus, chosen } = suggestion;
  return {
    dimensions: dimensions.map(({ path }) => path),
    // What a candidate does not have is null, which no number or choice is mistaken for by its condition.
    candidates: Array.from(logGood, (_, row) =>
      codecs.map((codec, k) => scalarOf(codec, candidates[row * d + k] as number) ?? null),
    ),
    logGood: [...logGood],
    logBad: [...logBad],
    ...(bonus && { bonus: [...bonus] }),
    chosen,
  };
}
