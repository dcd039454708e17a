import { show } from "../space/wording.ts";
import { breather } from "../study/breath.ts";
import { StudyError } from "../study/errors.ts";
import type { Job, Outcome, Runner } from "../study/runner.ts";
import type { Trial } from "../study/trial.ts";

/**
 * Runs objectives in this thread. With `concurrency` above 1 asynchronous objectives take turns:
 * while one waits (for a request, a worker, a GPU) another goes on; computing itself is not faster.
 *
 * @throws StudyError if `concurrency` is not a whole number from 1
 */
export function thisThread(concurrency = 1): Runner {
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw new StudyError(`concurrency is ${show(concurrency)}. Give a whole number from 1.`);
  return {
    name: "this thread",
    concurrency,
    async run(job) {
      const pace = breather();
      await Promise.all(Array.from({ length: concurrency }, () => runLane(job, pace)));
    },
  };
}

async function runLane(job: Job, pace: () => Promise<void> | undefined): Promise<void> {
  for (;;) {
    const breath = pace();
    if (breath !== undefined) await breath;
    const trial = await job.next();
    if (trial === undefined) return;
    await job.settle(trial, await attempt(job, trial));
  }
}

async function attempt(job: Job, trial: Trial): Promise<Outcome> {
  try {
    return { returned: await job.objective(trial) };
  } catch (threw) {
    return { threw };
  }
}
