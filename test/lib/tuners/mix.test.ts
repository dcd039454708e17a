import { describe, expect, it } from "vitest";
import { compileSpace } from "../../../lib/space/compile.ts";
import { choice, float } from "../../../lib/space/parameters.ts";
import type { Point, TrialRecord } from "../../../lib/study/trial-record.ts";
import { WAIT, type TunerSpec } from "../../../lib/study/tuner.ts";
import { grid } from "../../../lib/tuners/grid.ts";
import { mix } from "../../../lib/tuners/mix.ts";
import { random } from "../../../lib/tuners/random.ts";
import { tpe } from "../../../lib/tuners/tpe.ts";
import { zoom } from "../../../lib/tuners/zoom.ts";
import { play } from "../../contracts/trials.ts";
import { tunerContract } from "../../contracts/tuner.ts";

tunerContract({
  name: "mix",
  make: () =>
    mix([
      { tuner: tpe({ startupTrials: 5 }), weight: 2 },
      { tuner: zoom({ perRound: 5 }) },
      { tuner: random() },
    ]),
});

/** Says the same point each time, or what else it is given. */
function constant(
  name: string,
  answer: Point | undefined | typeof WAIT,
  told: number[] = [],
): TunerSpec {
  return {
    name,
    create: () => ({
      name,
      ask: () => answer,
      tell: (trial: TrialRecord) => void told.push(trial.number),
    }),
  };
}

const space = compileSpace({ x: float(0, 1) });

describe("mix", () => {
  it("asks each tuner as often as its weight says, and tells all of them everything", async () => {
    const told: [number[], number[]] = [[], []];
    const spec = mix([
      { tuner: constant("one", { x: 0.1 }, told[0]), weight: 3 },
      { tuner: constant("two", { x: 0.2 }, told[1]), weight: 1 },
    ]);
    const { points, tuner, context, trials } = await play(spec, { space, seed: 1, trials: 400 });
    const share = points.filter(({ x }) => x === 0.1).length / 400;
    // Four standard deviations.
    expect(Math.abs(share - 0.75)).toBeLessThan(4 * Math.sqrt((0.75 * 0.25) / 400));
    expect(told[0]).toEqual(trials.map(({ number }) => number));
    expect(told[1]).toEqual(told[0]);
    for (const trial of trials.slice(-50)) {
      expect(tuner.explain?.(trial, { ...context, trials })).toEqual(
        trial.point["x"] === 0.1
          ? { tuner: "mix", chosen: "one", share: 0.75, why: null }
          : { tuner: "mix", chosen: "two", share: 0.25, why: null },
      );
    }
  });

  it("passes over a tuner that has nothing, and ends when none has", async () => {
    const letters = compileSpace({ c: choice(["a", "b", "c"]) });
    const { points, exhausted } = await play(mix([{ tuner: grid() }, { tuner: grid() }]), {
      space: letters,
      seed: 1,
      trials: 10,
    });
    expect(exhausted).toBe(true);
    expect(points.map(({ c }) => c).toSorted()).toEqual(["a", "b", "c"]);
    const waiting = mix([
      { tuner: constant("full", WAIT) },
      { tuner: constant("done", undefined) },
    ]);
    const { next, tuner } = await play(random(), { space, seed: 1, trials: 1 });
    expect(await waiting.create(next()).ask(next())).toBe(WAIT);
    expect(tuner.name).toBe("random");
  });

  it("refuses what is no mix", () => {
    expect(() => mix([])).toThrow(/at least one tuner/);
    expect(() => mix([{ tuner: random(), weight: -1 }])).toThrow(/weight of random is -1/);
    expect(() => mix([{ tuner: random(), weight: 0 }])).toThrow(/all weights are 0/);
    expect(() => mix([{} as never])).toThrow(/part 0 has no tuner/);
    const schedule = { ...random(), pruner: {} as never };
    expect(() => mix([{ tuner: schedule }, { tuner: schedule }])).toThrow(/each bring a pruner/);
  });
});
