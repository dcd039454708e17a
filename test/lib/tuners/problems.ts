import { hypervolume } from "../../../lib/math/hypervolume.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { choice, float, int } from "../../../lib/space/parameters.ts";
import { simulate } from "../../../lib/study/simulate.ts";
import type { Point } from "../../../lib/study/trial-record.ts";
import type { TunerSpec } from "../../../lib/study/tuner.ts";

/** A mixed space with its optimum of 0 at n = 73, k = 40, x = 0.7, true, "c". */
export const mixed = compileSpace({
  n: int(0, 100),
  k: int(1, 1000, { log: true }),
  x: float(0, 1),
  flag: choice([false, true]),
  kind: choice(["a", "b", "c", "d"]),
});

export const mixedLoss = ({ n, k, x, flag, kind }: Point): number =>
  Math.abs((n as number) - 73) / 20 +
  Math.abs(Math.log((k as number) / 40)) +
  10 * ((x as number) - 0.7) ** 2 +
  (flag === true ? 0 : 1) +
  (kind === "c" ? 0 : 2);

/** The smallest loss that a tuner found on the mixed problem. */
export async function bestOnMixed(
  tuner: TunerSpec,
  { seed, trials, running = 1 }: { seed: number; trials: number; running?: number },
): Promise<number> {
  const study = await simulate({
    space: mixed,
    tuner,
    objective: ({ point }) => mixedLoss(point),
    trials,
    seed,
    running,
  });
  return Math.min(...study.trials.map(({ value }) => value ?? Infinity));
}

/** The hypervolume below (1.1, 6) that a tuner's 100 trials have on ZDT1 with eight parameters. */
export async function volumeOnZdt1(
  tuner: TunerSpec,
  { seed, running = 1 }: { seed: number; running?: number },
): Promise<number> {
  const places = Array.from({ length: 8 }, (_, k) => `x${k}`);
  const study = await simulate({
    space: compileSpace(Object.fromEntries(places.map((path) => [path, float(0, 1)] as const))),
    tuner,
    objectives: { first: "minimize", second: "minimize" },
    objective: ({ point }) => {
      const [first, ...rest] = places.map((path) => point[path] as number) as [number];
      const g = 1 + (9 * (rest as number[]).reduce((sum, x) => sum + x, 0)) / 7;
      return { values: { first, second: g * (1 - Math.sqrt(first / g)) } };
    },
    trials: 100,
    seed,
    running,
  });
  return hypervolume(
    study.trials.map(({ values }) => [values!["first"]!, values!["second"]!]),
    [1.1, 6],
  );
}

/** In how many of so many seeds the first is larger. */
export async function countWins(
  seeds: number,
  one: (seed: number) => Promise<number>,
  other: (seed: number) => Promise<number>,
): Promise<number> {
  let wins = 0;
  for (let seed = 0; seed < seeds; seed++) if ((await one(seed)) > (await other(seed))) wins++;
  return wins;
}
