import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import {
  incompleteBeta,
  logGamma,
  shareInterval,
  studentQuantile,
} from "../../../lib/math/incomplete-beta.ts";

const scipy = JSON.parse(
  readFileSync(new URL("./fixtures/incomplete-beta.json", import.meta.url), "utf8"),
) as Record<"beta" | "student" | "shares" | "gamma", number[][]>;

/** To a relative error. */
function expectNear(actual: number, wanted: number, relative: number, floor = 0): void {
  expect(Math.abs(actual - wanted)).toBeLessThanOrEqual(relative * Math.abs(wanted) + floor);
}

it("ln Γ agrees with SciPy to 1e-13", () => {
  for (const [x, wanted] of scipy.gamma) expectNear(logGamma(x!), wanted!, 1e-13, 1e-14);
});

it("the incomplete beta function agrees with SciPy to 1e-10", () => {
  for (const [x, a, b, wanted] of scipy.beta)
    expectNear(incompleteBeta(x!, a!, b!), wanted!, 1e-10, 1e-15);
});

it("Student's quantiles agree with SciPy to 1e-8", () => {
  for (const [p, degrees, wanted] of scipy.student)
    expectNear(studentQuantile(p!, degrees!), wanted!, 1e-8, 1e-12);
});

it("Clopper's and Pearson's interval agrees with SciPy to 1e-9", () => {
  for (const [count, total, low, high] of scipy.shares) {
    const ours = shareInterval(count!, total!, 0.9);
    expectNear(ours[0], low!, 1e-9);
    expectNear(ours[1], high!, 1e-9);
  }
});
