import { describe, expect, it } from "vitest";
import { compileSpace } from "../../../lib/space/compile.ts";
import { float } from "../../../lib/space/parameters.ts";
import { simulate } from "../../../lib/study/simulate.ts";
import { asha } from "../../../lib/tuners/asha.ts";
import { racing } from "../../../lib/tuners/racing.ts";
import { random } from "../../../lib/tuners/random.ts";
import { tpe } from "../../../lib/tuners/tpe.ts";
import { tunerContract } from "../../contracts/tuner.ts";

tunerContract({ name: "racing", make: () => racing() });

const space = compileSpace({ x: float(0, 1) });
const noisy = (seed: number, trials = 120) => ({
  space,
  seed,
  trials,
  objective: (trial: { params: { x: number }; random: { normal(): number } }) =>
    trial.params.x + 0.5 * trial.random.normal(),
});

describe("racing", () => {
  it("runs no configuration more often than it may, and the bad ones once", async () => {
    const { trials } = await simulate({ ...noisy(1), tuner: racing({ replicates: 4 }) });
    const runs = new Map<number, number[]>();
    for (const { params, value } of trials) {
      const x = params["x"] as number;
      runs.set(x, [...(runs.get(x) ?? []), value!]);
    }
    const counts = [...runs.values()].map((values) => values.length);
    expect(Math.max(...counts)).toBe(4);
    // Whoever was run once had a worse first run than whoever was run again, on the whole.
    const firsts = (many: boolean) =>
      [...runs.values()].filter((values) => values.length > 1 === many).map(([first]) => first!);
    const mean = (values: number[]) =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(firsts(true))).toBeLessThan(mean(firsts(false)) - 0.3);
  });

  it("finds better settings than the single best run does, over seeds", async () => {
    let raced = 0;
    let lucky = 0;
    for (let seed = 0; seed < 60; seed++) {
      const race = await simulate({ ...noisy(seed), tuner: racing({ replicates: 8 }) });
      const number = race.tuner.incumbent!(race.trials)!;
      raced += race.trials[number]!.params["x"] as number;
      const plain = await simulate({ ...noisy(seed), tuner: random() });
      lucky += plain.best!.params["x"] as number;
    }
    expect(raced / 60).toBeLessThan(lucky / 60 - 0.03);
  });

  it("shows the tuner behind one trial for each configuration, with the mean of its runs", async () => {
    const seen: number[][] = [];
    const spy = {
      ...random(),
      create: (context: Parameters<ReturnType<typeof random>["create"]>[0]) => {
        const inner = random().create(context);
        return {
          ...inner,
          name: "random",
          ask: (ask: Parameters<typeof inner.ask>[0]) => {
            seen.push(ask.trials.map(({ params }) => params["x"] as number));
            return inner.ask(ask);
          },
        };
      },
    };
    await simulate({ ...noisy(2, 40), tuner: racing({ tuner: spy }) });
    for (const points of seen) expect(new Set(points).size).toBe(points.length);
    expect(seen.at(-1)!.length).toBeGreaterThan(8);
  });

  it("says why a configuration is run again", async () => {
    const study = await simulate({ ...noisy(3), tuner: racing({ tuner: tpe() }) });
    const phases = study.trials.map(
      (trial) => study.tuner.explain!(trial, { ...study.context, trials: study.trials }) as never,
    ) as { phase: string; entrant: { losses: number[] }; incumbent: { losses: number[] } }[];
    expect(new Set(phases.map(({ phase }) => phase))).toEqual(
      new Set(["new", "challenger", "incumbent"]),
    );
    const mean = (values: number[]) =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    for (const { phase, entrant, incumbent } of phases)
      if (phase === "challenger")
        expect(mean(entrant.losses)).toBeLessThanOrEqual(mean(incumbent.losses));
  });

  it("refuses what it cannot race", () => {
    expect(() => racing({ replicates: 1 })).toThrow("replicates is 1");
    expect(() => racing({ tuner: asha({ maxResource: 9 }) })).toThrow("cannot race");
    const two = { space, objectives: { a: "minimize", b: "minimize" }, seed: 0 } as const;
    expect(() => racing().create(two)).toThrow("one objective");
  });
});
