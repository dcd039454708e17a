import { ln } from "../../math/elementary.ts";
import { freeBoxes } from "../../models/acquisition.ts";
import type { GaussianProcess } from "../../models/gaussian-process.ts";
import { hasBelief } from "../../space/belief.ts";
import type { UnitCube } from "../../space/vectors.ts";
import { violationOf } from "../../study/losses.ts";
import type { Json } from "../../study/trial-record.ts";
import type { AskContext } from "../../study/tuner.ts";
import { tableOf } from "../../space/table-rows.ts";
import { type Criterion, sumOf, type Term } from "./acquisition.ts";
import type { Candidate } from "./candidate.ts";
import { describeCandidates, describeModel, type NamedTerm } from "./describe.ts";
import { byWeights, drawWeights } from "./weighing.ts";
import { limitsOf } from "./limits.ts";
import type { Models, Sample } from "./models.ts";
import type { TrialRows } from "./rows.ts";
import { type Learnt, learntTrials, type Scale, scaleOf, toScale } from "./targets.ts";
import { worthTerms } from "./terms.ts";

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
  trialRows: TrialRows,
  models: Models,
  options: LearnOptions,
): Knowledge | undefined {
  const { number, objectives, random, space, trials } = context;
  const d = cube.size;
  const rows = new Map<number, Float64Array>();
  for (const trial of trials) {
    const row = trial.number === number ? undefined : trialRows.rowOf(trial.point);
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
  const open = tableOf(
    running.map((trial) => rows.get(trial.number)!),
    d,
  );
  const quantities = losses[0]!.map((_, k) => {
    const column = losses.map((each) => each[k]!);
    const name = weights ? "weighed" : `objective ${k}`;
    const model = models.learn(name, sampleOf(known, column, rows), (values) =>
      standardized(values, warp),
    );
    return {
      scale: scaleOf(column, warp),
      y: standardized(column, warp),
      model,
      believed: believe(model, open),
    };
  });
  const believed = quantities.map((quantity) => quantity.believed);
  const feasible = known.map(({ trial }) => trial.state === "complete" && violationOf(trial) <= 0);
  const limits = limitsOf(trials, rows, models).map((limit) => ({
    ...limit,
    believed: believe(limit.model, open),
  }));
  const isSingle = quantities.length === 1;
  const best = isSingle
    ? leastOf(quantities[0]!, feasible, known, rows, believed[0]!, running.length)
    : undefined;
  const volume = isSingle
    ? undefined
    : {
        front: frontWith(
          quantities.map(({ y }) => y),
          feasible,
          believed,
          running.length,
        ),
        reference: quantities.map(({ y }) => referenceOf(y)),
      };
  const boxes = volume && freeBoxes(volume.front, volume.reference);
  const speed =
    options.acquisition === "EIps" && isSingle ? speedOf(known, rows, models) : undefined;
  const power = hasBelief(space) ? options.beliefStrength / known.length : 0;
  const order = known
    .map((_, place) => place)
    .toSorted(
      (one, other) =>
        Number(feasible[other]) - Number(feasible[one]) ||
        (feasible[one] ? 0 : violationOf(known[one]!.trial) - violationOf(known[other]!.trial)) ||
        quantities.reduce((sum, { y }) => sum + y[one]! - y[other]!, 0) ||
        one - other,
    );
  const termsOf = (criterion: Criterion): NamedTerm[] =>
    worthTerms({ cube, criterion, objectives: believed, best, boxes, limits, speed, power });
  return {
    worth: (criterion) => sumOf(termsOf(criterion).map(({ term }) => term)),
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
      ...volume,
      models: quantities.map(({ scale, y, ...pair }) => ({
        scale: { ...scale, exponent: scale.exponent ?? null },
        y: [...y],
        ...describeModel(pair),
      })),
      limits: limits.map(({ name, limit, trials, ...pair }) => ({
        name,
        limit,
        trials,
        y: [...pair.model.y],
        ...describeModel(pair),
      })),
      ...(speed && {
        speed: {
          sd: speed.sd,
          trials: speed.trials,
          y: [...speed.model.y],
          ...describeModel({ model: speed.model, believed: speed.model }),
        },
      }),
      ...(power > 0 && { belief: { power } }),
      candidates: describeCandidates(candidates, quantities, termsOf(criterion), d),
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
): { model: GaussianProcess; sd: number; trials: number[] } | undefined {
  const timed = known.filter(({ trial: { startedAt, endedAt } }) => endedAt! - startedAt! > 0);
  if (timed.length === 0) return undefined;
  const logs = timed.map(({ trial }) => ln(trial.endedAt! - trial.startedAt!));
  const sample = sampleOf(timed, logs, rows);
  const model = models.learn("seconds", sample, (values) => standardized(values, false), "fit");
  return { model, sd: scaleOf(logs, false).sd, trials: timed.map(({ trial }) => trial.number) };
}
