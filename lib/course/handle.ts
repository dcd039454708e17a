/** An exercise in the learner's hands. */
import { Card } from "./card.ts";
import type { AnyExercise, CodeExercise, PredictExercise } from "./exercise.ts";
import type { Progress } from "./progress.ts";
import { isStrict, CourseError } from "./strict.ts";
import { isTodo, type Verdict } from "./verdict.ts";

/** A verdict that draws itself as the last value of a cell. */
export class VerdictCard extends Card implements Verdict {
  readonly status: Verdict["status"];
  readonly says: string;
  readonly next?: string;

  constructor(verdict: Verdict) {
    const { status, says, next } = verdict;
    super({ kind: status, title: says, lines: next ? [next] : [] });
    this.status = status;
    this.says = says;
    if (next) this.next = next;
  }
}

/** What every exercise offers. */
abstract class Handle<Kind extends AnyExercise> {
  protected readonly id: string;
  protected readonly exercise: Kind;
  protected readonly progress: Progress;

  constructor(id: string, exercise: Kind, progress: Progress) {
    this.id = id;
    this.exercise = exercise;
    this.progress = progress;
  }

  /** The next hint, from a nudge to nearly the answer; after the last one they begin anew. */
  hint(): Card {
    const { hints } = this.exercise;
    const shown = this.progress.of(this.id).hints % hints.length;
    this.progress.update(this.id, (known) => ({ hints: known.hints + 1 }));
    return new Card({
      kind: "note",
      title: `Hint ${shown + 1} of ${hints.length}`,
      lines: [hints[shown]!],
    });
  }

  /** The solution, after two tries or with `{ giveUp: true }`, which is remembered. */
  solution(options: { giveUp?: boolean } = {}): Card {
    const known = this.progress.of(this.id);
    const open = known.passed || known.attempts >= 2 || options.giveUp === true;
    if (!open) {
      return new Card({
        kind: "untried",
        title: "The solution opens after two tries.",
        lines: ["hint() helps before that; solution({ giveUp: true }) opens it now."],
      });
    }
    if (!known.passed) this.progress.update(this.id, () => ({ gaveUp: true }));
    const { solution: code, why } = this.exercise;
    return new Card({ kind: "note", title: "One solution", lines: [why], code });
  }

  toString(): string {
    return this.exercise.question;
  }
}

/** An exercise that code answers. */
export class CodeHandle<Answer> extends Handle<CodeExercise<Answer>> {
  /**
   * Checks the answer by its properties. It never throws, so that Run All goes on, unless
   * `TUNEBOOK_COURSE=strict`: then anything but a pass is a CourseError.
   *
   * @param seeds of the examples that are drawn; default: three fresh ones
   */
  async check(answer: Answer, options: { seeds?: readonly number[] } = {}): Promise<VerdictCard> {
    const verdict = await this.#judge(answer, options.seeds ?? freshSeeds());
    const { status } = verdict;
    if (status === "pass" || status === "fail") {
      this.progress.update(this.id, (known) => ({
        attempts: known.attempts + 1,
        passed: known.passed || status === "pass",
      }));
    }
    if (status !== "pass" && isStrict()) throw new CourseError(`${this.id}: ${verdict.says}`);
    return new VerdictCard(verdict);
  }

  async #judge(answer: Answer, seeds: readonly number[]): Promise<Verdict> {
    if (isTodo(answer)) {
      return { status: "untried", says: "Put your answer in the place of TODO." };
    }
    // What a learner's function throws is theirs; what the check itself throws is ours.
    let theirs: unknown;
    let threw = false;
    const guarded = (
      typeof answer === "function"
        ? (...args: unknown[]) => {
            try {
              return (answer as (...values: unknown[]) => unknown)(...args);
            } catch (error) {
              threw = true;
              theirs = error;
              throw error;
            }
          }
        : answer
    ) as Answer;
    try {
      return await this.exercise.check(guarded, { seeds });
    } catch (error) {
      if (threw && error === theirs) {
        return isTodo(error)
          ? { status: "untried", says: "Put your answer in the place of TODO." }
          : {
              status: "fail",
              says: `Your function threw ${words(error)}.`,
              next: "Stuck? hint() of this exercise helps.",
            };
      }
      return {
        status: "broken",
        says: `The check itself failed (${words(error)}). That is a mistake of the course, not yours.`,
      };
    }
  }
}

/** An exercise that a guess answers, before the run. */
export class PredictHandle extends Handle<PredictExercise> {
  /**
   * Keeps a guess, which the run is then compared with. The first one stands.
   *
   * @param options.confidence how sure, 0…1: over the course it is compared with how often you were right
   */
  predict(guess: number, options: { confidence?: number } = {}): Card {
    const { exercise, progress, id } = this;
    const [low, high] = exercise.range;
    if (isTodo(guess)) {
      return new VerdictCard({ status: "untried", says: "Put your guess in the place of TODO." });
    }
    if (typeof guess !== "number" || !(guess >= low && guess <= high)) {
      const says = `A guess here is a number from ${low} to ${high}.`;
      return new VerdictCard({ status: "untried", says });
    }
    const { confidence } = options;
    if (confidence !== undefined && !(confidence >= 0 && confidence <= 1)) {
      const says =
        "confidence is a number from 0 to 1: 0.7 means that you would be right 7 times in 10.";
      return new VerdictCard({ status: "untried", says });
    }
    const { prediction, truth } = progress.of(id);
    if (prediction === undefined && truth !== undefined) {
      return new Card({
        kind: "locked",
        title: "The answer has been shown here already, so this guess is not kept.",
      });
    }
    const kept = prediction ?? { guess, ...(confidence === undefined ? {} : { confidence }) };
    if (!prediction) progress.update(id, () => ({ prediction: kept }));
    const first = kept.guess === guess ? "" : "The first guess stands.";
    return new Card({
      kind: "locked",
      title: `Your guess: ${exercise.words(kept.guess)}.`,
      lines: [first, "Now run on, and see."],
    });
  }

  /** Compares the guess with what was measured. */
  reveal(truth: number): Card {
    const { exercise, progress, id } = this;
    if (isTodo(truth) || !Number.isFinite(truth)) {
      const says = "Nothing was measured. Run the cells before this one first.";
      return new VerdictCard({ status: "untried", says });
    }
    const { prediction } = progress.of(id);
    const measured = exercise.words(truth);
    if (!prediction) {
      progress.update(id, () => ({ truth }));
      return new Card({
        kind: "note",
        title: `Measured: ${measured}.`,
        lines: [exercise.why, "You made no guess this time; the next one will be yours."],
      });
    }
    const isClose = Math.abs(prediction.guess - truth) <= exercise.tolerance;
    progress.update(id, (known) => ({
      truth,
      attempts: Math.max(known.attempts, 1),
      passed: known.passed || isClose,
    }));
    return new Card({
      kind: isClose ? "pass" : "note",
      title: `You said ${exercise.words(prediction.guess)}; measured: ${measured}.`,
      lines: [exercise.why],
    });
  }
}

function words(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** Fresh ones each time, so that an answer cannot be fitted to the examples. */
function freshSeeds(): number[] {
  return Array.from({ length: 3 }, () => Math.floor(Math.random() * 2 ** 32));
}
