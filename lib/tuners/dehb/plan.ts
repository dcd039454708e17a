import { type Halving } from "../../math/halving.ts";
import { hyperbandBrackets, type ScheduleBracket } from "../common/schedule.ts";

/** What the trials of some numbers are for: to be trained to one budget. */
export interface Slot {
  readonly round: number;
  readonly bracket: number;
  readonly rung: number;
  /** Which of the budgets, from the lowest. */
  readonly level: number;
  /** The epochs. */
  readonly budget: number;
  /** How many trials the rung has. */
  readonly trials: number;
  /** Which individual of the budget's population it may replace. */
  readonly target: number;
  /** Whether it belongs to the first bracket, of which the best go on instead of being evolved. */
  readonly halved: boolean;
}

/** One rung of a bracket in the order of numbers. */
interface Segment extends Omit<Slot, "target" | "round"> {
  /** Trials before it in its round; the first round's bracket of successive halving not counted. */
  readonly before: number;
  /** Evolved trials of the same budget before it in its round. */
  readonly sameBudget: number;
}

/**
 * DEHB's schedule: Hyperband's brackets, where every rung is made of new trials, but for the very first
 * bracket, which is plain successive halving and gives each budget its first population.
 */
export class DehbPlan {
  /** Of the first round. */
  readonly brackets: readonly ScheduleBracket[];
  /** The epochs of the rungs, ascending. */
  readonly budgets: readonly number[];
  /** How many individuals each budget's population has: as many as its largest rung. */
  readonly sizes: readonly number[];
  /** The trials of the first bracket. */
  readonly halved: ScheduleBracket;
  readonly #segments: readonly Segment[];
  /** By number, those that were asked for. */
  readonly #slots: Slot[] = [];
  /** How many trials the first bracket would have if it were evolved. */
  readonly #skipped: number;
  /** Trials of a round in which everything is evolved, and of those the ones of each budget. */
  readonly #perRound: number;
  readonly #perBudget: readonly number[];

  constructor(halving: Halving) {
    const brackets = hyperbandBrackets(halving);
    const [halved, ...others] = brackets;
    this.halved = halved!;
    this.brackets = [halved!, ...others.map(fromTheBeginning)];
    this.budgets = halved!.rungs.map(({ epoch }) => epoch);
    this.sizes = this.budgets.map((_, level) =>
      Math.max(...brackets.map((bracket, index) => bracket.rungs[level - index]?.trials ?? 0)),
    );
    const segments: Segment[] = [];
    const perBudget = this.budgets.map(() => 0);
    let before = 0;
    for (const [bracket, { rungs }] of brackets.entries()) {
      for (const [rung, { epoch, trials }] of rungs.entries()) {
        const level = bracket + rung;
        const sameBudget = perBudget[level]!;
        segments.push({
          bracket,
          rung,
          level,
          budget: epoch,
          trials,
          halved: false,
          before,
          sameBudget,
        });
        perBudget[level]! += trials;
        before += trials;
      }
    }
    this.#segments = segments;
    this.#skipped = halved!.rungs.reduce((sum, { trials }) => sum + trials, 0);
    this.#perRound = before;
    this.#perBudget = perBudget;
  }

  /** How many trials so many rounds have. */
  trials(rounds: number): number {
    return rounds * this.#perRound - this.#skipped + this.halved.trials;
  }

  /** What a trial of that number is for. */
  slotOf(number: number): Slot {
    return (this.#slots[number] ??= this.#find(number));
  }

  #find(number: number): Slot {
    if (number < this.halved.trials) {
      const { budgets, halved } = this;
      const own = { round: 0, bracket: 0, rung: 0, level: 0, budget: budgets[0]! };
      return { ...own, trials: halved.trials, target: number, halved: true };
    }
    // As if the first bracket had been evolved too.
    const place = number - this.halved.trials + this.#skipped;
    const round = Math.floor(place / this.#perRound);
    const rest = place % this.#perRound;
    const segment = this.#segments.findLast(({ before }) => before <= rest)!;
    const earlier =
      round * this.#perBudget[segment.level]! + segment.sameBudget + (rest - segment.before);
    return { ...segment, round, target: earlier % this.sizes[segment.level]! };
  }
}

function fromTheBeginning(bracket: ScheduleBracket): ScheduleBracket {
  const rungs = bracket.rungs.map((rung) => ({ ...rung, epochs: rung.trials * rung.epoch }));
  return {
    rungs,
    trials: rungs.reduce((sum, { trials }) => sum + trials, 0),
    epochs: rungs.reduce((sum, { epochs }) => sum + epochs, 0),
    fresh: true,
  };
}
