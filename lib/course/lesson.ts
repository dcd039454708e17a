import { Card } from "./card.ts";
import type { CodeExercise, PredictExercise } from "./exercise.ts";
import { exercises } from "./exercises/index.ts";
import { CodeHandle, PredictHandle } from "./handle.ts";
import { Progress } from "./progress.ts";

type Lessons = typeof exercises;

/** What an exercise offers, by its kind. */
export type HandleOf<Exercise> = Exercise extends PredictExercise
  ? PredictHandle
  : Exercise extends CodeExercise<infer Answer>
    ? CodeHandle<Answer>
    : never;

/** A lesson's exercises, by name. */
export interface Lesson<Id extends keyof Lessons> {
  readonly id: Id;
  exercise<Name extends keyof Lessons[Id] & string>(name: Name): HandleOf<Lessons[Id][Name]>;
}

let kept: Progress | undefined;

/** This user's progress. */
function progress(): Progress {
  return (kept ??= new Progress());
}

/**
 * Opens a lesson's exercises.
 *
 * @example const exercises = lesson("01-why-tuning-is-hard");
 * await exercises.exercise("grid-size").check(gridSize);
 * @throws Error naming the lessons, or the lesson's exercises, that there are
 */
export function lesson<Id extends keyof Lessons>(id: Id): Lesson<Id> {
  const found = exercises[id];
  if (!found) throw unknown("lesson", id, exercises);
  return {
    id,
    exercise(name) {
      const exercise = found[name] as PredictExercise | CodeExercise<never> | undefined;
      if (!exercise) throw unknown(`exercise in ${id}`, name, found);
      const key = `${id}/${name}`;
      const handle =
        exercise.kind === "predict"
          ? new PredictHandle(key, exercise, progress())
          : new CodeHandle(key, exercise, progress());
      return handle as HandleOf<Lessons[Id][typeof name]>;
    },
  };
}

function unknown(what: string, name: string, known: object): Error {
  return new Error(
    `There is no ${what} called "${name}". There are: ${Object.keys(known).join(", ")}.`,
  );
}

/** The course as a whole. */
export const course = {
  /** What you have done so far, lesson by lesson. */
  progress(): Card {
    const done = progress().all();
    const lines = Object.entries(exercises).map(([id, ofLesson]) => {
      const names = Object.keys(ofLesson);
      const passed = names.filter((name) => done[`${id}/${name}`]?.passed).length;
      return `${id}: ${passed} of ${names.length} exercises`;
    });
    return new Card({
      kind: "note",
      title: "Your progress",
      lines: [...lines, ...calibration(done)],
    });
  },
};

/** How sure the guesses were, beside how often they were right. */
function calibration(done: ReturnType<Progress["all"]>): string[] {
  const judged = Object.values(done).filter(
    ({ prediction, truth }) => prediction?.confidence !== undefined && truth !== undefined,
  );
  if (judged.length === 0) return [];
  const right = judged.filter(({ passed }) => passed).length;
  const sure = judged.reduce((sum, { prediction }) => sum + prediction!.confidence!, 0);
  const mean = Math.round((100 * sure) / judged.length);
  return [
    `Guesses: ${right} of ${judged.length} close to what was measured; you were ${mean}% sure.`,
  ];
}
