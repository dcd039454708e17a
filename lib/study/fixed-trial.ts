import { knownOptions } from "./known-options.ts";
import { SideTrial } from "./side-trial.ts";

/**
 * A trial that belongs to no study, with given parameters: to call an objective by itself, in a test or to
 * train the best settings once more. It is never pruned; what it reports stands in `reports`.
 *
 * @param options `seed` of everything random in it, default 0; `signal`: what `trial.signal` shall be
 * @throws StudyError naming an option that is none
 *
 * @example
 * await objective(fixedTrial(study.best!.params));
 */
export function fixedTrial<Params>(
  params: Params,
  options: { seed?: number; signal?: AbortSignal } = {},
): SideTrial<Params> {
  knownOptions("fixedTrial", options, { seed: true, signal: true });
  const { seed = 0, signal } = options;
  return new SideTrial({ number: 0, params, seed, signal: signal ?? new AbortController().signal });
}
