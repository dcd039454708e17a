import { randomStream } from "../../../math/random.ts";
import type { CodeExercise } from "../../exercise.ts";
import { isTodo } from "../../verdict.ts";

const STUCK = 'Stuck? Run exercises.exercise("grid-size").hint() in a cell of its own.';

/** From how many values each hyperparameter has, how many networks there are. */
export type GridSize = (counts: number[]) => number;

export const gridSize: CodeExercise<GridSize> = {
  kind: "code",
  question: "How many networks are there, if hyperparameter i has counts[i] values?",
  starter: `function gridSize(counts: number[]): number {
  return TODO; // counts says how many values each hyperparameter has: [3, 3, 2] means 3, 3 and 2
}

await exercises.exercise("grid-size").check(gridSize);`,
  solution: `function gridSize(counts: number[]): number {
  return counts.reduce((networks, count) => networks * count, 1);
}

await exercises.exercise("grid-size").check(gridSize);`,
  hints: [
    "Begin small: two activations and three batch sizes. Write all the networks down and count them.",
    "Each network of the first hyperparameters can be combined with every value of the next one.",
    "The numbers in counts are multiplied with each other.",
  ],
  why: "Each new hyperparameter with three values triples the number of networks: the size of a grid is the product of the counts, which grows exponentially with their number.",
  mistakes: [
    {
      example: "(counts) => counts.reduce((networks, count) => networks + count, 0)",
      says: "That is the sum",
    },
    {
      example: "(counts) => (counts[0] ?? 1) ** counts.length",
      says: "as if all hyperparameters had as many values as the first",
    },
    { example: "(counts) => 3 ** counts.length", says: "three values" },
    { example: "() => 2187", says: "whatever the counts are" },
    {
      example: "(counts) => counts.slice(0, -1).reduce((networks, count) => networks * count, 1)",
      says: "For counts of [",
    },
    { example: "(counts) => `${counts.length}` as never", says: "returned a string" },
  ],
  alternatives: [
    "(counts) => { let networks = 1; for (const count of counts) networks *= count; return networks; }",
    "(counts) => Math.round(Math.exp(counts.reduce((sum, count) => sum + Math.log(count), 0)))",
  ],
  check(answer, { seeds }) {
    if (typeof answer !== "function") {
      return { status: "fail", says: "check takes the function itself: check(gridSize)." };
    }
    const results: unknown[] = [];
    for (const counts of examples(seeds)) {
      const result: unknown = answer([...counts]);
      if (isTodo(result)) {
        return { status: "untried", says: "Put your formula in the place of TODO." };
      }
      results.push(result);
      const complaint = judge(counts, result);
      if (!complaint) continue;
      const isConstant = new Set([...results, answer([2]), answer([5, 4])]).size === 1;
      return {
        status: "fail",
        says: isConstant
          ? `Your function returns ${String(result)} whatever the counts are.`
          : complaint,
        next: STUCK,
      };
    }
    return { status: "pass", says: "Right: the counts are multiplied.", next: gridSize.why };
  },
};

/** Lists of unequal counts; the first is small enough to be counted by hand. */
function examples(seeds: readonly number[]): number[][] {
  return [
    [2, 3],
    ...seeds.map((seed) => {
      const random = randomStream(seed, 0x671d);
      const drawn = Array.from({ length: random.int(2, 5) }, () => random.int(2, 6));
      return [...drawn, 7];
    }),
  ];
}

function judge(counts: readonly number[], result: unknown): string | undefined {
  const shown = `[${counts.join(", ")}]`;
  if (typeof result !== "number") {
    return `For counts of ${shown} your function returned a ${typeof result}; a number is asked for.`;
  }
  const right = counts.reduce((networks, count) => networks * count, 1);
  if (result === right) return undefined;
  const sum = counts.reduce((total, count) => total + count, 0);
  const said = `For counts of ${shown} your function returned ${result}; there are ${right} networks.`;
  if (result === sum) {
    return `${said} That is the sum: it counts the values, not their combinations.`;
  }
  if (result === counts[0]! ** counts.length) {
    return `${said} It counts as if all hyperparameters had as many values as the first.`;
  }
  if (result === 3 ** counts.length) {
    return `${said} It counts as if every hyperparameter had three values.`;
  }
  return said;
}
