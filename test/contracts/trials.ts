import { randomStream } from "../../lib/math/random.ts";
import type { Space } from "../../lib/space/space.ts";
import type { Direction } from "../../lib/study/observer.ts";
import type { Point, Report, TrialRecord, TrialState } from "../../lib/study/trial-record.ts";
import {
  WAIT,
  type AskContext,
  type Tuner,
  type TunerContext,
  type TunerSpec,
} from "../../lib/study/tuner.ts";

/** A trial as data, running and without reports where nothing else is said. */
export function trialRecord(number: number, partial: Partial<TrialRecord> = {}): TrialRecord {
  return {
    number,
    state: "running",
    params: {},
    point: {},
    values: undefined,
    value: undefined,
    reports: [],
    notes: {},
    by: "test",
    seed: number,
    startedAt: 0,
    endedAt: undefined,
    ...partial,
  };
}

/** Reports at the steps 1, 2, 3… */
export function reportsOf(...values: number[]): Report[] {
  return values.map((value, index) => ({ step: index + 1, value, at: 0 }));
}

/** How a scripted study is run. */
export interface Script {
  readonly space: Space;
  readonly seed: number;
  /** How many trials to ask for, at most. */
  readonly trials: number;
  /** How many run at once; which of them ends next is scripted too. Default 1. */
  readonly running?: number;
  readonly direction?: Direction;
  /** Whether some trials fail, are pruned or are interrupted. Default false. */
  readonly mishaps?: boolean;
  /** Names of the objectives; all but the first are minimized. Default one, "loss". */
  readonly objectives?: readonly string[];
  /** Whether values are noisy: equal points have different ones. Default false. */
  readonly noise?: boolean;
  /** Called before each ask; a tuner that it returns goes on instead. */
  readonly beforeAsk?: (
    trials: readonly TrialRecord[],
    context: TunerContext,
    tuner: Tuner,
  ) => Tuner | void;
}

/** A study with its tuner, after a script. */
export interface Played {
  readonly tuner: Tuner;
  readonly context: TunerContext;
  readonly trials: TrialRecord[];
  readonly points: Point[];
  /** Whether the tuner said that nothing is left. */
  readonly exhausted: boolean;
  /** The context of another ask. */
  next(): AskContext;
}

/** Runs a tuner over a space with an objective, an order of tells and mishaps that are the same each time. */
export async function play(spec: TunerSpec, script: Script): Promise<Played> {
  const { space, seed, running = 1, direction = "minimize", mishaps = false } = script;
  const names = script.objectives ?? ["loss"];
  const objectives = Object.fromEntries(
    names.map((name, index) => [name, index === 0 ? direction : "minimize"] as const),
  );
  const context: TunerContext = { space, objectives, seed };
  let tuner = spec.create(context);
  const trials: TrialRecord[] = [];
  const points: Point[] = [];
  const dice = randomStream(99);
  const open: number[] = [];
  let exhausted = false;
  const next = (): AskContext => ({
    ...context,
    number: trials.length,
    trials,
    random: randomStream(seed, trials.length),
  });
  const endOne = (): void => {
    const [number] = open.splice(dice.int(0, open.length - 1), 1);
    if (number === undefined) return;
    const roll = dice.uniform();
    const state = mishaps ? stateOf(roll) : "complete";
    const shift = script.noise ? dice.normal() : 0;
    const ended = endedTrial(trials[number] as TrialRecord, state, names, shift);
    trials[number] = ended;
    tuner.tell?.(ended, context);
  };
  while (points.length < script.trials) {
    tuner = script.beforeAsk?.(trials, context, tuner) ?? tuner;
    const point = await tuner.ask(next());
    if (point === WAIT) {
      endOne();
      continue;
    }
    if (point === undefined) {
      exhausted = true;
      break;
    }
    points.push(point);
    const params = space.decode(point);
    trials.push(trialRecord(trials.length, { point, params, by: tuner.name }));
    open.push(trials.length - 1);
    if (open.length >= running) endOne();
  }
  while (open.length > 0) endOne();
  return { tuner, context, trials, points, exhausted, next };
}

function stateOf(roll: number): TrialState {
  if (roll < 0.15) return "failed";
  if (roll < 0.35) return "pruned";
  return roll < 0.45 ? "interrupted" : "complete";
}

function endedTrial(
  trial: TrialRecord,
  state: TrialState,
  names: readonly string[],
  shift: number,
): TrialRecord {
  const loss = lossOf(trial.point) + shift;
  const ended = { ...trial, state, endedAt: 1 };
  if (state === "complete") {
    const values = Object.fromEntries(
      names.map((name, index) => [name, index % 2 === 0 ? loss : Math.cos(loss) - loss]),
    );
    return { ...ended, value: loss, values };
  }
  if (state === "pruned") {
    // Every third one was told nothing but NaN, or came to no report at all.
    const kinds = [reportsOf(loss + 1, loss), reportsOf(NaN), []];
    const reports = kinds[trial.number % 3] as Report[];
    return { ...ended, reports, value: reports.at(-1)?.value };
  }
  return { ...ended, error: { name: "Error", message: "scripted" } };
}

/** Some smooth and some rough, and equal for equal points. */
function lossOf(point: Point): number {
  let loss = 0;
  for (const [path, value] of Object.entries(point)) {
    const number =
      typeof value === "number" ? value : (String(value).charCodeAt(0) + path.length) % 7;
    loss += Math.abs(number - 0.3) + Math.sin(3 * number);
  }
  return loss;
}
