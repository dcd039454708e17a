import { SideTrial } from "./side-trial.ts";

/**
 * A trial that belongs to no study, with given parameters: to call an objective by itself, in a test or to
 * train the best settings once more. It is never pruned; what it reports stands in `reports`.
 *
 * @param seed of everything random in it. Default 0
 *
 * @example
 * await objective(fixedTrial(study.best!.params));
 */
export function fixedTrial<Params>(
  params: Params,
  { seed = 0, signal }: { seed?: number; signal?: AbortSignal } = {},
): SideTrial<Params> {
  return new SideTrial({ number: 0, params, seed, signal: signal ?? new AbortController().signal });
}
