import { ln } from "../../math/elementary.ts";
import { freeBoxes } from "../../models/acquisition.ts";
import type { GaussianProcess } from "../../models/gaussian-process.ts";
import { hasBelief, logBelief } from "../../space/belief.ts";
import { rowOf } from "../../space/table-rows.ts";
import type { UnitCube } from "../../space/vectors.ts";
import { violationOf } from "../../study/losses.ts";
import type { Json } from "../../study/trial-record.ts";
import type { AskContext } from "../../study/tuner.ts";
import {
  type Criterion,
  criterionTerm,
  feasibilityTerm,
  frontTerm,
  plainTerm,
  speedTerm,
  sumOf,
  type Term,
} from "./acquisition.ts";
import type { Candidate } from "./candidate.ts";
import { byWeights, drawWeights } from "./weighing.ts";
import { limitsOf } from "./limits.ts";
import type { Models, Sample } from "./models.ts";
import { pointOf, tableOf } from "./rows.ts";
import { fromScale, type Learnt, learntTrials, type Scale, scaleOf, toScale } from "./targets.ts";

/** More objectives than this are weighed into one: boxes of more grow too many. */
const MOST_OBJECTIVES = 3;

/** What the trials so far taught, ready for a search. */
export interface Knowledge {
  /** What points are worth. */
  worth(criterion: Criterion): Term;
  /** How far along each column losses stay alike. */
  readonly scales: Float64Array;
  /** Rows of the best trials, the best first. */
  readonly incumbents: readonly Float64Array[];
  /** What a single objective's model expects at rows; undefined with several. */
  expected(rows: Float64Array): Float64Array | undefined;
  /** All of it, and candidates, as data. */
  describe(candidates: readonly Candidate[], criterion: Criterion): { [key: string]: Json };
}

/** What the tuner's options say of learning. */
export interface LearnOptions {
  readonly acquisition: string;
  readonly warp: boolean;
  readonly beliefStrength: number;
}

/** Learns from the trials; undefined where none has a place in the space. */
export function learn(
  context: AskContext,
  cube: UnitCube,
  models: Models,
  options: LearnOptions,
): Knowledge | undefined {
  const { number, objectives, random, space, trials } = context;
  const d = cube.size;
  const rows = new Map<number, Float64Array>();
  for (const trial of trials) {
    const row = trial.number === number ? undefined : rowOf(cube, trial.point);
    // A trial of an older version of the space has none.
    if (row !== undefined) rows.set(trial.number, row);
  }
  const known = learntTrials(trials, objectives).filter(({ trial }) => rows.has(trial.number));
  if (known.length === 0) return undefined;
  const running = trials.filter(({ state, number }) => state === "running" && rows.has(number));
  const count = known[0]!.losses.length;
  const weights = count > MOST_OBJECTIVES ? drawWeights(count, random) : undefined;
  const losses = weights
    ? byWeights(
        known.map((each) => each.losses),
        weights,
      ).map((loss) => [loss])
    : known.map((each) => each.losses);
  // The volume between transformed losses is another volume: with several they stay as they are.
  const warp = options.warp && losses[0]!.length === 1;
  const quantities = losses[0]!.map((_, k) => {
    const column = losses.map((each) => each[k]!);
    const name = weights ? "weighed" : `objective ${k}`;
    return {
      scale: scaleOf(column, warp),
      y: standardized(column, warp),
      model: models.learn(name, sampleOf(known, column, rows), (values) =>
        standardized(values, warp),
      ),
    };
  });
  const open = tableOf(
    running.map((trial) => rows.get(trial.number)!),
    d,
  );
  const believed = quantities.map(({ model }) => believe(model, open));
  const feasible = known.map(({ trial }) => trial.state === "complete" && violationOf(trial) <= 0);
  const limits = limitsOf(trials, rows, models).map(({ model, ...rest }) => ({
    ...rest,
    model: believe(model, open),
  }));
  const terms: Term[] = limits.map(({ model, limit }) => feasibilityTerm(model, d, limit));
  const isSingle = quantities.length === 1;
  const best = isSingle
    ? leastOf(quantities[0]!, feasible, known, rows, believed[0]!, running.length)
    : undefined;
  const boxes = isSingle
    ? undefined
    : freeBoxes(
        frontWith(
          quantities.map(({ y }) => y),
          feasible,
          believed,
          running.length,
        ),
        quantities.map(({ y }) => referenceOf(y)),
      );
  const speed =
    options.acquisition === "EIps" && isSingle ? speedOf(known, rows, models) : undefined;
  if (speed !== undefined) terms.push(speedTerm(speed.model, d, speed.sd));
  const power = options.beliefStrength / known.length;
  if (hasBelief(space) && power > 0) {
    const numeric = cube.axes.flatMap(({ dimension, isCategorical, levels }, k) =>
      !isCategorical && levels > 1 && dimension.belief !== undefined ? [k] : [],
    );
    terms.push(
      plainTerm(d, numeric, (row) => {
        const point = pointOf(cube, row, () => 0.5);
        return point === undefined ? 0 : power * logBelief(space, point);
      }),
    );
  }
  const order = known
    .map((_, place) => place)
    .toSorted(
      (one, other) =>
        Number(feasible[other]) - Number(feasible[one]) ||
        (feasible[one] ? 0 : violationOf(known[one]!.trial) - violationOf(known[other]!.trial)) ||
        quantities.reduce((sum, { y }) => sum + y[one]! - y[other]!, 0) ||
        one - other,
    );
  return {
    worth(criterion) {
      if (boxes !== undefined) return sumOf([frontTerm(believed, d, boxes), ...terms]);
      // Nothing to improve on: what is feasible is looked for first.
      if (best === undefined) return sumOf(terms);
      return sumOf([criterionTerm(criterion, believed[0]!, d, best), ...terms]);
    },
    scales: Float64Array.from(cube.axes, (_, k) =>
      Math.min(...quantities.map(({ model }) => model.parameters.lengthscales[k]!)),
    ),
    incumbents: order.slice(0, 5).map((place) => rows.get(known[place]!.trial.number)!),
    expected: (table) => (isSingle ? quantities[0]!.model.posterior(table).mean : undefined),
    describe: (candidates, criterion) => ({
      tuner: "gaussianProcess",
      phase: "model",
      acquisition: isSingle ? (best === undefined ? "feasibility" : criterion) : "logEHVI",
      trials: known.map(({ trial }) => trial.number),
      believed: running.map((trial) => trial.number),
      best: best ?? null,
      incumbent: known[order[0]!]!.trial.number,
      ...(weights && { weights }),
      columns: cube.axes.map(({ dimension }) => dimension.path),
      models: quantities.map(({ model, scale, y }) => ({
        scale: { ...scale, exponent: scale.exponent ?? null },
        y: [...y],
        ...describeModel(model),
      })),
      limits: limits.map(({ name, limit, model }) => ({ name, limit, ...describeModel(model) })),
      candidates: describeCandidates(candidates, believed, quantities, d),
    }),
  };
}

interface Quantity {
  readonly scale: Scale;
  readonly y: readonly number[];
  readonly model: GaussianProcess;
}

function standardized(values: readonly number[], warp: boolean): number[] {
  const scale = scaleOf(values, warp);
  return values.map((value) => toScale(value, scale));
}

function sampleOf(
  known: readonly Learnt[],
  values: readonly number[],
  rows: ReadonlyMap<number, Float64Array>,
): Sample {
  const trials = known.map(({ trial }) => trial);
  return { trials, values, rows: trials.map(({ number }) => rows.get(number)!) };
}

/** The model that has seen at each open row just what it expects there (Ginsbourger's kriging believer). */
function believe(model: GaussianProcess, open: Float64Array): GaussianProcess {
  return open.length === 0 ? model : model.append(open, model.posterior(open).mean);
}

/** Noise, as a share of the losses' variance, from which on the least loss seen is mostly luck. */
const NOISY = 0.05;

/**
 * What to improve on: the least loss of a feasible trial, or what is believed of a running one; undefined
 * where nothing is feasible. Where losses are noisy, the least that the model expects at what was tried.
 */
function leastOf(
  { y, model }: Quantity,
  feasible: readonly boolean[],
  known: readonly Learnt[],
  rows: ReadonlyMap<number, Float64Array>,
  believed: GaussianProcess,
  running: number,
): number | undefined {
  const places = y.map((_, place) => place).filter((place) => feasible[place]);
  if (places.length === 0) return undefined;
  const least = places.toSorted((one, other) => y[one]! - y[other]!).slice(0, 50);
  const isNoisy =
    model.parameters.noise > NOISY * (model.parameters.signal + model.parameters.noise);
  const seen = isNoisy
    ? model.posterior(
        tableOf(
          least.map((place) => rows.get(known[place]!.trial.number)!),
          model.d,
        ),
      ).mean
    : [y[least[0]!]!];
  return Math.min(...seen, ...(running === 0 ? [] : believed.y.slice(-running)));
}

/** The losses of feasible trials and what is believed of the running ones. */
function frontWith(
  columns: readonly (readonly number[])[],
  feasible: readonly boolean[],
  believed: readonly GaussianProcess[],
  running: number,
): number[][] {
  const seen = feasible.flatMap((is, place) => (is ? [columns.map((y) => y[place]!)] : []));
  for (let place = running; place > 0; place--)
    seen.push(believed.map(({ y }) => y[y.length - place]!));
  return seen;
}

/** A little worse than the worst, so that the ends of the front count too. */
function referenceOf(y: readonly number[]): number {
  const low = Math.min(...y);
  const high = Math.max(...y);
  return high + 0.1 * (high - low || 1);
}

function speedOf(
  known: readonly Learnt[],
  rows: ReadonlyMap<number, Float64Array>,
  models: Models,
): { model: GaussianProcess; sd: number } | undefined {
  const timed = known.filter(({ trial: { startedAt, endedAt } }) => endedAt! - startedAt! > 0);
  if (timed.length === 0) return undefined;
  const logs = timed.map(({ trial }) => ln(trial.endedAt! - trial.startedAt!));
  const sample = sampleOf(timed, logs, rows);
  const model = models.learn("seconds", sample, (values) => standardized(values, false), "fit");
  return { model, sd: scaleOf(logs, false).sd };
}

function describeModel(model: GaussianProcess): { [key: string]: Json } {
  const { signal, noise, lengthscales } = model.parameters;
  return { signal, noise, lengthscales: [...lengthscales], jitter: model.jitter };
}

function describeCandidates(
  candidates: readonly Candidate[],
  models: readonly GaussianProcess[],
  quantities: readonly Quantity[],
  d: number,
): Json {
  const table = tableOf(
    candidates.map(({ row }) => row),
    d,
  );
  const at = models.map((model) => model.posterior(table));
  return candidates.map(({ point, value, from }, place) => {
    const mean = at.map((each) => each.mean[place]!);
    const sd = at.map((each) => Math.sqrt(each.variance[place]!));
    return {
      point,
      value: finite(value),
      from,
      mean,
      sd,
      // Back in the objective's own units, as losses: median, and one standard deviation to both sides.
      loss: quantities.map(({ scale }, k) =>
        [mean[k]! - sd[k]!, mean[k]!, mean[k]! + sd[k]!].map((each) =>
          finite(fromScale(each, scale)),
        ),
      ),
    };
  });
}

/** JSON has no infinities. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
