/** Trains a network, tells the trial after each epoch, and stops when told. */
import * as tf from "@tensorflow/tfjs";
import { type RandomStream, randomStream } from "../math/random.ts";
import { ObjectiveValueError } from "../study/errors.ts";
import type { ProgressOption } from "../study/progress.ts";
import { inSteps, type Steps } from "../study/progress-steps.ts";
import type { Trial } from "../study/trial.ts";
import { backend } from "./backend.ts";
import { FitCheckpoint } from "./checkpoint.ts";
import type { Dataset, Part } from "./dataset.ts";
import { mlp, type Network } from "./mlp.ts";
import { mlpSettings, type MlpParams, type MlpSettings } from "./mlp-params.ts";
import { optimizer } from "./optimizer.ts";

/** What one pass over the training part came to. */
export interface Epoch {
  /** From 1. */
  readonly epoch: number;
  /** Mean cross-entropy (nats) of the training batches while it went on, with the penalty. */
  readonly loss: number;
  /** Mean cross-entropy (nats) of the validation part, without the penalty. */
  readonly valLoss: number;
  /** Share of the validation part whose class is right, 0…1. */
  readonly valAccuracy: number;
}

/** What a trial can be told of an epoch. */
type Reported = "valLoss" | "valAccuracy";

export interface FitOptions {
  /**
   * The running trial: it is told each epoch, its signal ends the training, a pause of its study holds it
   * between two batches, its seed is the default.
   */
  trial?: Pick<Trial<unknown>, "seed" | "signal" | "report" | "note"> &
    Partial<Pick<Trial<unknown>, "objectives" | "checkpoint" | "save" | "untilResumed">> & {
      readonly reports?: readonly { readonly step: number; readonly value: number }[];
    };
  /** Passes over the training part, at most. Default 10. */
  epochs?: number;
  /** Of the weights and the order of the batches: the same seed, the same bits. Default: the trial's, else 0. */
  seed?: number;
  /** Ends the training when the validation loss has not fallen for this many epochs. Default: never. */
  patience?: number;
  /**
   * What the trial is told after each epoch: the measure that its study optimizes. Default: the objective's name,
   * where it is one of these; else "valAccuracy" where the study maximizes, and "valLoss".
   */
  report?: Reported;
  /** Ends the training between two batches, besides the trial's own signal. */
  signal?: AbortSignal;
  /** Who shows how far it is. Default: a bar where there is a place for it; nothing with a `trial`. */
  progress?: ProgressOption;
}

export interface FitResult {
  /** Validation loss of the last epoch; with `patience`, of the best one. */
  readonly valLoss: number;
  /** Validation accuracy of the same epoch, 0…1. */
  readonly valAccuracy: number;
  /** Epochs that were trained, before pauses too. */
  readonly epochs: number;
  readonly history: readonly Epoch[];
}

/**
 * The weights left the finite numbers: nothing that follows would mean anything. The trial failed,
 * but its study goes on, since a part of a space may well diverge.
 */
export class DivergedError extends ObjectiveValueError {
  constructor(message: string) {
    super(message, true);
    Object.defineProperty(this, "name", { value: "DivergedError" });
  }
}

/** How long other work of this thread waits at most: Stop, the panel, another trial. */
const BREATH_MS = 50;

/**
 * Trains a multi-layer perceptron on the training part and judges it on the validation part.
 *
 * It draws from a random stream of its own and from nothing global: the same parameters, data and
 * seed give the same bits on a backend, whatever runs beside it. Between batches it lets other work
 * of the thread through, about every 50 ms. All tensors are disposed, also when it throws.
 *
 * A trial that is paused keeps its weights, the optimizer's state and the place in the order of the batches;
 * when it is promoted the training goes on from there, and comes to the same bits as if it had not stopped.
 *
 * @example
 * await study.optimize(async (trial) => {
 *   const { valLoss } = await fit(trial.params, await digits(), { trial });
 *   return valLoss;
 * }, { until: { trials: 60 } });
 *
 * @param params the hyperparameters; `trial.params` where the space holds nothing else
 * @throws ParameterError for a value that no network can be built from
 * @throws DivergedError when the weights are no longer finite
 * @throws what `trial.report` throws (TrialPruned), or the reason of the signal that aborted
 */
export async function fit(
  params: MlpParams,
  data: Dataset,
  options: FitOptions = {},
): Promise<FitResult> {
  const settings = mlpSettings(params);
  const { trial, patience = Infinity, progress = trial === undefined } = options;
  const epochs = positive("epochs", options.epochs ?? 10);
  if (patience !== Infinity) positive("patience", patience);
  return inSteps(
    progress,
    { label: `Training on ${data.name}`, total: epochs, unit: "epoch" },
    (steps) => train(settings, data, { ...options, epochs, patience }, steps),
    [trial?.signal, options.signal],
  );
}

async function train(
  settings: MlpSettings,
  data: Dataset,
  options: FitOptions & { epochs: number; patience: number },
  progress: Steps,
): Promise<FitResult> {
  const { trial, report = measureOf(trial), epochs, patience } = options;
  const seed = options.seed ?? trial?.seed ?? 0;
  const signals = [trial?.signal, options.signal].filter((signal) => signal !== undefined);
  const pause = breather(signals, () => trial?.untilResumed?.());
  await backend();
  await pause(true);

  const network = mlp(settings, data, randomStream(seed, 1));
  const steps = optimizer(settings);
  const random = randomStream(seed, 2);
  const history: Epoch[] = [];
  let best: Epoch | undefined;
  trial?.note("step", "epoch"); // what figures call the axis of the reports
  try {
    const checkpoint = trial?.checkpoint;
    if (checkpoint instanceof FitCheckpoint) {
      await checkpoint.restore(network, steps);
      for (const record of checkpoint.history) {
        history.push(record);
        if (!best || record.valLoss < best.valLoss) best = record;
        orderOf(data.train, random);
      }
    }
    for (let epoch = history.length + 1; epoch <= epochs; epoch++) {
      const loss = await trainEpoch(
        network,
        steps,
        data,
        settings.batchSize,
        random,
        async (share) => {
          await pause();
          await progress.step(epoch - 1 + share);
        },
      );
      const judged = judge(network, data.validation, data.classes);
      if (!judged.finite || !Number.isFinite(loss)) throw diverged(epoch, settings);
      const { valLoss, valAccuracy } = judged;
      const record: Epoch = { epoch, loss, valLoss, valAccuracy };
      history.push(record);
      if (!best || valLoss < best.valLoss) best = record;
      if (trial) await tell(trial, record[report], history, network, steps);
      await pause();
      await progress.step(epoch, `validation loss ${valLoss.toPrecision(3)}`);
      if (epoch - best.epoch >= patience) break;
    }
  } finally {
    steps.dispose();
    network.dispose();
  }
  const last = patience === Infinity ? history.at(-1)! : best!;
  const { valLoss, valAccuracy } = last;
  return { valLoss, valAccuracy, epochs: history.length, history };
}

/** What the pruner shall judge by: its verdicts would be the wrong way round for a loss where the study maximizes. */
function measureOf(trial: FitOptions["trial"]): Reported {
  const [name, direction] = Object.entries(trial?.objectives ?? {})[0] ?? [];
  if (name === "valLoss" || name === "valAccuracy") return name;
  return direction === "maximize" ? "valAccuracy" : "valLoss";
}

/** Reports the last epoch; a trial that stops there keeps how it stands, in case that it goes on. */
async function tell(
  trial: NonNullable<FitOptions["trial"]>,
  value: number,
  history: readonly Epoch[],
  network: Network,
  steps: tf.Optimizer,
): Promise<void> {
  const { epoch } = history.at(-1)!;
  // A trial that goes on where its checkpoint was lost trains again, bit by bit, what it has told already.
  if (trial.reports?.some((report) => report.step === epoch && report.value === value)) return;
  try {
    await trial.report(value, epoch);
  } catch (stopped) {
    // Only now, since most reports stop nobody.
    if (stopped instanceof Error && stopped.name === "TrialPruned")
      trial.save?.(await FitCheckpoint.take(network, steps, history));
    throw stopped;
  }
}

/** The order in which the examples of an epoch come: the next of the stream. */
function orderOf({ rows }: Part, random: RandomStream): number[] {
  return random.shuffle(Array.from({ length: rows }, (_, row) => row));
}

/**
 * One pass over the training part, in an order of its own; returns the mean loss of its examples.
 *
 * @param pause called after each batch, with the share of the pass that is done
 */
async function trainEpoch(
  network: Network,
  steps: tf.Optimizer,
  { train, features, classes }: Dataset,
  batchSize: number,
  random: RandomStream,
  pause: (share: number) => Promise<void>,
): Promise<number> {
  const order = orderOf(train, random);
  let total = 0;
  for (let start = 0; start < train.rows; start += batchSize) {
    const rows = order.slice(start, start + batchSize);
    const batch = new Float32Array(rows.length * features);
    rows.forEach((row, index) =>
      batch.set(train.x.subarray(row * features, (row + 1) * features), index * features),
    );
    const labels = Int32Array.from(rows, (row) => train.y[row]!);
    const mean = tf.tidy(() => {
      const x = tf.tensor2d(batch, [rows.length, features]);
      const y = tf.oneHot(tf.tensor1d(labels, "int32"), classes) as tf.Tensor2D;
      const loss = () => {
        const data = crossEntropy(y, network.logits(x));
        const penalty = network.penalty();
        return penalty ? (tf.add(data, penalty) as tf.Scalar) : data;
      };
      return steps.minimize(loss, true, [...network.variables])!.dataSync()[0]!;
    });
    total += mean * rows.length;
    await pause(Math.min(1, (start + batchSize) / train.rows));
  }
  return total / train.rows;
}

/** Mean −log p of the right class, computed from logits: a saturated softmax cannot overflow it. */
function crossEntropy(oneHot: tf.Tensor2D, logits: tf.Tensor2D): tf.Scalar {
  return tf.losses.softmaxCrossEntropy(oneHot, logits) as tf.Scalar;
}

function judge(network: Network, part: Part, classes: number) {
  return tf.tidy(() => {
    const x = tf.tensor2d(part.x, [part.rows, part.x.length / part.rows]);
    const labels = tf.tensor1d(part.y, "int32");
    const logits = network.logits(x);
    const valLoss = crossEntropy(tf.oneHot(labels, classes) as tf.Tensor2D, logits).dataSync()[0]!;
    const right = tf.sum(tf.equal(tf.argMax(logits, 1), labels)).dataSync()[0]!;
    // The loss is no witness: some WASM kernels clip a NaN to a finite number.
    const weights = tf.addN(network.variables.map((each) => tf.sum(tf.abs(each)))).dataSync()[0]!;
    const finite = Number.isFinite(weights) && Number.isFinite(valLoss);
    return { valLoss, valAccuracy: right / part.rows, finite };
  });
}

/**
 * Between two batches: ends where a signal aborted, waits while the study is paused, and lets timers, messages
 * and other trials run when they have waited long enough.
 */
function breather(
  signals: readonly AbortSignal[],
  untilResumed: () => Promise<void> | undefined,
): (now?: boolean) => Promise<void> {
  let last = performance.now();
  return async (now = false) => {
    if (now || performance.now() - last >= BREATH_MS) {
      // A turn of the event loop, in which timers and messages that are due run; awaiting a settled
      // promise would let none of them through.
      await new Promise<void>((resolve) => setImmediate(resolve));
      last = performance.now();
    }
    for (const signal of signals) signal.throwIfAborted();
    // A paused study is waited for, unless something else ends the training meanwhile.
    const resumed = untilResumed();
    if (resumed === undefined) return;
    await Promise.race([resumed, aborted(signals)]);
    for (const signal of signals) signal.throwIfAborted();
  };
}

/** Resolves when one of the signals aborts. */
function aborted(signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of signals) signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function diverged(epoch: number, { learningRate, optimizer: { kind } }: MlpSettings) {
  return new DivergedError(
    `The network diverged in epoch ${epoch}: its weights are no longer finite. The learning rate ${learningRate} is too high for the optimizer "${kind}"; lower the upper end of its range.`,
  );
}

function positive(name: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw new Error(`fit: ${name} is ${value}; it accepts a whole number from 1.`);
}
