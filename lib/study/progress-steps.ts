import { breather } from "./breath.ts";
import { type JobPlan, type ProgressOption, progressOf } from "./progress.ts";

/** What work reports to, between two of its steps. */
export interface Steps {
  /** As of a {@link ProgressJob}. */
  report(done: number, message?: string): void;
  /**
   * Reports, lets timers, messages and Stop in when they have waited long enough, and ends the work where
   * it was stopped.
   *
   * @throws the reason of the signal that aborted
   */
  step(done: number, message?: string): Promise<void>;
}

/**
 * Does work that reports how far it is. What the work throws ends its bar, and is thrown on.
 *
 * @param signals what stops it between two steps, besides the user's Stop
 */
export async function inSteps<Result>(
  option: ProgressOption,
  plan: JobPlan,
  work: (steps: Steps) => Promise<Result>,
  signals: readonly (AbortSignal | undefined)[] = [],
): Promise<Result> {
  const job = progressOf(option).begin(plan);
  const breathe = breather();
  const all = [job.signal, ...signals];
  const check = () => all.forEach((signal) => signal?.throwIfAborted());
  try {
    check();
    const result = await work({
      report: (done, message) => job.report(done, message),
      async step(done, message) {
        job.report(done, message);
        const breath = breathe();
        if (breath !== undefined) await breath;
        check();
      },
    });
    job.end();
    return result;
  } catch (error) {
    job.fail(error);
    throw error;
  }
}

/** The same for work that computes in one go: what it reports is drawn while it does. */
export function inOneGo<Result>(
  option: ProgressOption,
  plan: JobPlan,
  work: (report: (done: number, message?: string) => void) => Result,
): Result {
  const job = progressOf(option).begin(plan);
  try {
    const result = work((done, message) => job.report(done, message));
    job.end();
    return result;
  } catch (error) {
    job.fail(error);
    throw error;
  }
}
