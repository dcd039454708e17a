import type { Json, Point, TrialRecord } from "../study/trial-record.ts";
import type {
  Answer,
  AskContext,
  Beliefs,
  Tuner,
  TunerContext,
  TunerSpec,
} from "../study/tuner.ts";
import { type Choice, choose, type Chosen, isNumericSpace, switchFor } from "./auto/choose.ts";
import { bayesian } from "./bayesian.ts";
import { cmaEs } from "./cma-es.ts";
import { checkCount, checkOptions } from "./common/options.ts";
import { Recent } from "./common/recent.ts";
import { nsga2 } from "./nsga2.ts";
import { nsga3 } from "./nsga3.ts";
import { tpe } from "./tpe.ts";

/** The options of the default tuner; it needs none. */
export interface AutoOptions {
  /** Points are drawn at random until this many trials are complete or pruned. Default 10. */
  readonly startupTrials?: number;
  /**
   * From how many ended trials on a tuner whose time does not grow with them takes over. Default 500 with one
   * objective, 250 with several.
   */
  readonly switchAfter?: number;
}

/**
 * The default: chooses a search method for the study, by its space, its objectives and how many trials have
 * ended (the table stands in auto/choose.ts). Model-based search comes first, since it needs the fewest trials;
 * where there are very many, evolution goes on from the best of them.
 *
 * @throws TunerError where an option is none, or out of its range
 */
export function auto(options: AutoOptions = {}): TunerSpec {
  checkOptions("auto", options, ["startupTrials", "switchAfter"]);
  const { startupTrials = 10, switchAfter } = options;
  checkCount("auto", "startupTrials", startupTrials, 1);
  if (switchAfter !== undefined) checkCount("auto", "switchAfter", switchAfter, 0);
  return {
    name: "auto",
    create: (context) => new AutoTuner(context, startupTrials, switchAfter),
  };
}

class AutoTuner implements Tuner {
  readonly name = "auto";
  readonly #isNumeric: boolean;
  readonly #objectives: number;
  readonly #switchAfter: number;
  /** Those that the table can come to in this study: all of them are told everything from the beginning. */
  readonly #members: Readonly<Partial<Record<Choice, Tuner>>>;
  /** Who was asked for the latest trials. */
  readonly #asked = new Recent<Chosen>();

  constructor(context: TunerContext, startupTrials: number, switchAfter: number | undefined) {
    this.#isNumeric = isNumericSpace(context.space);
    this.#objectives = Object.keys(context.objectives).length;
    this.#switchAfter = switchAfter ?? switchFor(this.#objectives);
    const early = this.#chooseAt(0).choice;
    const late = this.#chooseAt(Infinity).choice;
    const make: Readonly<Record<Choice, () => TunerSpec>> = {
      bayesian: () => bayesian({ startupTrials, switchAfter: Number.MAX_SAFE_INTEGER }),
      cmaEs: () => cmaEs(),
      nsga2: () => nsga2(),
      nsga3: () => nsga3(),
      tpe: () => tpe({ startupTrials }),
    };
    this.#members = Object.fromEntries(
      [...new Set([early, late])].map((choice) => [choice, make[choice]().create(context)]),
    );
  }

  ask(context: AskContext): Answer | Promise<Answer> {
    let ended = 0;
    for (const { state } of context.trials) {
      if (state === "complete" || state === "pruned" || state === "paused") ended++;
    }
    const chosen = this.#chooseAt(ended);
    this.#asked.set(context.number, chosen);
    return this.#member(chosen.choice).ask(context);
  }

  tell(trial: TrialRecord, context: TunerContext): void {
    for (const member of Object.values(this.#members)) member.tell?.(trial, context);
  }

  state(): Json {
    return Object.fromEntries(
      Object.entries(this.#members).map(([choice, member]) => [choice, member.state?.() ?? null]),
    );
  }

  restore(state: Json, context: TunerContext): void {
    const states = state as Readonly<Record<string, Json>>;
    for (const [choice, member] of Object.entries(this.#members)) {
      const own = states[choice] ?? null;
      if (own !== null) member.restore?.(own, context);
    }
  }

  /** Which tuner chose this trial's point and why that one, with its own explanation under `point`. */
  explain(
    trial: TrialRecord,
    context: TunerContext & { trials: readonly TrialRecord[] },
  ): Json | undefined {
    const asked = this.#asked.get(trial.number);
    if (asked === undefined) return undefined;
    const point = this.#member(asked.choice).explain?.(trial, context) ?? null;
    return { tuner: "auto", chosen: asked.choice, why: asked.why, point };
  }

  /** As the one who chose the point. */
  believe(
    trial: TrialRecord,
    points: readonly Point[],
    context: TunerContext & { trials: readonly TrialRecord[] },
  ): Beliefs | undefined {
    const asked = this.#asked.get(trial.number);
    return asked && this.#member(asked.choice).believe?.(trial, points, context);
  }

  #chooseAt(ended: number): Chosen {
    return choose({
      isNumeric: this.#isNumeric,
      objectives: this.#objectives,
      ended,
      switchAfter: this.#switchAfter,
    });
  }

  #member(choice: Choice): Tuner {
    return this.#members[choice] as Tuner;
  }
}
