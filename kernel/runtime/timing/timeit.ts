/** `%timeit` and `%%timeit`. */
import { print } from "../output.ts";
import { formatTime } from "./format.ts";

/** How `%timeit` measures; what is left out is chosen as IPython chooses it. */
export interface TimeitOptions {
  /** Loops of a run. Default: the first power of ten whose run takes at least 0.2 s. */
  loops?: number;
  /** Runs. Default 7. */
  runs?: number;
  /** Significant digits that are printed. Default 3. */
  precision?: number;
  /** Print nothing. */
  quiet?: boolean;
  /** Give the result as value. */
  result?: boolean;
}

/** What was measured; times in seconds for one loop. */
export class TimeitResult {
  readonly loops: number;
  readonly runs: number;
  /** Of each run. */
  readonly timings: number[];
  readonly best: number;
  readonly worst: number;
  readonly average: number;
  /** Standard deviation of the runs, as of a whole population. */
  readonly stdev: number;
  readonly #precision: number;

  constructor(loops: number, timings: number[], precision: number) {
    this.loops = loops;
    this.runs = timings.length;
    this.timings = timings;
    this.best = Math.min(...timings);
    this.worst = Math.max(...timings);
    this.average = timings.reduce((sum, each) => sum + each, 0) / this.runs;
    const squares = timings.reduce((sum, each) => sum + (each - this.average) ** 2, 0);
    this.stdev = Math.sqrt(squares / this.runs);
    this.#precision = precision;
  }

  /** The two lines that are printed. */
  toString(): string {
    const time = (seconds: number) => formatTime(seconds, this.#precision);
    const plural = (count: number, word: string) =>
      `${count.toLocaleString("en-US")} ${word}${count === 1 ? "" : "s"}`;
    return (
      `${time(this.average)} ± ${time(this.stdev)} per loop ` +
      `(mean ± std. dev. of ${plural(this.runs, "run")}, ${plural(this.loops, "loop")} each)\n` +
      `best: ${time(this.best)}`
    );
  }
}

/** A run of IPython's `timeit.autorange` must take this long, in seconds. */
const LONG_ENOUGH = 0.2;
/** From this ratio on the slowest run is remarked on. */
const UNEVEN = 4;

type Work = () => unknown;
type Loop = (work: Work, times: number) => void;

const now = performance.now.bind(performance);

/** Measures `work`; what gives a promise is awaited before it is done again. */
export async function timeit(
  options: TimeitOptions,
  work: Work,
): Promise<TimeitResult | undefined> {
  const { runs = 7, precision = 3 } = options;
  const first = work();
  const waits = isPromise(first);
  if (waits) await first;
  // A fresh function, so that the engine knows the one work that it calls and can inline it.
  const loop = new Function("work", "times", "for (let i = 0; i < times; i++) work();") as Loop;
  const run = async (times: number): Promise<number> => {
    const start = now();
    if (waits) for (let i = 0; i < times; i++) await work();
    else loop(work, times);
    return (now() - start) / 1000;
  };
  // The engine compiles what it has seen often; that is not to be measured, unless it would take long.
  if (options.loops !== undefined) {
    const took = await run(1);
    if (took * options.loops < LONG_ENOUGH) await run(options.loops);
  }
  let loops = options.loops;
  for (let power = 0; loops === undefined; power++) {
    const took = await run(10 ** power);
    if (took >= LONG_ENOUGH || power === 9) loops = 10 ** power;
    await breath();
  }
  const timings: number[] = [];
  for (let at = 0; at < runs; at++) {
    timings.push((await run(loops)) / loops);
    await breath();
  }
  const result = new TimeitResult(loops, timings, precision);
  if (!options.quiet) {
    if (result.worst > UNEVEN * result.best && result.best > 0) {
      const times = (result.worst / result.best).toFixed(2);
      print(
        "stdout",
        `The slowest run took ${times} times longer than the fastest. This could mean that an intermediate result is being cached.\n`,
      );
    }
    print("stdout", `${result.toString()}\n`);
  }
  return options.result ? result : undefined;
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === "object" &&
  value !== null &&
  typeof (value as Promise<unknown>).then === "function";

/** Between two runs Stop is heard, and timers have their turn. */
const breath = () => new Promise((resolve) => setImmediate(resolve));
