import { drawPoint } from "../../space/draw.ts";
import type { Direction } from "../../study/observer.ts";
import type { Json, Point, TrialRecord } from "../../study/trial-record.ts";
import type {
  Answer,
  AskContext,
  Beliefs,
  Tuner,
  TunerContext,
  TunerSpec,
} from "../../study/tuner.ts";
import { Recent } from "../common/recent.ts";
import { lossAt, onlyDirection } from "../common/rungs.ts";

/** How points are chosen from what trials reported at budgets. */
export interface BudgetModelSettings {
  /** The epochs of the rungs, ascending. */
  readonly budgets: readonly number[];
  /** How many of all points are drawn at random. */
  readonly randomFraction: number;
  /** Trials that a budget must hold before it is modelled, for d parameters. */
  readonly leastTrials: (d: number) => number;
  /** The model: one instance for each budget. */
  readonly model: TunerSpec;
}

/** How a point came about. */
type Choice = { readonly phase: "random" } | { readonly phase: "model"; readonly budget: number };

/**
 * Chooses points by a model of what trials reported at one budget, the highest at which enough of them
 * have; now and then at random. (Falkner et al., 2018, algorithm 2.)
 */
export class BudgetModel implements Tuner {
  readonly name = "bohb";
  readonly #settings: BudgetModelSettings;
  readonly #direction: Direction;
  readonly #objective: string;
  readonly #least: number;
  /** Budget → its model. */
  readonly #models: ReadonlyMap<number, Tuner>;
  readonly #choices = new Recent<Choice>();

  constructor(settings: BudgetModelSettings, context: TunerContext) {
    this.#settings = settings;
    this.#direction = onlyDirection("bohb", context.objectives);
    this.#objective = Object.keys(context.objectives)[0]!;
    this.#least = settings.leastTrials(context.space.dimensions.length);
    this.#models = new Map(
      settings.budgets.map((budget) => [budget, settings.model.create(context)]),
    );
  }

  ask(context: AskContext): Answer | Promise<Answer> {
    const { space, number, trials, random } = context;
    // Drawn first, and at every ask, so that what follows begins at the same place of the stream.
    const isRandom = random.uniform() < this.#settings.randomFraction;
    const budget = isRandom ? undefined : this.#budgetOf(trials);
    if (budget === undefined) {
      this.#choices.set(number, { phase: "random" });
      return drawPoint(space, random);
    }
    this.#choices.set(number, { phase: "model", budget });
    return this.#models.get(budget)!.ask({ ...context, trials: this.#at(budget, trials) });
  }

  /** Whether it was drawn, or by which budget's model it was chosen and how; of the latest thousand. */
  explain(
    trial: TrialRecord,
    context: TunerContext & { trials: readonly TrialRecord[] },
  ): Json | undefined {
    const choice = this.#choices.get(trial.number);
    if (choice === undefined || choice.phase === "random") return choice;
    const { phase, budget } = choice;
    return { phase, budget, model: this.#models.get(budget)!.explain?.(trial, context) ?? null };
  }

  /** As the one who chose the point. */
  believe(
    trial: TrialRecord,
    points: readonly Point[],
    context: TunerContext & { trials: readonly TrialRecord[] },
  ): Beliefs | undefined {
    const choice = this.#choices.get(trial.number);
    if (choice === undefined || choice.phase === "random") return undefined;
    return this.#models.get(choice.budget)!.believe?.(trial, points, context);
  }

  /** The highest budget at which enough trials reported. */
  #budgetOf(trials: readonly TrialRecord[]): number | undefined {
    return this.#settings.budgets.findLast((budget) => {
      let count = 0;
      for (const trial of trials) if (lossAt(trial, budget, this.#direction) !== undefined) count++;
      return count >= this.#least;
    });
  }

  /**
   * The trials as the model of a budget sees them: what came to it is complete, with what it reported there;
   * what is on its way there runs; of the others it hears nothing.
   */
  #at(budget: number, trials: readonly TrialRecord[]): TrialRecord[] {
    return trials.map((trial) => {
      const loss = lossAt(trial, budget, this.#direction);
      if (loss === undefined) {
        return trial.state === "running" ? trial : { ...trial, state: "waiting" };
      }
      const value = this.#direction === "maximize" ? -loss : loss;
      return { ...trial, state: "complete", value, values: { [this.#objective]: value } };
    });
  }
}
