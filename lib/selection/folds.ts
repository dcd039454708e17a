import { randomStream } from "../math/random.ts";
import { StudyError } from "../study/errors.ts";
import { knownOptions } from "../study/known-options.ts";

/** One fold: which rows to learn from, and which to judge by; the two share none. */
export interface Fold {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** How rows are dealt out. */
export interface FoldOptions {
  /** How many folds; each row is judged in one of them. From 2 up to the number of rows. Default 5. */
  readonly folds?: number;
  /** Whether rows are shuffled first. Default true: data is often sorted by label. */
  readonly shuffle?: boolean;
  /** Of the shuffling. Default 0, so that every trial of a study is judged on the same folds. */
  readonly seed?: number;
  /**
   * A label for each row: every fold gets its share of each label. Default none.
   *
   * Labels with fewer rows than there are folds are missing from some of them.
   */
  readonly stratify?: ArrayLike<unknown>;
  /** A group for each row: rows of one group are never on both sides. Excludes `stratify`. */
  readonly groups?: ArrayLike<unknown>;
}

const KNOWN = { folds: true, shuffle: true, seed: true, stratify: true, groups: true } as const;

/** What scikit-learn calls them. */
const ELSEWHERE = { n_splits: "folds", random_state: "seed" };

/**
 * Deals rows into folds of nearly equal size: k-fold cross-validation, stratified or grouped where wanted.
 *
 * @throws StudyError where there are fewer rows (or groups) than folds
 */
export function folds(rows: number, options: FoldOptions = {}): Fold[] {
  knownOptions("folds", options, KNOWN, ELSEWHERE);
  const { folds: count = 5, shuffle = true, seed = 0, stratify, groups } = options;
  if (!Number.isSafeInteger(count) || count < 2)
    throw new StudyError(`folds is ${String(count)}. Give a whole number from 2.`);
  if (stratify !== undefined && groups !== undefined)
    throw new StudyError("Both stratify and groups were given. Leave one of them out.");
  for (const [name, given] of Object.entries({ stratify, groups }))
    if (given !== undefined && given.length !== rows)
      throw new StudyError(`${name} has ${given.length} entries for ${rows} rows. Give one a row.`);
  const order = Array.from({ length: rows }, (_, row) => row);
  const dealt = shuffle ? randomStream(seed, rows).shuffle(order) : order;
  const tests = groups
    ? dealGroups(dealt, groups, count)
    : dealRows(stratify ? byLabel(dealt, stratify) : dealt, count);
  const inTest = tests.map((test) => new Set(test));
  return tests.map((test, fold) => ({
    train: order.filter((row) => !inTest[fold]!.has(row)),
    test: test.toSorted((one, other) => one - other),
  }));
}

/** Rows of the same label one after another, so that dealing them in turn spreads every label. */
function byLabel(rows: readonly number[], labels: ArrayLike<unknown>): number[] {
  const ofLabel = new Map<unknown, number[]>();
  for (const row of rows) {
    const same = ofLabel.get(labels[row]);
    if (same === undefined) ofLabel.set(labels[row], [row]);
    else same.push(row);
  }
  return [...ofLabel.values()].flat();
}

function dealRows(rows: readonly number[], count: number): number[][] {
  if (rows.length < count)
    throw new StudyError(`${rows.length} rows cannot be dealt into ${count} folds. Take fewer.`);
  const tests = Array.from({ length: count }, (): number[] => []);
  rows.forEach((row, place) => tests[place % count]!.push(row));
  return tests;
}

/** The largest groups first, each into the fold that has the fewest rows. */
function dealGroups(
  rows: readonly number[],
  groups: ArrayLike<unknown>,
  count: number,
): number[][] {
  const members = new Map<unknown, number[]>();
  for (const row of rows) {
    const same = members.get(groups[row]);
    if (same === undefined) members.set(groups[row], [row]);
    else same.push(row);
  }
  if (members.size < count)
    throw new StudyError(`${members.size} groups cannot be dealt into ${count} folds. Take fewer.`);
  const tests = Array.from({ length: count }, (): number[] => []);
  for (const group of [...members.values()].toSorted((one, other) => other.length - one.length))
    tests.reduce((least, test) => (test.length < least.length ? test : least)).push(...group);
  return tests;
}
