import { readFileSync } from "node:fs";
import { expect } from "vitest";

/** A number of a JSON fixture, which writes the infinities as words. */
type FixtureNumber = number | "Infinity" | "-Infinity" | "NaN";

/** The rows of one function in fixtures/normal.json, which fixtures/normal.py writes. */
export function fixture(name: string): number[][] {
  const path = new URL("./fixtures/normal.json", import.meta.url);
  const all = JSON.parse(readFileSync(path, "utf8")) as Record<string, FixtureNumber[][]>;
  const rows = all[name];
  if (rows === undefined || rows.length === 0) throw new Error(`No fixture named ${name}`);
  return rows.map((row) => row.map(Number));
}

/**
 * Compares by relative error, in units of 2⁻⁵² (EPS), with what the result's own magnitude cannot
 * show: differences below `floor` count as none.
 */
export function expectClose(actual: number, wanted: number, eps: number, floor = 1e-305): void {
  if (!Number.isFinite(wanted)) {
    expect(actual).toBe(wanted);
    return;
  }
  const allowed = eps * Number.EPSILON * Math.abs(wanted) + floor;
  const error = Math.abs(actual - wanted);
  if (!(error <= allowed)) {
    const units = (error / Math.abs(wanted) / Number.EPSILON).toPrecision(3);
    expect.fail(`${actual} differs from ${wanted} by ${units} EPS; ${eps} are allowed`);
  }
}
