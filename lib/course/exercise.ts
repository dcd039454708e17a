/** What an exercise is made of: one file each in `exercises/<lesson>/`. */
import type { Verdict } from "./verdict.ts";

interface ExerciseBase {
  /** One sentence: what is asked. */
  readonly question: string;
  /** From a nudge to nearly the answer; none holds the solution. */
  readonly hints: readonly string[];
  /** The cell's text with the answer in it. */
  readonly solution: string;
  /** Why the answer is what it is. */
  readonly why: string;
  /** The cell's text as the lesson has it, with `TODO` where the answer belongs. */
  readonly starter: string;
}

/** A number that is guessed before the run and compared with what the run brings. */
export interface PredictExercise extends ExerciseBase {
  readonly kind: "predict";
  /** Guesses that make sense, both ends included. */
  readonly range: readonly [low: number, high: number];
  /** Largest distance between guess and truth that counts as right, in the guess's unit. */
  readonly tolerance: number;
  /** A guess or a truth in words: "7 of 16". */
  words(value: number): string;
}

/** An answer (a function, usually) that is checked by its properties on fresh seeds. */
export interface CodeExercise<Answer> extends ExerciseBase {
  readonly kind: "code";
  /** Wrong answers that people give, each with a part of what the check says of it. */
  readonly mistakes: readonly { readonly example: string; readonly says: string }[];
  /** Other right answers. */
  readonly alternatives: readonly string[];
  check(answer: Answer, context: { seeds: readonly number[] }): Verdict | Promise<Verdict>;
}

/** Any exercise, whatever its answer. */
export type AnyExercise = PredictExercise | CodeExercise<never>;
