import { describe, expect, it } from "vitest";
import { choice, float, int } from "../../../lib/space/parameters.ts";
import type { TunerSpec } from "../../../lib/study/tuner.ts";
import { open } from "./open.ts";

const nine = { a: choice(["x", "y", "z"]), b: int(1, 3) };

/** Always the same point, however often it is asked. */
const stubborn: TunerSpec = {
  name: "stubborn",
  create: () => ({ name: "stubborn", ask: () => ({ a: "x", b: 1 }), explain: () => "mine" }),
};

const points = (study: { trials: readonly { point: unknown }[] }) =>
  study.trials.map(({ point }) => JSON.stringify(point));

describe("points that were tried", () => {
  it("end a study of a single configuration, which says so", async () => {
    const study = await open({ space: { a: choice(["x"]) } });
    const end = await study.optimize(() => 1, { until: { trials: 3 } });
    expect(end.message).toContain("The only configuration of the space has been tried.");
  });

  it("are not tried again, and a finite space ends when all of it was tried", async () => {
    const study = await open({ space: nine });
    const end = await study.optimize(({ params }) => params.b, { until: { trials: 50 } });
    expect(new Set(points(study)).size).toBe(9);
    expect(study.counts.complete).toBe(9);
    expect(end).toMatchObject({ reason: "exhausted" });
    expect(end.message).toContain("All 9 configurations of the space have been tried");
  });

  it("are drawn at random where the tuner insists, and that is told", async () => {
    const study = await open({ space: nine, tuner: stubborn });
    await study.optimize(() => 1, { until: { trials: 9 } });
    expect(new Set(points(study)).size).toBe(9);
    expect(study.explain(0)).toBe("mine");
    expect(study.explain(3)).toMatchObject({ phase: "drawn" });
  });

  it("are left to the tuner where the space has no end", async () => {
    const fixed: TunerSpec = {
      name: "fixed",
      create: () => ({ name: "fixed", ask: () => ({ x: 0.5 }) }),
    };
    const study = await open({ tuner: fixed });
    await study.optimize(() => 1, { until: { trials: 3 } });
    expect(new Set(points(study)).size).toBe(3);
  });

  it("count also while they run, and not once they were interrupted", async () => {
    const study = await open({ space: { b: int(1, 2) } });
    const [one, other] = [await study.ask(), await study.ask()];
    expect(new Set([one.params.b, other.params.b])).toEqual(new Set([1, 2]));
    await expect(study.ask()).rejects.toThrow("nothing left to try");
    await study.tell(one, { state: "interrupted" });
    expect((await study.ask()).params).toEqual(one.params);
  });

  it("are run again where that is allowed", async () => {
    const study = await open({ space: nine, tuner: stubborn, duplicates: "allow" });
    await study.optimize(() => 1, { until: { trials: 4 } });
    expect(new Set(points(study)).size).toBe(1);
  });

  it("take over the first one's values where that is wanted, without being run", async () => {
    const study = await open({ space: nine, tuner: stubborn, duplicates: "reuse" });
    let calls = 0;
    await study.optimize(() => ++calls, { until: { trials: 4 } });
    expect(calls).toBe(1);
    expect(study.trials.map(({ value }) => value)).toEqual([1, 1, 1, 1]);
    expect(study.trials[3]!.notes).toEqual({ reusedFrom: 0 });
  });

  it("refuses a policy that there is not", async () => {
    await expect(
      open({ space: { x: float(0, 1) }, duplicates: "never" as "avoid" }),
    ).rejects.toThrow('duplicates is "never"');
  });
});
