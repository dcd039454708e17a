import { describe, expect, it } from "vitest";
import { choice, fixed, float, int } from "../../../lib/space/parameters.ts";
import type { SpaceDefinition } from "../../../lib/space/infer.ts";
import { memoryStorage } from "../../../lib/storages/memory.ts";
import { tpe } from "../../../lib/tuners/tpe.ts";
import { UnitCube } from "../../../lib/space/vectors.ts";
import type { Space } from "../../../lib/space/space.ts";
import { open } from "./open.ts";

const before = { x: float(0, 1), kind: choice(["a", "b"]) };

/** A storage with ten trials of the space above. */
async function tenTrials() {
  const storage = memoryStorage();
  const study = await open({ space: before, storage });
  await study.optimize(({ params }) => params.x, { more: 10 });
  return { storage, study };
}

/** How many trials are points of the study's space. */
function usable(study: { space: unknown; trials: readonly { point: never }[] }): number {
  const cube = new UnitCube(study.space as Space);
  return study.trials.filter(({ point }) => cube.read(point) !== undefined).length;
}

describe("a study that is opened again with another space", () => {
  it("is refused where nothing was said of that", async () => {
    const { storage } = await tenTrials();
    await expect(open({ space: { x: float(0, 2) }, storage })).rejects.toThrow(
      'exists with another space. Open it as it was, go on in the new space with spaceChange: "adopt"',
    );
  });

  it.each<[string, SpaceDefinition, (x: number, kind: string) => boolean]>([
    ["a wider range", { ...before, x: float(0, 2) }, () => true],
    ["a narrower range", { ...before, x: float(0, 0.5) }, (x) => x <= 0.5],
    ["one more choice", { ...before, kind: choice(["a", "b", "c"]) }, () => true],
    ["one choice less", { ...before, kind: choice(["a", "c"]) }, (_, kind) => kind === "a"],
    ["a new parameter with its default", { ...before, n: int(1, 9, { default: 3 }) }, () => true],
    ["a new parameter without", { ...before, n: int(1, 9) }, () => false],
    ["a parameter that is gone", { x: float(0, 1) }, () => true],
    ["a parameter that is fixed now", { ...before, kind: fixed("a") }, (_, kind) => kind === "a"],
  ])("counts the trials that fit it: %s", async (_what, space, fits) => {
    const { storage, study } = await tenTrials();
    const again = await open({ space, storage, spaceChange: "adopt", tuner: tpe() });
    expect(again.trials).toHaveLength(10);
    const expected = study.trials.filter(({ params }) => fits(params.x, params.kind));
    expect(usable(again as never)).toBe(expected.length);
    await again.optimize(() => 1, { more: 5 });
    expect(usable(again as never)).toBe(expected.length + 5);
  });

  it("shows what was adopted as the new space's, defaults and all", async () => {
    const { storage } = await tenTrials();
    const space = { ...before, n: int(1, 9, { default: 3 }) };
    const again = await open({ space, storage, spaceChange: "adopt" });
    expect(again.trials.map(({ params }) => params.n)).toEqual(Array.from({ length: 10 }, () => 3));
    expect(again.best!.params.n).toBe(3);
  });

  it("is that study from then on", async () => {
    const { storage } = await tenTrials();
    const space = { ...before, n: int(1, 9, { default: 3 }) };
    await open({ space, storage, spaceChange: "adopt" });
    const again = await open({ space, storage });
    expect(again.trials[0]!.params.n).toBe(3);
    await expect(open({ space: before, storage })).rejects.toThrow("another space");
    const back = await open({ space: before, storage, spaceChange: "adopt" });
    expect(usable(back as never)).toBe(10);
    expect(back.trials[0]!.params).not.toHaveProperty("n");
  });
});

describe("a study's space when it opens", () => {
  const ends = { low: float(0, 1), high: float(0, 1) };

  it("keeps to its constraints, whatever the tuner", async () => {
    const constraints = [({ low, high }: { low: number; high: number }) => low < high];
    const study = await open({ space: ends, constraints, tuner: tpe() });
    await study.optimize(({ params }) => params.high, { more: 30 });
    expect(study.trials.every(({ params }) => params.low < params.high)).toBe(true);
    await expect(study.enqueue({ low: 1, high: 0 })).rejects.toThrow("breaks its constraint");
  });

  it("refuses constraints that contradict each other, by name", async () => {
    const constraints = {
      up: (p: { low: number; high: number }) => p.low < p.high,
      down: (p: { low: number; high: number }) => p.low > p.high,
    };
    await expect(open({ space: ends, constraints })).rejects.toThrow(/all break .*"up".*"down"/);
  });

  it("begins with the defaults where it is told to, once", async () => {
    const storage = memoryStorage();
    const space = { x: float(0, 1, { default: 0.25 }), net: { layers: int(1, 3, { default: 2 }) } };
    for (const _ of [1, 2]) {
      const study = await open({ space, storage, firstTrial: "defaults" });
      await study.optimize(() => 1, { more: 2 });
    }
    const study = await open({ space, storage });
    expect(study.trials.map(({ by }) => by)).toEqual(["enqueued", "random", "random", "random"]);
    expect(study.trials[0]!.params).toEqual({ x: 0.25, net: { layers: 2 } });
    await expect(open({ space: { x: float(0, 1) }, firstTrial: "defaults" })).rejects.toThrow(
      "Parameter x: it is missing and has no default",
    );
  });
});
