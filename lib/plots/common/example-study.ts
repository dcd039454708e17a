/** A made-up study with a fixed seed, for pictures and tests: a network on digits under halving. */
import type { Dimension, Space } from "../../space/space.ts";
import type { Direction, Plan, StudyView } from "../../study/observer.ts";
import type { Point, TrialRecord, TrialState } from "../../study/trial-record.ts";

/** What the made-up study looks like. */
export interface ExampleOptions {
  name?: string;
  /** Trials that have begun. Default 49. */
  trials?: number;
  /** How many of the last ones still run. Default 2. */
  running?: number;
  direction?: Direction;
  objective?: string;
  seed?: number;
  /** Every trial fails. */
  failing?: boolean;
}

const EPOCHS = 27;
const RUNGS = [3, 9];
const START = Date.UTC(2026, 0, 5, 9);

const always = { condition: undefined };
const dimensions: Dimension[] = [
  {
    path: "learningRate",
    kind: "float",
    low: 1e-4,
    high: 0.1,
    log: true,
    step: undefined,
    ...always,
  },
  { path: "optimizer.kind", kind: "categorical", choices: ["sgd", "adam"], ...always },
  {
    path: "optimizer.momentum",
    kind: "float",
    low: 0,
    high: 0.99,
    log: false,
    step: undefined,
    condition: { path: "optimizer.kind", in: ["sgd"] },
  },
  { path: "activation", kind: "categorical", choices: ["sigmoid", "tanh", "relu"], ...always },
  { path: "layers", kind: "int", low: 1, high: 3, log: false, step: 1, ...always },
  { path: "width", kind: "int", low: 16, high: 256, log: true, step: 1, ...always },
  { path: "batchSize", kind: "categorical", choices: [16, 32, 64], ...always },
  { path: "penalty.kind", kind: "categorical", choices: ["none", "l1"], ...always },
  {
    path: "penalty.alpha",
    kind: "float",
    low: 1e-6,
    high: 1e-2,
    log: true,
    step: undefined,
    condition: { path: "penalty.kind", in: ["l1"] },
  },
];

const space: Space = {
  dimensions,
  constraints: [],
  allows: () => true,
  size: Infinity,
  active: (point) => dimensions.filter((dimension) => point[dimension.path] !== undefined),
  decode: (point) => point,
  encode: (params) => params as Point,
};

/** Uniform in [0, 1), from a 32-bit state (mulberry32). */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function pointOf(random: () => number, focus: number): Point {
  const pick = <T>(choices: readonly T[]) => choices[Math.floor(random() * choices.length)] as T;
  const toward = (best: number) => best + (random() - best) * (1 - 0.8 * focus);
  const optimizer = random() < 0.3 + 0.55 * focus ? "sgd" : "adam";
  const penalty = random() < 0.5 ? "none" : "l1";
  return {
    learningRate: 1e-4 * 1000 ** toward(0.93),
    "optimizer.kind": optimizer,
    ...(optimizer === "sgd" ? { "optimizer.momentum": toward(0.42) } : {}),
    activation: random() < focus ? "relu" : pick(["sigmoid", "tanh", "relu"]),
    layers: pick([1, 2, 2, 3]),
    width: Math.round(16 * 16 ** toward(0.78)),
    batchSize: pick([16, 32, 32, 64]),
    "penalty.kind": penalty,
    ...(penalty === "l1" ? { "penalty.alpha": 1e-6 * 10 ** (4 * toward(0.3)) } : {}),
  };
}

/** Final loss of a setting, without noise. */
function lossOf(point: Point): number {
  const rate = Math.log10(Number(point["learningRate"])) + 1.2;
  const slow = point["activation"] === "sigmoid" ? 0.9 : point["activation"] === "tanh" ? 0.15 : 0;
  const wide = (Math.log2(Number(point["width"])) - 7) / 3;
  return 0.06 * Math.exp(0.75 * Math.abs(rate) + slow + 0.5 * wide * wide);
}

/** A study as it would stand after some of its trials. The same options give the same study. */
export function exampleStudy(options: ExampleOptions = {}): StudyView {
  const { trials: count = 49, running = 2, direction = "minimize", seed = 17 } = options;
  const objective = options.objective ?? (direction === "minimize" ? "valLoss" : "valAccuracy");
  const random = uniform(seed);
  const trials: TrialRecord[] = [];
  const arrived = new Map<number, number[]>(RUNGS.map((rung) => [rung, []]));
  for (let number = 0; number < count; number++) {
    const point = pointOf(random, Math.min(1, number / 30));
    const final = lossOf(point) * (0.97 + 0.08 * random());
    const fails = options.failing === true || (number % 24 === 7 && number > 0);
    const runs = number >= count - running;
    const startedAt = START + number * 6000;
    let state: TrialState = runs ? "running" : fails ? "failed" : "complete";
    const reports: { step: number; value: number; at: number }[] = [];
    const last = fails
      ? 1 + Math.floor(random() * 5)
      : runs
        ? 15 - 5 * (count - 1 - number)
        : EPOCHS;
    for (let step = 1; step <= last; step++) {
      const loss = final + (1.1 + 2 * final) * Math.exp(-step / 3.1) + 0.004 * (random() - 0.5);
      const value = direction === "minimize" ? loss : 1 / (1 + loss / 4);
      reports.push({ step, value, at: startedAt + step * 200 });
      const others = arrived.get(step);
      if (!others || state !== "complete") continue;
      others.push(loss);
      const limit = others.toSorted((a, b) => a - b)[Math.floor(others.length / 3)] ?? loss;
      if (others.length > 4 && loss > limit) {
        state = "pruned";
        break;
      }
    }
    const end = reports.at(-1);
    const failure = state === "failed" ? { error: { name: "Error", message: "loss is NaN" } } : {};
    trials.push({
      number,
      state,
      params: point,
      point,
      values: state === "complete" && end ? { [objective]: end.value } : undefined,
      value: state === "complete" || state === "pruned" ? end?.value : undefined,
      reports,
      notes: { step: "epoch" },
      ...failure,
      by: "bayesian",
      seed: number,
      startedAt,
      endedAt: state === "running" ? undefined : (end?.at ?? startedAt),
    });
  }
  const complete = trials.filter((trial) => trial.state === "complete");
  const best = complete.toSorted((a, b) =>
    direction === "minimize" ? (a.value ?? 0) - (b.value ?? 0) : (b.value ?? 0) - (a.value ?? 0),
  )[0];
  return {
    name: options.name ?? "digits",
    space,
    objectives: { [objective]: direction },
    tunerName: "bayesian",
    prunerName: "asha",
    seed,
    trials,
    best,
  };
}

/** The plan that goes with {@link exampleStudy}. */
export function examplePlan(trials = 60): Plan {
  return {
    trials,
    seconds: undefined,
    concurrency: 2,
    startedAt: START,
    isPaused: false,
    stoodStill: 0,
    box: undefined,
    pause: () => undefined,
    resume: () => undefined,
    stop: () => undefined,
    prune: async () => false,
    enqueue: async () => trials,
    narrow: () => undefined,
  };
}

/** Milliseconds since 1970 at which the made-up study stands after 49 trials. */
export const EXAMPLE_NOW = START + 296_000;

/** The same after all 60. */
export const EXAMPLE_END = START + 364_000;
