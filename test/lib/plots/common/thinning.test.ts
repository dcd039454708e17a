import { expect, test } from "vitest";
import { thinned } from "../../../../lib/plots/common/thinning.ts";

interface Place {
  x: number;
  y: number;
  number: number;
}

/** A lattice of `side` × `side` points, visited twice. */
function lattice(side: number): Place[] {
  return Array.from({ length: 2 * side * side }, (_, number) => ({
    x: (number % side) / side,
    y: (Math.floor(number / side) % side) / side,
    number,
  }));
}

const thin = (points: Place[], grid?: Parameters<typeof thinned>[3]) =>
  thinned(
    points,
    ({ x }) => x,
    ({ y }) => y,
    grid,
  );

test("few points all stay", () => {
  const points = lattice(17);
  expect(points).toHaveLength(578);
  expect(thin(points)).toEqual(points);
});

test("of points that fall together the newest stays", () => {
  const points = lattice(50);
  expect(thin(points)).toEqual(points.slice(2500));
});

test("with more points than fill a picture they are told apart less finely", () => {
  const points = lattice(80);
  expect(thin(points)).toHaveLength(6400);
  const few = thin(points, { columns: 400, rows: 400, most: 1500 });
  expect(few.length).toBeLessThanOrEqual(1500);
  expect(few.length).toBeGreaterThan(700);
  // All of the picture is still covered.
  for (const at of [({ x }: Place) => x, ({ y }: Place) => y]) {
    expect(Math.min(...few.map(at))).toBeLessThan(0.05);
    expect(Math.max(...few.map(at))).toBeGreaterThan(0.95);
  }
});
