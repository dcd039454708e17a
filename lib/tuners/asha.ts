import { rungSteps } from "../math/halving.ts";
import type { Direction } from "../study/observer.ts";
import type { Json, Point, TrialRecord } from "../study/trial-record.ts";
import type {
  Answer,
  AskContext,
  Beliefs,
  Tuner,
  TunerContext,
  TunerSpec,
} from "../study/tuner.ts";
import { RungRanks } from "./asha/rung-ranks.ts";
import { checkHalving, HALVING_OPTIONS, type HalvingOptions } from "./common/halving-options.ts";
import { checkInner, checkOptions } from "./common/options.ts";
import { Recent } from "./common/recent.ts";
import { onlyDirection, pauseAt, withoutPauses } from "./common/rungs.ts";
import { halvingBracket, Schedule } from "./common/schedule.ts";
import { tpe } from "./tpe.ts";

/** The options of asynchronous successive halving. `reductionFactor` is 4 by default. */
export interface AshaOptions extends HalvingOptions {
  /** Chooses the points. Default `tuners.tpe()`; the paper draws them at random: `tuners.random()`. */
  readonly tuner?: TunerSpec;
}

/** What `tuners.asha` gives. */
export interface AshaSpec extends TunerSpec {
  /**
   * What theory gives for so many trials: ⌊n/η^k⌋ reach rung k. What runs may come to a little more, since
   * a trial that was among the best when it was promoted may be overtaken later.
   */
  schedule(trials: number): Schedule;
}

/**
 * Asynchronous successive halving (ASHA): trials pause at rungs, at about minResource · reductionFactor^k
 * epochs. Whenever there is room, the best paused trial that stands among the best 1/reductionFactor of a
 * rung goes on from its checkpoint, from the highest rung where there is one; if there is none, a new trial
 * begins at the lowest. Nobody ever waits, and no epoch is trained twice.
 *
 * The objective goes on from `trial.checkpoint` and calls `trial.save` before each report; `fit` does both.
 * `until: { trials }` counts the points that are tried; promotions go on until none is left.
 *
 * Li et al., "A system for massively parallel hyperparameter tuning", MLSys 2020, algorithm 2.
 *
 * @throws TunerError where an option is not in its range; from `create` with several objectives
 */
export function asha(options: AshaOptions): AshaSpec {
  checkOptions("asha", options ?? {}, ["tuner", ...HALVING_OPTIONS]);
  const halving = checkHalving("asha", options ?? {}, 4);
  const steps = rungSteps(halving);
  const { reductionFactor } = halving;
  const inner = options.tuner ?? tpe();
  checkInner("asha", inner);
  return {
    name: "asha",
    pruner: pauseAt("asha", () => steps),
    schedule: (trials) => new Schedule("asha", [halvingBracket(trials, steps, reductionFactor)]),
    create(context) {
      const direction = onlyDirection("asha", context.objectives);
      return new AshaTuner(inner.create(context), { steps, reductionFactor, direction });
    },
  };
}

interface Rungs {
  /** The epochs of the rungs, ascending; at the last a trial is complete. */
  readonly steps: readonly number[];
  readonly reductionFactor: number;
  readonly direction: Direction;
}

/** Where a trial stood when it was promoted. */
interface Promotion {
  readonly rung: number;
  /** From 1. */
  readonly rank: number;
  /** Of how many at the rung. */
  readonly of: number;
}

class AshaTuner implements Tuner {
  readonly name = "asha";
  state?: () => Json;
  restore?: (state: Json, context: TunerContext) => void;
  readonly #inner: Tuner;
  readonly #rungs: Rungs;
  readonly #ranks: RungRanks;
  readonly #promotions = new Recent<readonly Promotion[]>();

  constructor(inner: Tuner, rungs: Rungs) {
    this.#inner = inner;
    this.#rungs = rungs;
    this.#ranks = new RungRanks(rungs.steps, rungs.direction);
    // Only where there is something to keep.
    if (inner.state) this.state = () => inner.state!();
    if (inner.restore) this.restore = (state, context) => inner.restore!(state, context);
  }

  get planned(): number | undefined {
    return this.#inner.planned;
  }

  ask(context: AskContext): Answer | Promise<Answer> {
    return this.#inner.ask({ ...context, trials: withoutPauses(context.trials) });
  }

  promote({ trials }: { readonly trials: readonly TrialRecord[] }): number | undefined {
    if (!trials.some(({ state }) => state === "paused")) return undefined;
    const { steps, reductionFactor } = this.#rungs;
    this.#ranks.follow(trials);
    for (let rung = steps.length - 2; rung >= 0; rung--) {
      const ranked = this.#ranks.at(rung);
      const places = Math.floor(ranked.length / reductionFactor);
      for (let place = 0; place < places; place++) {
        const { number } = ranked[place]!;
        if (trials[number]!.state !== "paused" || this.#ranks.reached(number) !== rung) continue;
        const before = this.#promotions.get(number) ?? [];
        this.#promotions.set(number, [...before, { rung, rank: place + 1, of: ranked.length }]);
        return number;
      }
    }
    return undefined;
  }

  tell(trial: TrialRecord, context: TunerContext): void {
    this.#inner.tell?.(trial, context);
  }

  /**
   * Where the trial stands at each rung it came to, how many of the best there go on, where it stood when it
   * was promoted (of the latest thousand), and why its point was chosen.
   */
  explain(
    trial: TrialRecord,
    context: TunerContext & { trials: readonly TrialRecord[] },
  ): Json | undefined {
    const { steps, reductionFactor, direction } = this.#rungs;
    const promotions = this.#promotions.get(trial.number) ?? [];
    // From the trials that it is shown, which may be those of a moment long past.
    const ranks = new RungRanks(steps, direction);
    ranks.follow(context.trials);
    const rungs: Json[] = [];
    for (let rung = 0; rung <= ranks.reached(trial.number); rung++) {
      const ranked = ranks.at(rung);
      const place = ranked.findIndex(({ number }) => number === trial.number);
      if (place < 0) continue;
      const promoted = promotions.find((promotion) => promotion.rung === rung);
      rungs.push({
        rung,
        epoch: steps[rung]!,
        rank: place + 1,
        of: ranked.length,
        places: Math.floor(ranked.length / reductionFactor),
        promoted: promoted === undefined ? null : { rank: promoted.rank, of: promoted.of },
      });
    }
    const point = this.#inner.explain?.(trial, context) ?? null;
    if (rungs.length === 0 && point === null) return undefined;
    return { tuner: "asha", reductionFactor, rungs, point };
  }

  /** As the one who chose the point. */
  believe(
    trial: TrialRecord,
    points: readonly Point[],
    context: TunerContext & { trials: readonly TrialRecord[] },
  ): Beliefs | undefined {
    return this.#inner.believe?.(trial, points, context);
  }
}
