import type { GaussianProcess } from "../../models/gaussian-process.ts";
import type { Json } from "../../study/trial-record.ts";
import { tableOf } from "../../space/table-rows.ts";
import type { Term } from "./acquisition.ts";
import type { Candidate } from "./candidate.ts";
import { fromScale, type Scale } from "./targets.ts";

/** A summand of the worth, with the name under which explanations give it. */
export interface NamedTerm {
  readonly name: string;
  readonly term: Term;
}

/** A quantity's model before and after it took what it expects of running trials for seen. */
export interface Pair {
  readonly model: GaussianProcess;
  readonly believed: GaussianProcess;
}

/** Hyperparameters, and what was believed of running trials: none where that says nothing new. */
export function describeModel({ model, believed }: Pair): { [key: string]: Json } {
  const { signal, noise, lengthscales } = model.parameters;
  return {
    signal,
    noise,
    lengthscales: [...lengthscales],
    jitter: model.jitter,
    believedY: [...believed.y.subarray(model.n)],
  };
}

/** The candidates: what each summand adds to their worth, and what is expected of them. */
export function describeCandidates(
  candidates: readonly Candidate[],
  quantities: readonly (Pair & { readonly scale: Scale })[],
  terms: readonly NamedTerm[],
  d: number,
): Json {
  const table = tableOf(
    candidates.map(({ row }) => row),
    d,
  );
  const at = quantities.map(({ believed }) => believed.posterior(table));
  const parts = terms.map(({ name, term }) => ({ name, values: term.values(table) }));
  return candidates.map(({ point, value, from }, place) => {
    const mean = at.map((each) => each.mean[place]!);
    const sd = at.map((each) => Math.sqrt(each.variance[place]!));
    return {
      point,
      value: finite(value),
      terms: Object.fromEntries(parts.map(({ name, values }) => [name, finite(values[place]!)])),
      from,
      mean,
      sd,
      // Back in the objective's own units, as losses: median, and one standard deviation to both sides.
      loss: quantities.map(({ scale }, k) =>
        [mean[k]! - sd[k]!, mean[k]!, mean[k]! + sd[k]!].map((each) =>
          finite(fromScale(each, scale)),
        ),
      ),
    };
  });
}

/** JSON has no infinities. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
