import type { Space } from "../space/space.ts";
import type { Json, Point, TrialRecord } from "../study/trial-record.ts";
import type {
  Answer,
  AskContext,
  Beliefs,
  Tuner,
  TunerContext,
  TunerSpec,
} from "../study/tuner.ts";
import { checkCount, checkOptions } from "./common/options.ts";
import { Recent } from "./common/recent.ts";
import { forest } from "./forest.ts";
import { gaussianProcess } from "./gaussian-process.ts";
import { tpe } from "./tpe.ts";

/** The options of model-based search. */
export interface BayesianOptions {
  /** Points are drawn at random until this many trials are complete or pruned. Default 10. */
  readonly startupTrials?: number;
  /**
   * From how many ended trials on the Gaussian process, whose time grows with the square of them, gives way
   * to TPE, whose does not. Default 500 with one objective, 250 with several.
   */
  readonly switchAfter?: number;
}

/**
 * Model-based search: learns from the trials so far where to look next, by the model that serves the space
 * and the number of trials best.
 *
 * | space | objectives | ended trials | model |
 * |---|---|---|---|
 * | up to 100 dimensions, of every kind | 1 | below 500 | gaussianProcess |
 * | | 2 or 3 | below 250 | gaussianProcess |
 * | more dimensions, most of them choices or conditional | 1 | below 500 | forest |
 * | all others | | | tpe |
 *
 * @throws TunerError where an option is none, or out of its range
 */
export function bayesian(options: BayesianOptions = {}): TunerSpec {
  checkOptions("bayesian", options, ["startupTrials", "switchAfter"]);
  const { startupTrials = 10, switchAfter } = options;
  checkCount("bayesian", "startupTrials", startupTrials, 1);
  if (switchAfter !== undefined) checkCount("bayesian", "switchAfter", switchAfter, 0);
  return {
    name: "bayesian",
    create: (context) => new BayesianTuner(context, startupTrials, switchAfter),
  };
}

/** Beyond, one length scale for each dimension is more than a few hundred trials can tell. */
const MOST_DIMENSIONS = 100;

type Model = "gaussianProcess" | "forest" | "tpe";

/** Which model serves while there are few trials, and why. */
interface Early {
  readonly model: Model;
  readonly why: string;
}

class BayesianTuner implements Tuner {
  readonly name = "bayesian";
  readonly #early: Early;
  readonly #switchAfter: number;
  readonly #models: Readonly<Partial<Record<Model, Tuner>>>;
  /** Who was asked for the latest trials. */
  readonly #asked = new Recent<{ model: Model; why: string }>();

  constructor(context: TunerContext, startupTrials: number, switchAfter: number | undefined) {
    const several = Object.keys(context.objectives).length;
    this.#early = earlyModel(context.space, several);
    this.#switchAfter = switchAfter ?? (several === 1 ? 500 : 250);
    const make = { gaussianProcess, forest, tpe };
    const kinds = new Set<Model>([this.#early.model, "tpe"]);
    this.#models = Object.fromEntries(
      [...kinds].map((kind) => [kind, make[kind]({ startupTrials }).create(context)]),
    );
  }

  ask(context: AskContext): Answer | Promise<Answer> {
    const chosen = this.#choose(context.trials);
    this.#asked.set(context.number, chosen);
    return this.#models[chosen.model]!.ask(context);
  }

  tell(trial: TrialRecord, context: TunerContext): void {
    for (const model of Object.values(this.#models)) model.tell?.(trial, context);
  }

  state(): Json {
    return Object.fromEntries(
      Object.entries(this.#models).map(([kind, model]) => [kind, model.state?.() ?? null]),
    );
  }

  restore(state: Json, context: TunerContext): void {
    const states = state as Record<string, Json>;
    for (const [kind, model] of Object.entries(this.#models))
      if (states[kind] != null) model.restore?.(states[kind], context);
  }

  /** Which model chose this trial's point and why that one, with the model's own explanation under `point`. */
  explain(
    trial: TrialRecord,
    context: TunerContext & { trials: readonly TrialRecord[] },
  ): Json | undefined {
    const asked = this.#asked.get(trial.number);
    if (asked === undefined) return undefined;
    const { model, why } = asked;
    const point = this.#models[model]!.explain?.(trial, context) ?? null;
    return { tuner: "bayesian", model, why, point };
  }

  /** As the one who chose the point. */
  believe(
    trial: TrialRecord,
    points: readonly Point[],
    context: TunerContext & { trials: readonly TrialRecord[] },
  ): Beliefs | undefined {
    const asked = this.#asked.get(trial.number);
    return asked && this.#models[asked.model]!.believe?.(trial, points, context);
  }

  #choose(trials: readonly TrialRecord[]): Early {
    let ended = 0;
    for (const { state } of trials)
      if (state === "complete" || state === "pruned" || state === "paused") ended++;
    if (this.#early.model === "tpe" || ended < this.#switchAfter) return this.#early;
    return { model: "tpe", why: `${this.#switchAfter} trials or more have ended` };
  }
}

function earlyModel({ dimensions }: Space, objectives: number): Early {
  const count = dimensions.length;
  if (objectives > 3) return { model: "tpe", why: "there are more than three objectives" };
  if (count <= MOST_DIMENSIONS)
    return { model: "gaussianProcess", why: `it needs the fewest trials in ${count} dimensions` };
  const rough = dimensions.filter(
    ({ kind, condition }) => kind === "categorical" || condition !== undefined,
  ).length;
  const many = `there are more than ${MOST_DIMENSIONS} dimensions`;
  return objectives === 1 && rough > count / 2
    ? { model: "forest", why: `${many}, most of them choices or conditional` }
    : { model: "tpe", why: many };
}
