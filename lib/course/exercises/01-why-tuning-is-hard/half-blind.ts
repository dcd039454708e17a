import type { PredictExercise } from "../../exercise.ts";

export const halfBlind: PredictExercise = {
  kind: "predict",
  question: "How many of the grid's 16 networks will read fewer than half of the digits?",
  starter: `exercises.exercise("half-blind").predict(TODO, { confidence: 0.7 }); // a number from 0 to 16`,
  solution: `exercises.exercise("half-blind").predict(6, { confidence: 0.7 });`,
  hints: [
    "With ten digits a network that has learned nothing is right once in ten times.",
    "A step size that is far too small learns nothing in a few epochs; one that is far too large destroys what was learned.",
  ],
  why: "All of these networks can read digits. What the weak ones lack is one fitting setting: with the wrong step size nothing else helps.",
  range: [0, 16],
  tolerance: 2,
  words: (value) => `${value} of 16`,
};
