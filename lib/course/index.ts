/** `tunebook/course`: exercises that check answers, and claims that check the lessons. */
export { Card } from "./card.ts";
export { Claim, claim } from "./claim.ts";
export type { AnyExercise, CodeExercise, PredictExercise } from "./exercise.ts";
export { CodeHandle, PredictHandle, VerdictCard } from "./handle.ts";
export { course, lesson, type Lesson } from "./lesson.ts";
export { pictures, Pictures } from "./pictures.ts";
export { Progress, type ExerciseProgress } from "./progress.ts";
export { CourseError } from "./strict.ts";
export { TODO, TodoError, type Verdict, type VerdictStatus } from "./verdict.ts";
