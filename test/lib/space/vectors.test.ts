import { describe, expect, it } from "vitest";
import { randomStream } from "../../../lib/math/random.ts";
import { UnitCube } from "../../../lib/space/vectors.ts";
import { drawPoint } from "../../../lib/space/draw.ts";
import { expectLegal } from "../../contracts/tuner.ts";
import { spaces } from "../../contracts/spaces.ts";

describe("points as vectors of the unit cube", () => {
  for (const [kind, space] of Object.entries(spaces)) {
    it(`go there and back: ${kind}`, () => {
      const cube = new UnitCube(space);
      const random = randomStream(3);
      for (let draw = 0; draw < 200; draw++) {
        const point = drawPoint(space, random);
        const vector = cube.read(point)!;
        const back = cube.write(vector);
        for (const [path, value] of Object.entries(point)) {
          if (typeof value === "number") expect(back[path]).toBeCloseTo(value, 9);
          else expect(back[path]).toBe(value);
        }
        expect(Object.keys(back)).toEqual(Object.keys(point));
      }
    });

    it(`any place of the cube is a legal point: ${kind}`, () => {
      const cube = new UnitCube(space);
      const random = randomStream(4);
      for (let draw = 0; draw < 200; draw++) {
        const vector = cube.axes.map(() => random.uniform() * 1.2 - 0.1);
        const point = cube.write(vector);
        // The cube knows ranges, not constraints between parameters: those are for who chooses the place.
        if (space.allows(point)) expectLegal(space, point);
        else expect(kind).toBe("constrained");
      }
    });
  }

  it("leaves out what is not active, and refuses what is no legal value", () => {
    const space = spaces["oneOf"]!;
    const cube = new UnitCube(space);
    const vector = cube.read({ "optimizer.kind": "adam", rate: 0.01 })!;
    expect([...vector].map(Number.isNaN)).toEqual([false, true, true, false]);
    expect(cube.read({ "optimizer.kind": "adam", rate: 7 })).toBeUndefined();
    expect(cube.read({ "optimizer.kind": "sgd", rate: 0.01 })).toBeUndefined();
  });
});
