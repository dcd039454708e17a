import { describe, expect, it } from "vitest";
import { randomStream } from "../../../lib/math/random.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { drawPoint } from "../../../lib/space/draw.ts";
import { choice, float, int, list, oneOf } from "../../../lib/space/parameters.ts";
import type { Dimension, Space } from "../../../lib/space/space.ts";
import { grid } from "../../../lib/tuners/grid.ts";
import { partialFixed } from "../../../lib/tuners/partial-fixed.ts";
import { random } from "../../../lib/tuners/random.ts";
import { tpe } from "../../../lib/tuners/tpe.ts";
import { play } from "../../contracts/trials.ts";
import { tunerContract } from "../../contracts/tuner.ts";

/** A value of a space's first dimension that some allowed point has. */
function firstFixed(space: Space): Record<string, unknown> {
  const first = space.dimensions[0] as Dimension;
  return { [first.path]: drawPoint(space, randomStream(11))[first.path] };
}

tunerContract({
  name: "partialFixed",
  make: (space) => partialFixed({ fixed: firstFixed(space), tuner: tpe({ startupTrials: 5 }) }),
});

const space = compileSpace({
  optimizer: oneOf({ adam: {}, sgd: { momentum: float(0, 0.99) } }),
  hidden: list(int(4, 64), { min: 1, max: 3 }),
  batch: choice([16, 32, 64]),
});

describe("a search with some parameters kept", () => {
  it("keeps them, and what hangs on them, and varies the rest", async () => {
    const spec = partialFixed({ fixed: { optimizer: { kind: "sgd" } }, tuner: random() });
    const { points, tuner, context, trials } = await play(spec, { space, seed: 1, trials: 40 });
    for (const point of points) {
      expect(point["optimizer.kind"]).toBe("sgd");
      expect(point["optimizer.momentum"]).toBeTypeOf("number");
    }
    expect(new Set(points.map(({ batch }) => batch)).size).toBe(3);
    expect(tuner.explain?.(trials[39]!, { ...context, trials })).toBeUndefined();
  });

  it("takes nested lists, and paths", async () => {
    const { points } = await play(
      partialFixed({ fixed: { hidden: [8, 16], "optimizer.kind": "adam" }, tuner: random() }),
      { space, seed: 1, trials: 5 },
    );
    for (const { batch, ...rest } of points) {
      expect([16, 32, 64]).toContain(batch);
      expect(rest).toEqual({
        "optimizer.kind": "adam",
        "hidden.length": 2,
        "hidden[0]": 8,
        "hidden[1]": 16,
      });
    }
  });

  it("shows the inner tuner as many configurations as are left", async () => {
    const fixed = { hidden: [8], optimizer: { kind: "adam" } };
    const { points, tuner, exhausted } = await play(partialFixed({ fixed, tuner: grid() }), {
      space,
      seed: 1,
      trials: 10,
    });
    expect(tuner.planned).toBe(3);
    expect(exhausted).toBe(true);
    expect(points.map(({ batch }) => batch).toSorted()).toEqual([16, 32, 64]);
    let seen: Space | undefined;
    partialFixed({
      fixed,
      tuner: {
        name: "spy",
        create: (context) => ((seen = context.space), random().create(context)),
      },
    }).create({ space, objectives: { loss: "minimize" }, seed: 1 });
    expect(seen?.size).toBe(3);
    expect(seen?.dimensions.map(({ path }) => path)).toEqual([
      "optimizer.kind",
      "hidden.length",
      "hidden[0]",
      "batch",
    ]);
  });

  it("explains what was kept and why the rest", async () => {
    const spec = partialFixed({ fixed: { batch: 32 }, tuner: tpe() });
    const { tuner, context, trials } = await play(spec, { space, seed: 1, trials: 15 });
    expect(tuner.explain?.(trials[14]!, { ...context, trials })).toMatchObject({
      tuner: "partialFixed",
      fixed: { batch: 32 },
      why: { tuner: "tpe", phase: "density" },
    });
  });

  it("refuses what the space does not have", () => {
    const create = (fixed: Record<string, unknown>) => () =>
      partialFixed({ fixed, tuner: random() }).create({
        space,
        objectives: { loss: "minimize" },
        seed: 1,
      });
    expect(create({ bach: 16 })).toThrow(/no parameter "bach".*Did you mean "batch"/);
    expect(create({ batch: 17 })).toThrow(/17 is no value of "batch"; it takes 16, 32, 64/);
    expect(create({ hidden: [3] })).toThrow(
      /3 is no value of "hidden\[0\]"; it takes numbers from 4 to 64/,
    );
    expect(() => partialFixed({ fixed: { batch: 16 } } as never)).toThrow(
      /needs the values to keep/,
    );
    expect(() => partialFixed({ fixed: {}, tuner: random(), x: 1 } as never)).toThrow(
      /no option "x"/,
    );
  });
});
