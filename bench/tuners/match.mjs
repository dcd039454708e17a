// One match: a player on a problem with a seed. Whoever plays, the first ten points, the noise of each
// trial's number and the objective are the same: peers in Python only ask and are told.
import { hypervolume } from "../../dist/lib/math/hypervolume.js";
import { randomStream } from "../../dist/lib/math/random.js";
import { compileSpace } from "../../dist/lib/space/compile.js";
import { drawPoint } from "../../dist/lib/space/draw.js";

export const STARTUP = 10;

/** A number of its own for each problem's name: what its streams hang on. FNV-1a, 32 bits. */
export function keyOf(name) {
  let key = 0x811c9dc5;
  for (const letter of name) key = Math.imul(key ^ letter.codePointAt(0), 0x01000193) >>> 0;
  return key;
}

/** The points that every player begins with. */
export function initialPoints({ name }, space, seed) {
  const draw = (_, number) => drawPoint(space, randomStream(keyOf(name), seed, 0, number));
  return Array.from({ length: STARTUP }, draw);
}

/** What a point comes to: its losses, its constraints, and the losses with the noise of the trial's number. */
export function evaluator(problem, space, seed) {
  const stream = randomStream(keyOf(problem.name), seed, 1);
  const noise = Array.from(
    { length: problem.trials },
    () => stream.normal() * (problem.noise ?? 0),
  );
  return (point, number) => {
    const found = problem.value(space.decode(point));
    const { value, constraints = {} } = found.constraints ? found : { value: found };
    const values = Array.isArray(value) ? value : [value];
    const broken = Object.values(constraints).some((by) => by > 0);
    return { values, constraints, isFeasible: !broken, told: values.map((v) => v + noise[number]) };
  };
}

/**
 * How far a run was from the best after each trial, as [trial, gap, trial, gap…] of what got better: the
 * regret of the best feasible point by values without noise, or the hypervolume still missing.
 */
export function improvements(problem, outcomes) {
  const found = [];
  let least = Infinity;
  const front = [];
  outcomes.forEach(({ values, isFeasible }, number) => {
    if (!isFeasible) return;
    if (problem.reference) front.push(values);
    const gap = problem.reference
      ? problem.volume - hypervolume(front, problem.reference)
      : values[0] - problem.optimum;
    if (!(gap < least)) return;
    least = gap;
    found.push(number, Number(gap.toPrecision(6)));
  });
  return found;
}

/** Plays all trials. `player.open` gives a run with `ask(number)` and `tell(point, outcome, number)`. */
export async function play(player, problem, seed) {
  const space = compileSpace(problem.space);
  const evaluate = evaluator(problem, space, seed);
  const initial = initialPoints(problem, space, seed);
  const outcomes = await player.play({ problem, space, seed, initial, evaluate });
  return improvements(problem, outcomes);
}
