import type { DefinedSpace } from "./defined-space.ts";
import type { Space } from "../space/space.ts";
import { FINISHED, type TrialRecord } from "./trial-record.ts";
import { type Tuner, type TunerContext, type TunerSpec, WAIT } from "./tuner.ts";

/**
 * A tuner for a space that grows: when it has grown, a fresh one is made for it, which is told every
 * trial that has ended.
 */
export function growingTuner(spec: TunerSpec, defined: DefinedSpace): Tuner {
  let inner: Tuner | undefined;
  let of: Space | undefined;

  const within = <Context extends TunerContext>(context: Context): Context => ({
    ...context,
    space: defined.snapshot,
  });
  const completed = (trials: readonly TrialRecord[], seed: number) =>
    trials.map((trial) => defined.complete(trial, seed));

  /** The tuner for the space as it is; undefined as long as no parameter is known. */
  const current = (context: TunerContext, trials: readonly TrialRecord[]): Tuner | undefined => {
    const space = defined.snapshot;
    if (space.dimensions.length === 0) return undefined;
    if (of === space) return inner;
    const here = within(context);
    inner = spec.create(here);
    of = space;
    const ends = trials.filter(({ state }) => FINISHED.has(state) || state === "interrupted");
    ends.sort((one, other) => (one.endedAt ?? 0) - (other.endedAt ?? 0));
    for (const trial of ends) inner.tell?.(trial, here);
    return inner;
  };

  return {
    name: spec.name,
    async ask(context) {
      const trials = completed(context.trials, context.seed);
      const tuner = current(context, trials);
      const answer = tuner === undefined ? {} : await tuner.ask({ ...within(context), trials });
      if (answer === undefined || answer === WAIT) return answer;
      defined.propose(context.number, answer);
      // The trial's own point begins empty: what its objective asks for is put in.
      return {};
    },
    promote(context) {
      const trials = completed(context.trials, context.seed);
      return current(context, trials)?.promote?.({ ...within(context), trials });
    },
    tell(trial, context) {
      // Where the space has grown meanwhile, the next tuner is told of all trials.
      if (of === defined.snapshot)
        inner?.tell?.(defined.complete(trial, context.seed), within(context));
    },
    explain(trial, context) {
      const trials = completed(context.trials, context.seed);
      const own = trials.find(({ number }) => number === trial.number);
      return own && current(context, trials)?.explain?.(own, { ...within(context), trials });
    },
    believe(trial, points, context) {
      const trials = completed(context.trials, context.seed);
      const own = trials.find(({ number }) => number === trial.number);
      return (
        own && current(context, trials)?.believe?.(own, points, { ...within(context), trials })
      );
    },
  };
}
