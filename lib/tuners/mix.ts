import { TunerError } from "../study/errors.ts";
import type { Json, Point, TrialRecord } from "../study/trial-record.ts";
import {
  WAIT,
  type Answer,
  type AskContext,
  type Beliefs,
  type Tuner,
  type TunerContext,
  type TunerSpec,
} from "../study/tuner.ts";
import { Recent } from "./common/recent.ts";

/** One of the tuners of a mix. */
export interface MixPart {
  readonly tuner: TunerSpec;
  /** How often it is asked, in proportion to the others. Default 1. */
  readonly weight?: number;
}

/**
 * Several tuners in one study: each ask goes to one of them, drawn by the weights; all of them see every
 * trial. One that has nothing left to try, or must wait, is passed over.
 *
 * ```ts
 * tuners.mix([{ tuner: tuners.tpe(), weight: 4 }, { tuner: tuners.random() }])
 * ```
 *
 * @param parts at least one; at most one of them may bring a pruner of its own (asha, hyperband)
 * @throws TunerError where the parts are none, a weight is no number ≥ 0, or two bring a pruner
 */
export function mix(parts: readonly MixPart[]): TunerSpec {
  const example = "write mix([{ tuner: tuners.tpe(), weight: 4 }, { tuner: tuners.random() }])";
  if (!Array.isArray(parts) || parts.length === 0) {
    throw new TunerError(`tuners.mix needs at least one tuner; ${example}`);
  }
  const weights = parts.map(({ tuner, weight = 1 }, index) => {
    if (typeof tuner?.create !== "function") {
      throw new TunerError(`tuners.mix: part ${index} has no tuner; ${example}`);
    }
    if (!(weight >= 0) || weight === Infinity) {
      throw new TunerError(
        `tuners.mix: the weight of ${tuner.name} is ${String(weight)}; a finite number from 0 on is needed`,
      );
    }
    return weight;
  });
  if (!weights.some((weight) => weight > 0)) {
    throw new TunerError("tuners.mix: all weights are 0; give one of the tuners a weight above 0");
  }
  const pruners = parts.filter(({ tuner }) => tuner.pruner !== undefined);
  if (pruners.length > 1) {
    throw new TunerError(
      `tuners.mix: ${pruners.map(({ tuner }) => tuner.name).join(" and ")} each bring a pruner; keep one of them`,
    );
  }
  const pruner = pruners[0]?.tuner.pruner;
  return {
    name: "mix",
    ...(pruner !== undefined && { pruner }),
    create: (context) =>
      new MixTuner(
        parts.map(({ tuner }) => tuner.create(context)),
        weights,
      ),
  };
}

class MixTuner implements Tuner {
  readonly name = "mix";
  readonly #tuners: readonly Tuner[];
  readonly #weights: readonly number[];
  /** By trial: which tuner chose its point. */
  readonly #chosen = new Recent<number>();

  constructor(tuners: readonly Tuner[], weights: readonly number[]) {
    this.#tuners = tuners;
    this.#weights = weights;
  }

  async ask(context: AskContext): Promise<Answer> {
    const left = [...this.#weights];
    let mustWait = false;
    while (left.some((weight) => weight > 0)) {
      const index = context.random.weighted(left);
      const answer = await (this.#tuners[index] as Tuner).ask(context);
      if (answer !== undefined && answer !== WAIT) {
        this.#chosen.set(context.number, index);
        return answer;
      }
      if (answer === WAIT) mustWait = true;
      left[index] = 0;
    }
    return mustWait ? WAIT : undefined;
  }

  promote(context: Parameters<NonNullable<Tuner["promote"]>>[0]): number | undefined {
    for (const tuner of this.#tuners) {
      const number = tuner.promote?.(context);
      if (number !== undefined) return number;
    }
    return undefined;
  }

  tell(trial: TrialRecord, context: TunerContext): void {
    for (const tuner of this.#tuners) tuner.tell?.(trial, context);
  }

  state(): Json {
    return this.#tuners.map((tuner) => tuner.state?.() ?? null);
  }

  restore(state: Json, context: TunerContext): void {
    if (!Array.isArray(state)) return;
    this.#tuners.forEach((tuner, index) => {
      const own = (state as readonly Json[])[index] ?? null;
      if (own !== null) tuner.restore?.(own, context);
    });
  }

  /** Which of the tuners chose the point, how likely that was, and what it says itself; of the latest thousand. */
  explain(
    trial: TrialRecord,
    context: TunerContext & { trials: readonly TrialRecord[] },
  ): Json | undefined {
    const index = this.#chosen.get(trial.number);
    if (index === undefined) return undefined;
    const chosen = this.#tuners[index] as Tuner;
    const total = this.#weights.reduce((sum, weight) => sum + weight, 0);
    return {
      tuner: "mix",
      chosen: chosen.name,
      share: (this.#weights[index] as number) / total,
      why: chosen.explain?.(trial, context) ?? null,
    };
  }

  /** As the one who chose the point. */
  believe(
    trial: TrialRecord,
    points: readonly Point[],
    context: TunerContext & { trials: readonly TrialRecord[] },
  ): Beliefs | undefined {
    const index = this.#chosen.get(trial.number);
    return index === undefined ? undefined : this.#tuners[index]!.believe?.(trial, points, context);
  }
}
