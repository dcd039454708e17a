import { StudyError } from "../study/errors.ts";
import type { Job, Outcome, Runner } from "../study/runner.ts";
import type { Trial } from "../study/trial.ts";

/** Milliseconds that trials may follow each other without letting timers, messages and Stop in. */
const BREATH = 15;

/**
 * Runs objectives in this thread. With `concurrency` above 1 asynchronous objectives take turns:
 * while one waits (for a request, a worker, a GPU) another goes on; computing itself is not faster.
 *
 * @throws StudyError if `concurrency` is not a whole number from 1
 */
export function thisThread(concurrency = 1): Runner {
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw new StudyError(`concurrency is ${String(concurrency)}. Give a whole number from 1.`);
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

/**
 * Promises alone never let the event loop turn: a fast objective would keep Stop, the panel and
 * every timer out. So each lane asks for breath before a trial, and gets one when it is due.
 */
function breather(): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < BREATH) return undefined;
    return nextTurn().then(() => {
      last = performance.now();
    });
  };
}

/** After the events that are waiting now. `setTimeout` would take a millisecond at least, in browsers four. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") {
      setImmediate(resolve);
      return;
    }
    const channel = new MessageChannel();
    channel.port1.addEventListener("message", () => {
      channel.port1.close();
      resolve();
    });
    channel.port1.start();
    channel.port2.postMessage(undefined);
  });
}
