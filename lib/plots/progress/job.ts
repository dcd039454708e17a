import type { JobPlan } from "../../study/progress.ts";

/** What became of a job. */
export type JobState = "running" | "done" | "stopped" | "failed";

/** How far a job was, and when. */
interface Sample {
  readonly at: number;
  readonly done: number;
}

/** More samples than this are thinned: an estimate needs no more. */
const MOST_SAMPLES = 256;

/** Seconds after which a rate is known well enough to say how long it will take. */
const SURE_AFTER = 1;

/** A job as it is shown: how far it is, and how long it will take. Times are seconds of any clock. */
export class Job {
  readonly label: string;
  readonly total: number | undefined;
  readonly unit: readonly [one: string, many: string];
  readonly began: number;
  done = 0;
  message = "";
  state: JobState = "running";
  /** Why it failed. */
  error: unknown;
  #ended: number | undefined;
  #samples: Sample[];

  constructor(plan: JobPlan, now: number) {
    const { label, total, unit = "step" } = plan;
    this.label = label;
    this.total = total;
    this.unit = typeof unit === "string" ? [unit, `${unit}s`] : unit;
    this.began = now;
    this.#samples = [{ at: now, done: 0 }];
  }

  report(done: number, message: string | undefined, now: number): void {
    if (message !== undefined) this.message = message;
    if (!(done > this.done)) return;
    this.done = this.total === undefined ? done : Math.min(done, this.total);
    this.#samples.push({ at: now, done: this.done });
    if (this.#samples.length > MOST_SAMPLES)
      this.#samples = this.#samples.filter(
        (_, place, all) => place % 2 === 0 || place === all.length - 1,
      );
  }

  end(state: Exclude<JobState, "running">, now: number, error?: unknown): void {
    this.state = state;
    this.error = error;
    this.#ended = now;
  }

  /** Seconds since it began, or that it took. */
  elapsed(now: number): number {
    return (this.#ended ?? now) - this.began;
  }

  /** How much of it is done, 0…1; undefined where nobody knows. */
  get fraction(): number | undefined {
    if (this.total === undefined) return undefined;
    return this.total > 0 ? Math.min(1, this.done / this.total) : 1;
  }

  /**
   * Seconds that it will still take, at the pace of the later half of the time so far: first steps often
   * take longer than the others. Undefined where nothing can be told yet.
   */
  secondsLeft(now: number): number | undefined {
    if (this.total === undefined || this.done <= 0 || now - this.began < SURE_AFTER)
      return undefined;
    const last = this.#samples.at(-1)!;
    const half = (this.began + now) / 2;
    let from = this.#samples[0]!;
    for (const sample of this.#samples)
      if (sample.at <= half && sample.done < last.done) from = sample;
    const each = (last.at - from.at) / (last.done - from.done);
    // The step that is under way has taken a part of its time; one that is overdue takes it all.
    return (this.total - this.done) * each - Math.min(now - last.at, each);
  }
}
