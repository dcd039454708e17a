import { describe, expect, it } from "vitest";
import { randomStream } from "../../../lib/math/random.ts";
import { SobolSequence } from "../../../lib/math/sobol.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { choice, float, int, list, oneOf } from "../../../lib/space/parameters.ts";
import type { Space } from "../../../lib/space/space.ts";
import { UnitCube } from "../../../lib/space/vectors.ts";
import type { Json, Point } from "../../../lib/study/trial-record.ts";
import { quasiRandom } from "../../../lib/tuners/quasi-random.ts";
import { play } from "../../contracts/trials.ts";
import { tunerContract } from "../../contracts/tuner.ts";

tunerContract({ name: "quasiRandom", make: () => quasiRandom() });
tunerContract({ name: "quasiRandom", make: () => quasiRandom({ sequence: "halton" }) });

describe("quasi-random search", () => {
  const space = compileSpace({
    x: float(0, 1),
    rate: float(1e-4, 1, { log: true }),
    units: int(1, 8),
    kind: choice(["a", "b"]),
  });

  it("gives each eighth and each value of a dimension its share, whatever the seed", async () => {
    for (const seed of [1, 2, 3]) {
      const { points } = await play(quasiRandom(), { space, seed, trials: 64 });
      const counts = (of: (point: Point) => number): number[] => {
        const all = Array<number>(8).fill(0);
        for (const point of points) all[of(point)] = (all[of(point)] as number) + 1;
        return all;
      };
      expect(counts((point) => Math.floor(8 * (point["x"] as number)))).toEqual(Array(8).fill(8));
      expect(counts((point) => Math.floor(2 * (Math.log10(point["rate"] as number) + 4)))).toEqual(
        Array(8).fill(8),
      );
      expect(counts((point) => (point["units"] as number) - 1)).toEqual(Array(8).fill(8));
      expect(points.filter(({ kind }) => kind === "a")).toHaveLength(32);
    }
  });

  it("is Sobol's sequence itself where it is not scrambled, from its second point on", async () => {
    const { points } = await play(quasiRandom({ scramble: false }), { space, seed: 1, trials: 10 });
    const sequence = new SobolSequence(4);
    points.forEach((point, number) => {
      expect(point["x"]).toBe(sequence.at(number + 1)[0]);
    });
  });

  it("keeps to the constraints of a space, and stays even in what they leave", async () => {
    const triangle: Space = {
      ...space,
      constraints: [{ name: "x below 0.25" }],
      allows: (point) => (point["x"] as number) < 0.25,
    };
    const { points } = await play(quasiRandom(), { space: triangle, seed: 1, trials: 64 });
    const halves = points.filter(({ x }) => (x as number) < 0.125).length;
    for (const { x } of points) expect(x).toBeLessThan(0.25);
    expect(Math.abs(halves - 32)).toBeLessThan(12);
  });

  it("gives another point when it is asked again", async () => {
    const { tuner, next } = await play(quasiRandom(), { space, seed: 1, trials: 1 });
    const asked = [0, 1, 2, 3].map((attempt) =>
      tuner.ask({ ...next(), random: randomStream(1), attempt }),
    );
    expect(new Set(asked.map((point) => (point as Point)["x"])).size).toBe(4);
  });

  it("serves more dimensions than there are direction numbers for", async () => {
    const long = compileSpace({
      bits: list(choice([0, 1]), { min: 1000, max: 1000 }),
      y: list(float(0, 1), { min: 40, max: 40 }),
    });
    const { points } = await play(quasiRandom(), { space: long, seed: 1, trials: 3 });
    expect(new Set(points.map((point) => point["y[39]"])).size).toBe(3);
    expect(Object.keys(points[0] as Point)).toHaveLength(1040);
  });

  it("explains a point so that the coordinates give it back", async () => {
    const nested = compileSpace({ o: oneOf({ a: {}, b: { m: float(0, 1) } }), x: float(2, 3) });
    const { tuner, context, trials } = await play(quasiRandom(), {
      space: nested,
      seed: 4,
      trials: 12,
    });
    const cube = new UnitCube(nested);
    for (const trial of trials) {
      const explained = tuner.explain?.(trial, { ...context, trials }) as Record<string, Json>;
      const coordinates = explained["coordinates"] as Record<string, number>;
      const vector = cube.axes.map(({ dimension }) => coordinates[dimension.path] as number);
      expect(cube.write(vector)).toEqual(trial.point);
    }
  });

  it("refuses options that there are not", () => {
    expect(() => quasiRandom({ sequence: "faure" as never })).toThrow(
      /"faure".*"sobol" or "halton"/,
    );
    expect(() => quasiRandom({ scramble: 1 as never })).toThrow(/scramble is 1/);
    expect(() => quasiRandom({ seed: 1 } as never)).toThrow(/no option "seed"/);
  });
});
