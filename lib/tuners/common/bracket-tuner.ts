import type { Halving } from "../../math/halving.ts";
import { TunerError } from "../../study/errors.ts";
import type { Direction } from "../../study/observer.ts";
import type { Json, Point, TrialRecord } from "../../study/trial-record.ts";
import {
  WAIT,
  type Answer,
  type AskContext,
  type Beliefs,
  type PromoteContext,
  type Tuner,
  type TunerContext,
  type TunerSpec,
} from "../../study/tuner.ts";
import { bracketOf, type BracketPromotion, nextPromotion, standings } from "./brackets.ts";
import { Recent } from "./recent.ts";
import { onlyDirection, pauseAt, withoutPauses } from "./rungs.ts";
import { hyperbandBrackets, Schedule, type ScheduleBracket } from "./schedule.ts";

/** A tuner with Hyperband's schedule. */
export interface HyperbandSpec extends TunerSpec {
  /** What one round is going to do: each bracket, its rungs, trials and epochs. It is what runs, to the epoch. */
  readonly schedule: Schedule;
}

/** What a tuner in brackets is made of. */
export interface BracketParts {
  readonly name: string;
  /** Chooses the points. */
  readonly inner: TunerSpec;
  readonly halving: Halving;
  /** How often all brackets are run, one round after the other; Infinity: until the study ends. */
  readonly rounds: number;
}

/** A tuner that chooses points by another one, and trains them in Hyperband's brackets. */
export function inBrackets({ name, inner, halving, rounds }: BracketParts): HyperbandSpec {
  if (rounds !== Infinity && (!Number.isInteger(rounds) || rounds < 1)) {
    throw new TunerError(
      `tuners.${name}: rounds is ${String(rounds)}; an integer from 1 on, or Infinity, is needed`,
    );
  }
  const brackets = hyperbandBrackets(halving);
  const epochs = brackets.map(({ rungs }) => rungs.map(({ epoch }) => epoch));
  const schedule = new Schedule(name, brackets);
  const most = schedule.trials * rounds;
  return {
    name,
    schedule,
    pruner: pauseAt(name, ({ number }) =>
      number < most ? epochs[bracketOf(number, brackets).index] : undefined,
    ),
    create(context) {
      const direction = onlyDirection(name, context.objectives);
      const { reductionFactor } = halving;
      return new BracketTuner(inner.create(context), {
        name,
        brackets,
        most,
        // A finite space may have fewer points than the schedule has places.
        planned: most === Infinity ? undefined : Math.min(most, context.space.size),
        rule: { direction, reductionFactor },
      });
    },
  };
}

interface BracketSettings {
  readonly name: string;
  /** Of one round. */
  readonly brackets: readonly ScheduleBracket[];
  /** How many trials in all rounds. */
  readonly most: number;
  readonly planned: number | undefined;
  readonly rule: { readonly direction: Direction; readonly reductionFactor: number };
}

class BracketTuner implements Tuner {
  readonly name: string;
  readonly planned?: number;
  state?: () => Json;
  restore?: (state: Json, context: TunerContext) => void;
  readonly #inner: Tuner;
  readonly #settings: BracketSettings;
  readonly #promotions = new Recent<readonly BracketPromotion[]>();

  constructor(inner: Tuner, settings: BracketSettings) {
    this.name = settings.name;
    if (settings.planned !== undefined) this.planned = settings.planned;
    this.#inner = inner;
    this.#settings = settings;
    // Only where there is something to keep.
    if (inner.state) this.state = () => inner.state!();
    if (inner.restore) this.restore = (state, context) => inner.restore!(state, context);
  }

  ask(context: AskContext): Answer | Promise<Answer> {
    const { number, trials } = context;
    if (number >= this.#settings.most) {
      // Where somebody is still on the way to a rung, others may go on from there afterwards.
      return trials.some(({ state }) => state === "running") ? WAIT : undefined;
    }
    return this.#inner.ask({ ...context, trials: withoutPauses(trials) });
  }

  promote({ trials, closing }: PromoteContext): number | undefined {
    for (const bracket of this.#begun(trials)) {
      const promotion = nextPromotion(bracket, trials, this.#settings.rule, closing);
      if (promotion === undefined) continue;
      const { number } = promotion;
      this.#promotions.set(number, [...(this.#promotions.get(number) ?? []), promotion]);
      return number;
    }
    return undefined;
  }

  tell(trial: TrialRecord, context: TunerContext): void {
    this.#inner.tell?.(trial, context);
  }

  /**
   * The trial's bracket, how it stands at each rung it came to and how many of those there go on, and why
   * its point was chosen.
   */
  explain(
    trial: TrialRecord,
    context: TunerContext & { trials: readonly TrialRecord[] },
  ): Json | undefined {
    const { brackets, most, name, rule } = this.#settings;
    if (trial.number >= most) return undefined;
    const bracket = bracketOf(trial.number, brackets);
    const promotions = this.#promotions.get(trial.number) ?? [];
    const rungs: Json[] = [];
    for (const { rung, epoch, ranked, places, settled } of standings(
      bracket,
      context.trials,
      rule,
    )) {
      const rank = ranked.findIndex(({ number }) => number === trial.number) + 1;
      if (rank === 0) continue;
      const next = promotions.find(({ to }) => to === rung + 1);
      const goesOn = settled ? rank <= places : null;
      rungs.push({
        rung,
        epoch,
        rank,
        of: ranked.length,
        places,
        settled,
        goesOn,
        promoted: next === undefined ? null : { rank: next.rank, of: next.of, places: next.places },
      });
    }
    const point = this.#inner.explain?.(trial, context) ?? null;
    return { tuner: name, round: bracket.round, bracket: bracket.index, rungs, point };
  }

  /** As the one who chose the point. */
  believe(
    trial: TrialRecord,
    points: readonly Point[],
    context: TunerContext & { trials: readonly TrialRecord[] },
  ): Beliefs | undefined {
    return this.#inner.believe?.(trial, points, context);
  }

  /** The brackets in which a trial is paused, in their order. */
  *#begun(trials: readonly TrialRecord[]): Generator<ReturnType<typeof bracketOf>> {
    const { brackets, most } = this.#settings;
    const end = Math.min(trials.length, most);
    for (let number = 0; number < end; number++) {
      if (trials[number]!.state !== "paused") continue;
      const bracket = bracketOf(number, brackets);
      yield bracket;
      number = bracket.first + bracket.plan.trials - 1;
    }
  }
}
