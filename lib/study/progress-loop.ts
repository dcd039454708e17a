import { breather } from "./breath.ts";
import { show } from "../space/wording.ts";
import { StudyError } from "./errors.ts";
import { knownOptions } from "./known-options.ts";
import { type JobPlan, type ProgressJob, type ProgressOption, progressOf } from "./progress.ts";

/** How a loop is shown. */
export interface ProgressLoopOptions extends Partial<JobPlan> {
  /** Default: what is bound here; false shows nothing. */
  readonly progress?: ProgressOption;
}

/** Items that show how far a loop over them is. */
export interface ProgressLoop<Item> extends AsyncIterable<Item> {
  [Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined>;
}

/** The same of items that can be had at once. */
export interface SyncProgressLoop<Item> extends ProgressLoop<Item>, Iterable<Item> {
  [Symbol.iterator](): Generator<Item, void, undefined>;
}

/**
 * Items for a loop of one's own, with a bar that shows how far it is, how long it will take, and nothing
 * at all where it takes less than half a second.
 *
 * `for await` also lets the notebook's Stop in between two items, and other work of the thread; a plain
 * `for` does not.
 *
 * @param options `label` and `unit` are what the bar says, `total` how many items there will be, where
 *   the items themselves have no length
 * @throws StudyError where a loop cannot go through what was given
 *
 * @example
 * for await (const fold of progress(folds(100), { label: "My folds", unit: "fold" })) {
 *   console.log(fold.train.length);
 * }
 */
export function progress<Item>(
  items: Iterable<Item>,
  options?: ProgressLoopOptions,
): SyncProgressLoop<Item>;
export function progress<Item>(
  items: AsyncIterable<Item>,
  options?: ProgressLoopOptions,
): ProgressLoop<Item>;
export function progress<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  options: ProgressLoopOptions = {},
): ProgressLoop<Item> {
  knownOptions("progress", options, { label: true, unit: true, total: true, progress: true });
  if (!isLoopable(items))
    throw new StudyError(
      `progress was given ${show(items)}. Give what a loop goes through: progress(items), or progress([...Array(10).keys()]) for ten rounds.`,
    );
  const total = options.total ?? lengthOf(items);
  const begin = (): ProgressJob =>
    progressOf(options.progress).begin({
      label: options.label ?? "Loop",
      ...(options.unit !== undefined && { unit: options.unit }),
      ...(total !== undefined && { total }),
    });
  const isSync = Symbol.iterator in items;
  return {
    [Symbol.asyncIterator]: () => runAsync(items, begin()),
    ...(isSync && { [Symbol.iterator]: () => run(items, begin()) }),
  };
}

async function* runAsync<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  job: ProgressJob,
): AsyncGenerator<Item, void, undefined> {
  const breathe = breather();
  let done = 0;
  try {
    for await (const item of items) {
      job.signal?.throwIfAborted();
      yield item;
      job.report(++done);
      const breath = breathe();
      if (breath !== undefined) await breath;
    }
    job.signal?.throwIfAborted();
  } catch (error) {
    job.fail(error);
    throw error;
  } finally {
    // Also after a `break`, or an error in the loop's body, of which a generator is not told.
    job.end();
  }
}

function* run<Item>(items: Iterable<Item>, job: ProgressJob): Generator<Item, void, undefined> {
  let done = 0;
  try {
    for (const item of items) {
      yield item;
      job.report(++done);
    }
  } catch (error) {
    job.fail(error);
    throw error;
  } finally {
    job.end();
  }
}

function isLoopable(items: unknown): boolean {
  if (typeof items !== "object" || items === null) return false;
  return Symbol.iterator in items || Symbol.asyncIterator in items;
}

function lengthOf(items: object): number | undefined {
  const { length, size } = items as { length?: unknown; size?: unknown };
  if (typeof length === "number") return length;
  return typeof size === "number" ? size : undefined;
}
