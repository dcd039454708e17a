import { describe, expect, test } from "vitest";
import { distanceSeen, seen, visions } from "./blindness.ts";
import { contrast, distance, lab, linear, type Triple } from "./colour.ts";

/**
 * Table 1 of Sharma, Wu & Dalal 2005, "The CIEDE2000 Color-Difference Formula": two colours in CIELAB
 * and their distance.
 */
const published: [Triple, Triple, number][] = [
  [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
  [[50, 3.1571, -77.2803], [50, 0, -82.7485], 2.8615],
  [[50, 2.8361, -74.02], [50, 0, -82.7485], 3.4412],
  [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1],
  [[50, -1.1848, -84.8006], [50, 0, -82.7485], 1],
  [[50, -0.9009, -85.5211], [50, 0, -82.7485], 1],
  [[50, 0, 0], [50, -1, 2], 2.3669],
  [[50, -1, 2], [50, 0, 0], 2.3669],
  [[50, 2.49, -0.001], [50, -2.49, 0.0009], 7.1792],
  [[50, 2.49, -0.001], [50, -2.49, 0.001], 7.1792],
  [[50, 2.49, -0.001], [50, -2.49, 0.0011], 7.2195],
  [[50, 2.49, -0.001], [50, -2.49, 0.0012], 7.2195],
  [[50, -0.001, 2.49], [50, 0.0009, -2.49], 4.8045],
  [[50, -0.001, 2.49], [50, 0.0011, -2.49], 4.7461],
  [[50, -0.001, 2.49], [50, 0.0012, -2.49], 4.7461],
  [[50, 2.5, 0], [50, 0, -2.5], 4.3065],
  [[50, 2.5, 0], [73, 25, -18], 27.1492],
  [[50, 2.5, 0], [61, -5, 29], 22.8977],
  [[50, 2.5, 0], [56, -27, -3], 31.903],
  [[50, 2.5, 0], [58, 24, 15], 19.4535],
  [[50, 2.5, 0], [50, 3.1736, 0.5854], 1],
  [[50, 2.5, 0], [50, 3.2972, 0], 1],
  [[50, 2.5, 0], [50, 1.8634, 0.5757], 1],
  [[50, 2.5, 0], [50, 3.2592, 0.335], 1],
  [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
  [[63.0109, -31.0961, -5.8663], [62.8187, -29.7946, -4.0864], 1.263],
  [[61.2901, 3.7196, -5.3901], [61.4292, 2.248, -4.962], 1.8731],
  [[35.0831, -44.1164, 3.7933], [35.0232, -40.0716, 1.5901], 1.8645],
  [[22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373],
  [[36.4612, 47.858, 18.3852], [36.2715, 50.5065, 21.2231], 1.4146],
  [[90.8027, -2.0831, 1.441], [91.1528, -1.6435, 0.0447], 1.4441],
  [[90.9257, -0.5406, -0.9208], [88.6381, -0.8985, -0.7239], 1.5381],
  [[6.7747, -0.2908, -2.4247], [5.8714, -0.0985, -2.2286], 0.6377],
  [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
];

describe("CIEDE2000", () => {
  test.each(published)("of %j and %j is %d, in either order", (one, other, expected) => {
    expect(distance(one, other)).toBeCloseTo(expected, 4);
    expect(distance(other, one)).toBeCloseTo(expected, 4);
  });

  test("jumps where two hues are opposite: the published value of either side", () => {
    // Pair 14 of the table lies on the jump itself, where the last bit decides.
    const jump = distance([50, -0.001, 2.49], [50, 0.001, -2.49]);
    expect(Math.min(Math.abs(jump - 4.8045), Math.abs(jump - 4.7461))).toBeLessThan(1e-4);
  });
});

describe("colours", () => {
  test.each([
    ["#ffffff", [100, 0, 0]],
    ["#000000", [0, 0, 0]],
    ["#ff0000", [53.24, 80.09, 67.2]],
    ["#00ff00", [87.73, -86.18, 83.18]],
    ["#0000ff", [32.3, 79.19, -107.86]],
  ] as const)("%s in CIELAB under D65", (hex, expected) => {
    lab(linear(hex)).forEach((part, at) => expect(part).toBeCloseTo(expected[at] ?? NaN, 1));
  });

  test("WCAG's contrast: 21 of black on white, 4.48 of #777777, 1 of a colour on itself", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 10);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
    expect(contrast("#123456", "#123456")).toBe(1);
  });
});

describe("colour blindness", () => {
  test.each(visions)("greys look the same with %s", (vision) => {
    for (const grey of ["#000000", "#808080", "#ffffff"]) {
      for (const look of seen(linear(grey), vision)) {
        expect(distance(lab(look), lab(linear(grey)))).toBeLessThan(0.2);
      }
    }
  });

  test("red and green of equal lightness fall together without long or middle cones, blue and yellow do not", () => {
    const [red, green, blue, yellow] = ["#c23b3b", "#6b7a2a", "#2b5fd0", "#b0a020"] as const;
    const apart = distanceSeen(red, green, "all cones");
    expect(distanceSeen(red, green, "deuteranopia")).toBeLessThan(apart / 2);
    expect(distanceSeen(red, green, "tritanopia")).toBeGreaterThan(apart / 2);
    expect(distanceSeen(blue, yellow, "protanopia")).toBeGreaterThan(40);
  });

  test("blue and green of equal lightness fall together without short cones", () => {
    const apart = distanceSeen("#1d6fe0", "#0c8576", "all cones");
    expect(distanceSeen("#1d6fe0", "#0c8576", "tritanopia")).toBeLessThan(apart / 4);
  });
});
