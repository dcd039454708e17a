/** Labelled examples in typed arrays, split for training. */
import { randomStream } from "../math/random.ts";
import type { ProgressOption } from "../study/progress.ts";
import { inOneGo } from "../study/progress-steps.ts";

/** One part of a data set. */
export interface Part {
  readonly rows: number;
  /** rows × features, row by row. */
  readonly x: Float32Array;
  /** The class of each row, 0 … classes − 1. */
  readonly y: Int32Array;
}

/** What a network is trained and judged on. */
export interface Dataset {
  readonly name: string;
  /** Numbers per row. */
  readonly features: number;
  readonly classes: number;
  readonly featureNames: readonly string[];
  /** The weights are fitted to it. */
  readonly train: Part;
  /** The hyperparameters are chosen by it. */
  readonly validation: Part;
  /** Opened once, at the end: what to expect on new data. */
  readonly test: Part;
}

/** Shares of the rows; what is left of 1 is the test part. */
export interface Split {
  readonly train: number;
  readonly validation: number;
}

export interface DatasetOptions {
  /** For messages and titles. Default "data". */
  name?: string;
  /** Default `{ train: 0.6, validation: 0.2 }`, which leaves 0.2 for the test. */
  split?: Split;
  /** Which rows go where; the same seed, the same split. Default 0. */
  seed?: number;
  /** Number of classes. Default: the largest label + 1. */
  classes?: number;
  /** Numbers per row; needed where `x` is one flat typed array. */
  features?: number;
  featureNames?: readonly string[];
  /** Who shows how far the loading of a large table is. Default: a bar where there is a place for it. */
  progress?: ProgressOption;
}

/** A table as danfojs has it: rows of numbers and the columns' names. */
export interface FrameLike {
  readonly values: unknown;
  readonly columns: readonly string[];
}

/** Rows of numbers: nested, flat (rows × features), or a danfojs DataFrame. */
export type Rows = readonly (readonly number[])[] | Float32Array | Float64Array | FrameLike;

/** Where nothing else is said, 60% train, 20% validate, 20% test. */
export const DEFAULT_SPLIT: Split = { train: 0.6, validation: 0.2 };

/**
 * Splits labelled rows into training, validation and test parts. The split is stratified: each
 * class has its share of each part, and rows are drawn by the seed.
 *
 * @example
 * const flowers = dataset([[5.1, 3.5], [4.9, 3.0], [6.3, 3.3]], [0, 0, 1], { name: "flowers" });
 *
 * @param x the examples; they are not scaled
 * @param y the class of each row: integers from 0
 * @throws Error naming what does not fit, with its row
 */
export function dataset(x: Rows, y: ArrayLike<number>, options: DatasetOptions = {}): Dataset {
  const { name = "data", progress } = options;
  const plan = { label: `Loading ${name}`, total: y.length, unit: "row" };
  return inOneGo(progress, plan, (report) => load(x, y, options, report));
}

/** Each row counts half when it is read, and half when it stands in its part. */
function load(
  x: Rows,
  y: ArrayLike<number>,
  options: DatasetOptions,
  report: (rows: number) => void,
): Dataset {
  const { name = "data", split = DEFAULT_SPLIT, seed = 0 } = options;
  checkSplit(split);
  const rows = y.length;
  const { flat, features, columns } = flatten(x, rows, options.features, (row) => report(row / 2));
  const labels = Int32Array.from(y);
  let largest = 0;
  for (let row = 0; row < rows; row++) {
    const label = y[row];
    if (!Number.isInteger(label) || label! < 0) {
      throw new Error(`Row ${row} has the label ${label}; labels are integers from 0.`);
    }
    largest = Math.max(largest, label!);
  }
  const classes = options.classes ?? largest + 1;
  if (largest >= classes) {
    throw new Error(`A label is ${largest}, but classes is ${classes}: labels end at classes − 1.`);
  }
  const names =
    options.featureNames ?? columns ?? Array.from({ length: features }, (_, index) => `x${index}`);
  if (names.length !== features) {
    throw new Error(`featureNames holds ${names.length} names for ${features} features.`);
  }
  const parts = stratify(labels, classes, split, seed);
  for (const part of ["train", "validation"] as const) {
    if (parts[part].length > 0) continue;
    throw new Error(
      `${rows} rows leave none for the ${part} part; give more rows, or another split.`,
    );
  }
  let taken = 0;
  const take = (chosen: readonly number[]): Part => {
    const part = { rows: chosen.length, x: new Float32Array(chosen.length * features) };
    chosen.forEach((row, index) => {
      part.x.set(flat.subarray(row * features, (row + 1) * features), index * features);
      report((rows + ++taken) / 2);
    });
    return { ...part, y: Int32Array.from(chosen, (row) => labels[row]!) };
  };
  return {
    name,
    features,
    classes,
    featureNames: names,
    train: take(parts.train),
    validation: take(parts.validation),
    test: take(parts.test),
  };
}

function checkSplit({ train, validation }: Split): void {
  if (!(train > 0) || !(validation > 0) || train + validation > 1 + 1e-9) {
    throw new Error(
      `split is { train: ${train}, validation: ${validation} }; both are above 0, and together at most 1.`,
    );
  }
}

function flatten(
  x: Rows,
  rows: number,
  width: number | undefined,
  onRow: (row: number) => void,
): { flat: Float32Array; features: number; columns?: readonly string[] } {
  if (ArrayBuffer.isView(x)) {
    const features = width ?? x.length / rows;
    if (!Number.isInteger(features) || features * rows !== x.length) {
      throw new Error(
        `${x.length} numbers do not make ${rows} rows of ${width ?? "equal"} length.`,
      );
    }
    const flat = Float32Array.from(x);
    checkFinite(flat, features);
    return { flat, features };
  }
  const frame = "columns" in x ? x : undefined;
  const nested = (frame ? frame.values : x) as readonly (readonly number[])[];
  if (nested.length !== rows) {
    throw new Error(`x has ${nested.length} rows, y has ${rows} labels.`);
  }
  const features = nested[0]?.length ?? 0;
  if (features === 0) throw new Error("x is empty: at least one row with one number is needed.");
  const flat = new Float32Array(rows * features);
  nested.forEach((row, index) => {
    if (row.length !== features) {
      throw new Error(`Row ${index} has ${row.length} numbers, the first row has ${features}.`);
    }
    // null would silently become 0.
    flat.set(
      row.map((value) => (typeof value === "number" ? value : NaN)),
      index * features,
    );
    onRow(index + 1);
  });
  checkFinite(flat, features);
  return { flat, features, ...(frame ? { columns: frame.columns } : {}) };
}

function checkFinite(flat: Float32Array, features: number): void {
  const bad = flat.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new Error(
      `Row ${Math.floor(bad / features)}, column ${bad % features} holds no finite number; impute it or drop the row.`,
    );
  }
}

/** Row numbers of each part: each class cut by the split's shares, then all of a part shuffled. */
function stratify(labels: Int32Array, classes: number, split: Split, seed: number) {
  const random = randomStream(seed, 0x5911);
  const parts = { train: [] as number[], validation: [] as number[], test: [] as number[] };
  const byClass: number[][] = Array.from({ length: classes }, () => []);
  labels.forEach((label, row) => byClass[label]!.push(row));
  for (const members of byClass) {
    const shuffled = random.shuffle(members);
    const first = Math.round(members.length * split.train);
    const second = Math.round(members.length * (split.train + split.validation));
    parts.train.push(...shuffled.slice(0, first));
    parts.validation.push(...shuffled.slice(first, second));
    parts.test.push(...shuffled.slice(second));
  }
  return {
    train: random.shuffle(parts.train),
    validation: random.shuffle(parts.validation),
    test: random.shuffle(parts.test),
  };
}
