import { deriveSeed } from "../math/random.ts";
import { readValues } from "./objectives.ts";
import { ownParams } from "./own-params.ts";
import { SideTrial } from "./side-trial.ts";
import type { Trial } from "./trial.ts";

/**
 * An objective that trains the same settings several times and returns the mean of each value. The first
 * training is the trial itself, which reports and may be pruned; the others have seeds of their own, derived
 * from the trial's, and only their results count. The single values stand in the note "replicates".
 *
 * @param times how many trainings make a trial, 2 or more
 * @param names the objectives' names
 */
export function replicated(
  objective: (trial: Trial) => unknown,
  times: number,
  names: readonly string[],
): (trial: Trial) => Promise<Record<string, number>> {
  return async (trial) => {
    const { number, signal } = trial;
    // As they are before the first training may change them.
    const params = ownParams(trial.params);
    const results = [readValues(await objective(trial), names)];
    for (let replicate = 1; replicate < times; replicate++) {
      signal.throwIfAborted();
      const seed = deriveSeed(trial.seed, replicate);
      const untilResumed = () => trial.untilResumed();
      const side = new SideTrial({ number, params, seed, signal, untilResumed });
      results.push(readValues(await objective(side), names));
    }
    trial.note("replicates", results);
    return Object.fromEntries(
      names.map((name) => [
        name,
        results.reduce((sum, values) => sum + values[name]!, 0) / results.length,
      ]),
    );
  };
}
