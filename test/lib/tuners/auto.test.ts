import { describe, expect, it } from "vitest";
import { randomStream } from "../../../lib/math/random.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { drawPoint } from "../../../lib/space/draw.ts";
import { boolean, choice, float, int, oneOf } from "../../../lib/space/parameters.ts";
import type { Space } from "../../../lib/space/space.ts";
import type { Direction } from "../../../lib/study/observer.ts";
import type { Point, TrialRecord } from "../../../lib/study/trial-record.ts";
import { auto } from "../../../lib/tuners/auto.ts";
import { choose, isNumericSpace } from "../../../lib/tuners/auto/choose.ts";
import { trialRecord } from "../../contracts/trials.ts";
import { expectLegal, tunerContract } from "../../contracts/tuner.ts";

tunerContract({ name: "auto", make: () => auto({ startupTrials: 24, switchAfter: 28 }) });

const numeric = compileSpace({ x: float(0, 1), n: int(1, 9), on: boolean() });
const mixed = compileSpace({ x: float(0, 1), c: choice(["a", "b", "c"]) });
const conditional = compileSpace({ o: oneOf({ a: {}, b: { u: float(0, 1) } }) });

/** What is chosen after so many trials, and why. */
async function chosenAfter(count: number, space: Space, names: readonly string[] = ["loss"]) {
  const objectives = Object.fromEntries(names.map((name) => [name, "minimize" as Direction]));
  const context = { space, objectives, seed: 1 };
  const tuner = auto().create(context);
  const trials: TrialRecord[] = [];
  for (let number = 0; number < count; number++) {
    const point = drawPoint(space, randomStream(1, number));
    const losses = names.map((_, k) => ((number * (k + 3)) % 17) + number / 1000);
    const trial = trialRecord(number, {
      state: "complete",
      point,
      value: losses[0],
      values: Object.fromEntries(names.map((name, k) => [name, losses[k] as number])),
    });
    trials.push(trial);
    tuner.tell?.(trial, context);
  }
  const asked = { ...context, number: count, trials, random: randomStream(1, count) };
  const point = (await tuner.ask(asked)) as Point;
  expectLegal(space, point);
  const explained = tuner.explain?.(trialRecord(count, { point }), { ...context, trials });
  return explained as { tuner: string; chosen: string; why: string; point: unknown };
}

describe("auto", () => {
  it("takes a model first, for every kind of space", async () => {
    for (const space of [numeric, mixed, conditional]) {
      const explained = await chosenAfter(30, space);
      expect(explained).toMatchObject({ tuner: "auto", chosen: "bayesian" });
      expect(explained.why).toMatch(/fewest trials/);
      expect(explained.point).toMatchObject({ tuner: "bayesian" });
    }
  });

  it("goes over to evolution or TPE where there are very many trials", async () => {
    expect((await chosenAfter(500, numeric)).chosen).toBe("cmaEs");
    expect((await chosenAfter(500, mixed)).chosen).toBe("tpe");
    expect((await chosenAfter(500, conditional)).chosen).toBe("tpe");
    expect((await chosenAfter(500, numeric)).why).toBe(
      "500 or more trials have ended, and all parameters are numeric",
    );
  });

  it("goes by how many objectives there are", async () => {
    expect((await chosenAfter(30, mixed, ["a", "b"])).chosen).toBe("bayesian");
    expect((await chosenAfter(30, mixed, ["a", "b", "c", "d"])).chosen).toBe("tpe");
    expect((await chosenAfter(250, mixed, ["a", "b"])).chosen).toBe("nsga2");
    const late = { isNumeric: true, objectives: 4, ended: 250, switchAfter: 250 };
    expect(choose(late).choice).toBe("nsga3");
    expect((await chosenAfter(250, mixed, ["a", "b", "c", "d"])).chosen).toBe("nsga3");
    expect(choose({ ...late, ended: 249 }).choice).toBe("tpe");
  });

  it("tells numbers from choices", () => {
    expect(isNumericSpace(numeric)).toBe(true);
    expect(isNumericSpace(mixed)).toBe(false);
    expect(isNumericSpace(conditional)).toBe(false);
    expect(isNumericSpace(compileSpace({ x: float(0, 1), c: choice(["only"]) }))).toBe(true);
  });

  it("refuses options that there are not", () => {
    expect(() => auto({ tuner: "tpe" } as never)).toThrow(/no option "tuner"/);
    expect(() => auto({ switchAfter: -1 })).toThrow(/switchAfter is -1/);
  });
});
