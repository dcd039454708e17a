import type { RandomStream } from "../math/random.ts";
import { type Column, type Forest, type ForestOptions, fitForest } from "../models/forest.ts";
import { UnitCube } from "../space/vectors.ts";
import type { Json, Point, TrialRecord } from "../study/trial-record.ts";
import type { AskContext, Beliefs, Tuner, TunerContext, TunerSpec } from "../study/tuner.ts";
import { TunerError } from "../study/errors.ts";
import { drawPoint } from "../space/draw.ts";
import { checkCount, checkOptions } from "./common/options.ts";
import { Recent } from "./common/recent.ts";
import { recall, type Sown, type SownForests } from "./forest/recall.ts";
import { type Candidate, searchBest } from "./forest/search.ts";
import { columnsOf, rowOf, tableOf } from "../space/table-rows.ts";
import { readTargets } from "./forest/targets.ts";

/** The options of the forest tuner. */
export interface ForestTunerOptions {
  /** Points are drawn at random until this many trials are complete, pruned or paused. Default 10. */
  readonly startupTrials?: number;
  /** Trees of the forest. Default 32. */
  readonly trees?: number;
  /** Random points among which the search begins, beside the best trials. Default 300. */
  readonly candidates?: number;
  /** Share of the points that are drawn at random all the same, against a model that is wrong. Default 0.05. */
  readonly randomShare?: number;
}

/**
 * Bayesian optimization with a random forest, after SMAC3: the forest says for each point what value to
 * expect and how sure it is, and the point with the largest expected improvement is tried. Trees take
 * conditions, categories and rough landscapes as they come.
 *
 * The search for that point begins at the best trials and at the best of many random points and climbs
 * from neighbour to neighbour. Running trials enter the forest with the values that it predicts for them
 * ("kriging believer"), so that nobody looks where another is looking. Constraints that trials record are
 * learnt by forests of their own: the improvement counts times the probability that they are kept, and
 * while nothing is feasible that probability alone.
 *
 * Hutter, Hoos and Leyton-Brown, "Sequential model-based optimization for general algorithm
 * configuration", LION 2011; Lindauer et al., "SMAC3", JMLR 23, 2022.
 *
 * @throws TunerError where an option is none, or out of its range
 */
export function forest(options: ForestTunerOptions = {}): TunerSpec {
  checkOptions("forest", options, ["startupTrials", "trees", "candidates", "randomShare"]);
  const { startupTrials = 10, trees = 32, candidates = 300, randomShare = 0.05 } = options;
  checkCount("forest", "startupTrials", startupTrials, 1);
  checkCount("forest", "trees", trees, 1);
  checkCount("forest", "candidates", candidates, 1);
  if (!(randomShare >= 0 && randomShare <= 1))
    throw new TunerError(
      `tuners.forest: randomShare is ${String(randomShare)}; a number from 0 to 1 is needed`,
    );
  const settings = { startupTrials, trees, candidates, randomShare };
  return { name: "forest", create: (context) => new ForestTuner(context, settings) };
}

/** More rows than this make an ask slow and a forest hardly better: the best half, and a draw of the rest. */
const MOST_ROWS = 2000;

/**
 * Extremely randomized trees, as scikit-optimize's forest_minimize has them: where split at the best place,
 * trees predict the same over wide boxes, in which no point looks better than another.
 */
const EXTREMELY_RANDOM = {
  bootstrap: false,
  cuts: "random",
  columnShare: 0.5,
  leastToSplit: 2,
} as const;

class ForestTuner implements Tuner {
  readonly name = "forest";
  readonly #settings: Required<ForestTunerOptions>;
  readonly #growth: ForestOptions;
  readonly #cube: UnitCube;
  readonly #columns: readonly Column[];
  /** The rows of trials that have been read, by number. */
  readonly #rows = new Map<number, Float64Array | undefined>();
  readonly #choices = new Recent<Choice>();
  /** What was believed at the choice that was asked about last. */
  #recalled:
    { readonly of: Choice; readonly at: (points: readonly Point[]) => Beliefs } | undefined;

  constructor({ space }: TunerContext, settings: Required<ForestTunerOptions>) {
    this.#settings = settings;
    this.#growth = { ...EXTREMELY_RANDOM, trees: settings.trees };
    this.#cube = new UnitCube(space);
    this.#columns = columnsOf(this.#cube);
  }

  ask(context: AskContext): Point {
    const { number, random, space, trials, attempt = 0 } = context;
    const finished = trials.filter(
      ({ state }) => state === "complete" || state === "pruned" || state === "paused",
    ).length;
    const phase =
      finished < this.#settings.startupTrials
        ? "startup"
        : attempt > 0
          ? "tried before"
          : random.uniform() < this.#settings.randomShare
            ? "random"
            : "model";
    const chosen = phase === "model" ? this.#choose(context) : undefined;
    if (chosen !== undefined) return chosen;
    this.#choices.set(number, { told: { tuner: "forest", phase, finished } });
    return drawPoint(space, random);
  }

  /**
   * How this trial's point was chosen, for the latest thousand: the ten best candidates with the forest's
   * mean and standard deviation, the logarithms of their expected improvement on `best` and of the
   * probability that constraints are kept, and which of them it was: the first with the largest sum.
   */
  explain(trial: TrialRecord): Json | undefined {
    return this.#choices.get(trial.number)?.told;
  }

  /** From the forests of that time, grown again of what they were grown of; those of the last trial asked for are kept. */
  believe(
    { number }: TrialRecord,
    points: readonly Point[],
    { objectives }: TunerContext,
  ): Beliefs | undefined {
    const of = this.#choices.get(number);
    if (of?.sown === undefined) return undefined;
    if (this.#recalled?.of !== of) {
      const parts = {
        cube: this.#cube,
        rowOf: (trial: number) => this.#rows.get(trial)!,
        grow: (rows: Float64Array, y: ArrayLike<number>, random: RandomStream) =>
          fitForest(rows, y, this.#columns, random, this.#growth),
        objectives,
      };
      this.#recalled = { of, at: recall(of.sown, parts) };
    }
    return this.#recalled.at(points);
  }

  #choose({ number, random, trials, objectives }: AskContext): Point | undefined {
    const targets = readTargets(trials, objectives, random);
    const kept = this.#kept(targets.trials, targets.y, random);
    if (kept.length === 0) return undefined;
    const known = kept.map((place) => targets.trials[place]!);
    const y = kept.map((place) => targets.y[place]!);
    const running = trials.filter((trial) => trial.state === "running" && trial.number !== number);
    const objective = this.#believe(known, y, running, random);
    const constraints = this.#constraintForests(trials, random);
    const candidates = searchBest({
      cube: this.#cube,
      model: objective.forest,
      constraints: constraints.map(({ forest }) => forest),
      best: targets.best,
      starts: bestPoints(targets.trials, targets.y),
      tried: this.#cube.space.size === Infinity ? [] : trials,
      count: this.#settings.candidates,
      random,
    });
    const [first] = candidates;
    if (first === undefined) return undefined;
    const { best, log, weights } = targets;
    this.#choices.set(number, {
      told: {
        tuner: "forest",
        phase: "model",
        rows: kept.length,
        believed: running.map((trial) => trial.number),
        logarithmic: log !== undefined,
        ...(weights && { weights }),
        best: best ?? null,
        candidates: candidates.map(describe),
        chosen: 0,
      },
      sown: {
        objective: objective.sown,
        constraints: constraints.map(({ sown }) => sown),
        best,
        log,
        isWeighed: weights !== undefined,
      },
    });
    return first.point;
  }

  /** Which of the trials a forest is grown of: those that have a row, and of very many a part. */
  #kept(
    trials: readonly TrialRecord[],
    y: ArrayLike<number>,
    random: RandomStream,
  ): readonly number[] {
    const kept = trials.flatMap((trial, place) => (this.#rowOf(trial) ? [place] : []));
    if (kept.length <= MOST_ROWS) return kept;
    const byLoss = kept.toSorted((one, other) => y[one]! - y[other]! || one - other);
    const rest = random.shuffle(byLoss.slice(MOST_ROWS / 2)).slice(0, MOST_ROWS / 2);
    return [...byLoss.slice(0, MOST_ROWS / 2), ...rest].toSorted((one, other) => one - other);
  }

  #rowOf(trial: TrialRecord): Float64Array | undefined {
    if (!this.#rows.has(trial.number)) this.#rows.set(trial.number, rowOf(this.#cube, trial.point));
    return this.#rows.get(trial.number);
  }

  /** A forest of trials, and what it takes to grow it again. */
  #grow(trials: readonly TrialRecord[], y: readonly number[], random: RandomStream): Grown {
    const sown: Sown = {
      trials: trials.map(({ number }) => number),
      y: Float64Array.from(y),
      random: random.state(),
    };
    const rows = tableOf(
      trials.map((trial) => this.#rowOf(trial)!),
      this.#columns.length,
    );
    return { sown, forest: fitForest(rows, sown.y, this.#columns, random, this.#growth) };
  }

  /** A forest of what is known and of what is believed of the running trials. */
  #believe(
    trials: readonly TrialRecord[],
    y: readonly number[],
    running: readonly TrialRecord[],
    random: RandomStream,
  ): Grown {
    const known = this.#grow(trials, y, random);
    const open = running.filter((trial) => this.#rowOf(trial) !== undefined);
    if (open.length === 0) return known;
    const rows = tableOf(
      open.map((trial) => this.#rowOf(trial)!),
      this.#columns.length,
    );
    const { mean } = known.forest.predict(rows);
    return this.#grow([...trials, ...open], [...y, ...mean], random);
  }

  /** A forest for each constraint that any trial recorded. */
  #constraintForests(trials: readonly TrialRecord[], random: RandomStream): Grown[] {
    const names = new Set(trials.flatMap(({ constraints }) => Object.keys(constraints ?? {})));
    return [...names].flatMap((name) => {
      const recorded = trials.filter(
        (trial) => Number.isFinite(trial.constraints?.[name]) && this.#rowOf(trial),
      );
      if (recorded.length === 0) return [];
      const values = recorded.map(({ constraints }) => constraints![name]!);
      const kept = this.#kept(recorded, values, random);
      return this.#grow(
        kept.map((place) => recorded[place]!),
        kept.map((place) => values[place]!),
        random,
      );
    });
  }
}

/** A forest, and what it was grown of. */
interface Grown {
  readonly forest: Forest;
  readonly sown: Sown;
}

/** How a trial's point was chosen. */
interface Choice {
  readonly told: Json;
  /** What the forests were grown of; undefined where the point was drawn. */
  readonly sown?: SownForests;
}

/** The points of the best trials, from which the search climbs. */
function bestPoints(trials: readonly TrialRecord[], y: Float64Array): Point[] {
  const order = trials.map((_, place) => place).toSorted((one, other) => y[one]! - y[other]!);
  return order.slice(0, 5).map((place) => trials[place]!.point);
}

function describe(candidate: Candidate): Json {
  const { point, mean, sd, logImprovement, logFeasible, from } = candidate;
  return { point, mean, sd, logImprovement, logFeasible, from };
}
