// What the families of problems share: shifts, rotations, and spaces of coordinates.
import { randomStream } from "../../../dist/lib/math/random.js";
import { float } from "../../../dist/lib/space/parameters.js";

/** Shift of coordinate k, so that no optimum lies in the centre or at a bound. */
export const shift = (k) => 0.5 + 0.23 * Math.sin(1.7 * k + 1);

const names = (d) => Array.from({ length: d }, (_, k) => `x${k}`);

/** The unit cube: x0, x1… */
export const cube = (d) => Object.fromEntries(names(d).map((name) => [name, float(0, 1)]));

/** The coordinates of parameters of `cube`, in order. */
export const vector = (params, d) => names(d).map((name) => params[name]);

/** Parameters of `cube` at the given coordinates. */
export const at = (coordinates) =>
  Object.fromEntries(coordinates.map((value, k) => [`x${k}`, value]));

/** Parameters at every coordinate's shift. */
export const atShift = (d) => at(Array.from({ length: d }, (_, k) => shift(k)));

/** A d × d rotation of its own for each seed: Gram and Schmidt on normal draws. */
export function rotation(d, seed) {
  const random = randomStream(seed, d);
  const rows = [];
  while (rows.length < d) {
    const row = Array.from({ length: d }, () => random.normal());
    for (const other of rows) {
      const along = row.reduce((sum, value, k) => sum + value * other[k], 0);
      other.forEach((value, k) => (row[k] -= along * value));
    }
    const norm = Math.hypot(...row);
    rows.push(row.map((value) => value / norm));
  }
  return rows;
}

/** (x − shift) turned and scaled: 0 at the shift. */
export function centred(x, scale, turn) {
  const moved = x.map((value, k) => scale * (value - shift(k)));
  return turn === undefined
    ? moved
    : turn.map((row) => row.reduce((sum, value, k) => sum + value * moved[k], 0));
}

export const sum = (values) => values.reduce((total, value) => total + value, 0);
