import { describe, expect, it } from "vitest";
import { compileSpace } from "../../../lib/space/compile.ts";
import { choice, float } from "../../../lib/space/parameters.ts";
import { simulate } from "../../../lib/study/simulate.ts";
import { type TunerSpec, WAIT } from "../../../lib/study/tuner.ts";
import { random } from "../../../lib/tuners/random.ts";
import { open } from "./open.ts";

const space = compileSpace({ x: float(0, 1), y: float(0, 1) });

describe("a simulated study", () => {
  it("asks for the points that a real study asks for, with the same seeds", async () => {
    const simulated = await simulate({
      space,
      tuner: random(),
      objective: ({ params }) => params.x,
      trials: 12,
      seed: 9,
    });
    const real = await open({
      space: { x: float(0, 1), y: float(0, 1) },
      seed: 9,
    });
    await real.optimize(({ params }) => params.x, { until: { trials: 12 } });
    const facts = (trials: typeof simulated.trials) =>
      trials.map(({ number, point, value, seed, state }) => ({
        number,
        point,
        value,
        seed,
        state,
      }));
    expect(facts(simulated.trials)).toEqual(facts(real.trials));
    expect(simulated.best?.number).toBe(real.best?.number);
  });

  it("keeps a clock: trials of one and three seconds, two at once", async () => {
    const { trials } = await simulate({
      space,
      tuner: random(),
      objective: ({ number }) => ({ values: number, seconds: number % 2 === 0 ? 1 : 3 }),
      trials: 4,
      running: 2,
    });
    const times = trials.map(({ startedAt, endedAt }) => [startedAt! / 1000, endedAt! / 1000]);
    expect(times).toEqual([
      [0, 1],
      [0, 3],
      [1, 2],
      [2, 5],
    ]);
  });

  it("fails what throws or is NaN, and goes on", async () => {
    const { trials, best } = await simulate({
      space,
      tuner: random(),
      objective({ number }) {
        if (number === 0) throw new TypeError("no");
        return number === 1 ? Number.NaN : number;
      },
      trials: 4,
    });
    expect(trials.map(({ state }) => state)).toEqual(["failed", "failed", "complete", "complete"]);
    expect(trials[0]!.error?.name).toBe("TypeError");
    expect(best?.number).toBe(2);
  });

  it("pauses and promotes: each step of a curve is trained once", async () => {
    const told: string[] = [];
    const pausing: TunerSpec = {
      name: "pausing",
      pruner: { name: "first step", prune: ({ reports }) => reports.length === 1 && "pause" },
      create: () => ({
        name: "pausing",
        ask: ({ number, random: stream }) => (number < 3 ? { x: stream.uniform(), y: 0 } : WAIT),
        promote: ({ trials }) =>
          trials.length === 3 ? trials.find(({ state }) => state === "paused")?.number : undefined,
        tell: ({ number, state }) => void told.push(`${number} ${state}`),
      }),
    };
    const { trials, exhausted } = await simulate({
      space,
      tuner: pausing,
      objective: ({ number }) => ({ curve: [3 + number, 2 + number, 1 + number] }),
      trials: 5,
    });
    expect(told).toEqual([
      "0 paused",
      "1 paused",
      "2 paused",
      "0 complete",
      "1 complete",
      "2 complete",
    ]);
    expect(trials.map(({ reports }) => reports.map(({ value }) => value))).toEqual([
      [3, 2, 1],
      [4, 3, 2],
      [5, 4, 3],
    ]);
    expect(trials.at(-1)?.endedAt).toBe(9000);
    expect(exhausted).toBe(true);
  });

  it("asks again where a point had been tried", async () => {
    const small = compileSpace({ a: choice([0, 1, 2, 3, 4, 5, 6, 7]) });
    const { trials } = await simulate({
      space: small,
      tuner: random(),
      objective: ({ params }) => params.a,
      trials: 6,
      attempts: 200,
    });
    expect(new Set(trials.map(({ params }) => params["a"])).size).toBe(6);
  });

  it("begins with the points that it is given", async () => {
    const initial = [
      { x: 0.25, y: 0.5 },
      { x: 0.75, y: 0.5 },
    ];
    const { trials } = await simulate({
      space,
      tuner: random(),
      objective: () => 1,
      trials: 3,
      initial,
    });
    expect(trials.slice(0, 2).map(({ point }) => point)).toEqual(initial);
    expect(trials.map(({ by }) => by)).toEqual(["enqueued", "enqueued", "random"]);
  });
});
