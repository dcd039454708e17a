import { bracketTrials, type Halving, rungSteps, survivors } from "../../math/halving.ts";

/** One rung of a schedule. */
export interface ScheduleRung {
  /** The epoch that trials are trained to. */
  readonly epoch: number;
  /** How many are. */
  readonly trials: number;
  /** What that takes, all of them together, from the rung below on. */
  readonly epochs: number;
}

/** Trials that begin together, and of which fewer and fewer are trained longer. */
export interface ScheduleBracket {
  readonly rungs: readonly ScheduleRung[];
  /** How many trials begin. */
  readonly trials: number;
  /** Epochs in all. */
  readonly epochs: number;
  /** Whether each rung is made of trials of its own, trained from the beginning; left out: of the best of the one below. */
  readonly fresh?: true;
}

/** What a tuner with rungs is going to do, as data; as text where it is shown or printed. */
export class Schedule {
  /** The tuner. */
  readonly name: string;
  readonly brackets: readonly ScheduleBracket[];
  /** How many trials begin. */
  readonly trials: number;
  /** How many epochs are trained in all. */
  readonly epochs: number;
  /** How many it would be if each of these trials were trained to the highest rung. */
  readonly fullEpochs: number;

  constructor(name: string, brackets: readonly ScheduleBracket[]) {
    this.name = name;
    this.brackets = brackets;
    this.trials = brackets.reduce((sum, { trials }) => sum + trials, 0);
    this.epochs = brackets.reduce((sum, { epochs }) => sum + epochs, 0);
    this.fullEpochs = brackets.reduce(
      (sum, { trials, rungs }) => sum + trials * rungs.at(-1)!.epoch,
      0,
    );
  }

  toString(): string {
    const { name, trials, epochs, fullEpochs, brackets } = this;
    const percent = Math.round((100 * epochs) / fullEpochs);
    return [
      `${name}: ${trials} trials, ${epochs} epochs; training each of them to the end would take ${fullEpochs} (this is ${percent}%)`,
      ...brackets.map((bracket, index) => {
        const rungs = bracket.rungs.map((rung) => `${rung.trials} to epoch ${rung.epoch}`);
        return `bracket ${index}: ${rungs.join(bracket.fresh ? " + " : " → ")} (${bracket.epochs} epochs)`;
      }),
    ].join("\n");
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  /** What a notebook shows of it. */
  [Symbol.for("Jupyter.display")](): Record<string, unknown> {
    return { "text/plain": this.toString() };
  }
}

/** Successive halving: `trials` begin at the lowest of these rungs, and one in η goes on from each. */
export function halvingBracket(
  trials: number,
  steps: readonly number[],
  reductionFactor: number,
): ScheduleBracket {
  const reached = survivors(trials, steps.length, reductionFactor);
  const rungs = steps.map((epoch, rung) => ({
    epoch,
    trials: reached[rung]!,
    epochs: reached[rung]! * (epoch - (steps[rung - 1] ?? 0)),
  }));
  return { rungs, trials, epochs: rungs.reduce((sum, { epochs }) => sum + epochs, 0) };
}

/** Hyperband's brackets, the one that stops earliest first. */
export function hyperbandBrackets(halving: Halving): ScheduleBracket[] {
  const steps = rungSteps(halving);
  const sizes = bracketTrials(steps.length, halving.reductionFactor);
  return sizes.map((trials, bracket) =>
    halvingBracket(trials, steps.slice(bracket), halving.reductionFactor),
  );
}
