import { describe, expect, it } from "vitest";
import { compileSpace } from "../../../lib/space/compile.ts";
import { choice, float } from "../../../lib/space/parameters.ts";
import { simulate } from "../../../lib/study/simulate.ts";
import { bayesian } from "../../../lib/tuners/bayesian.ts";
import { tpe } from "../../../lib/tuners/tpe.ts";
import { tunerContract } from "../../contracts/tuner.ts";

tunerContract({ name: "bayesian", make: () => bayesian({ startupTrials: 24, switchAfter: 28 }) });

const line = compileSpace({ x: float(0, 1) });

/** Which model was asked for each trial. */
async function modelsOf(run: Promise<Awaited<ReturnType<typeof simulate>>>): Promise<unknown[]> {
  const { tuner, trials, context } = await run;
  return trials.map((trial) => {
    const explained = tuner.explain?.(trial, { ...context, trials });
    return (explained as { model: unknown } | undefined)?.model;
  });
}

describe("bayesian chooses the model", () => {
  it("a Gaussian process, and TPE when so many trials have ended", async () => {
    const models = await modelsOf(
      simulate({
        space: line,
        tuner: bayesian({ startupTrials: 3, switchAfter: 8 }),
        objective: ({ params }) => (params.x - 0.3) ** 2,
        trials: 12,
      }),
    );
    expect(models.slice(0, 8)).toEqual(Array(8).fill("gaussianProcess"));
    expect(models.slice(8)).toEqual(Array(4).fill("tpe"));
  });

  it("TPE's points are those of TPE itself after the switch", async () => {
    const objective = ({ params }: { params: { x: number } }): number => (params.x - 0.3) ** 2;
    const common = { space: line, objective, trials: 12, seed: 4 };
    const mixed = await simulate({
      ...common,
      tuner: bayesian({ startupTrials: 3, switchAfter: 8 }),
    });
    const initial = mixed.trials.slice(0, 8).map(({ point }) => point);
    const alone = await simulate({ ...common, tuner: tpe({ startupTrials: 3 }), initial });
    expect(mixed.trials.map(({ point }) => point)).toEqual(alone.trials.map(({ point }) => point));
  });

  it("the forest where there are very many choices, and TPE where numbers or objectives are many", async () => {
    const many = (make: () => ReturnType<typeof float> | ReturnType<typeof choice>) =>
      compileSpace(Object.fromEntries(Array.from({ length: 101 }, (_, k) => [`p${k}`, make()])));
    const first = async (
      space: ReturnType<typeof compileSpace>,
      objectives: Record<string, "minimize"> = { value: "minimize" },
    ): Promise<unknown> =>
      (
        await modelsOf(
          simulate({
            space: space as typeof line,
            tuner: bayesian(),
            objectives,
            objective: () => ({
              values: Object.fromEntries(Object.keys(objectives).map((name) => [name, 1])),
            }),
            trials: 1,
          }),
        )
      )[0];
    expect(await first(many(() => choice(["a", "b"])))).toBe("forest");
    expect(await first(many(() => float(0, 1)))).toBe("tpe");
    const four = { a: "minimize", b: "minimize", c: "minimize", d: "minimize" } as const;
    expect(await first(line, four)).toBe("tpe");
  });

  it("refuses options that it does not know, and says those that it does", () => {
    expect(() => bayesian({ candidates: 24 } as never)).toThrow(
      /no option "candidates".*switchAfter/,
    );
  });
});
