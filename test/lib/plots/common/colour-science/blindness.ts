/** What people see who lack one kind of cone, simulated in linear light. */
import { distance, lab, linear, type Triple } from "./colour.ts";

type Matrix = readonly [Triple, Triple, Triple];

/**
 * Viénot, Brettel & Mollon 1999, "Digital video colourmaps for checking the legibility of displays by
 * dichromats", for the sRGB primaries (as computed in libDaltonLens, public domain).
 */
const vienot = {
  protanopia: [
    [0.11238, 0.88762, 0],
    [0.11238, 0.88762, 0],
    [0.00401, -0.00401, 1],
  ],
  deuteranopia: [
    [0.29275, 0.70725, 0],
    [0.29275, 0.70725, 0],
    [-0.02234, 0.02234, 1],
  ],
} as const satisfies Record<string, Matrix>;

/**
 * Machado, Oliveira & Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision
 * Deficiency", severity 1.
 */
const machado = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
} as const satisfies Record<string, Matrix>;

/**
 * Brettel, Viénot & Mollon 1997, "Computerized simulation of color appearance for dichromats": two
 * half-planes that meet along the greys (for sRGB, as in libDaltonLens). Neither of the models above
 * describes tritanopia well.
 */
const brettelTritanopia = {
  normal: [0.03901, -0.02788, -0.01113],
  above: [
    [1.01277, 0.13548, -0.14826],
    [-0.01243, 0.86812, 0.14431],
    [0.07589, 0.805, 0.11911],
  ],
  below: [
    [0.93678, 0.18979, -0.12657],
    [0.06154, 0.81526, 0.1232],
    [-0.37562, 1.12767, 0.24796],
  ],
} as const satisfies { normal: Triple; above: Matrix; below: Matrix };

const dot = (a: Triple, b: Triple) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

function times(matrix: Matrix, colour: Triple): Triple {
  const part = (row: Triple) => Math.min(1, Math.max(0, dot(row, colour)));
  return [part(matrix[0]), part(matrix[1]), part(matrix[2])];
}

/** How colours are seen: with all cones, or without one kind of them. */
export const visions = ["all cones", "protanopia", "deuteranopia", "tritanopia"] as const;
export type Vision = (typeof visions)[number];

/** Linear light as it is seen, by every model of that vision. */
export function seen(colour: Triple, vision: Vision): Triple[] {
  if (vision === "all cones") return [colour];
  if (vision === "tritanopia") {
    const { normal, above, below } = brettelTritanopia;
    return [times(dot(normal, colour) >= 0 ? above : below, colour)];
  }
  return [times(vienot[vision], colour), times(machado[vision], colour)];
}

/** CIEDE2000 of two colours as they are seen; of several models the least. */
export function distanceSeen(one: string, other: string, vision: Vision): number {
  const a = seen(linear(one), vision);
  const b = seen(linear(other), vision);
  return Math.min(...a.map((colour, model) => distance(lab(colour), lab(b[model] ?? colour))));
}
