import { describe, expect, it } from "vitest";
import { type Lint, lintSpace } from "../../../lib/analysis/lint.ts";
import { randomStream } from "../../../lib/math/random.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { choice, float, int } from "../../../lib/space/parameters.ts";
import type { SpaceDefinition } from "../../../lib/space/infer.ts";
import type { Space } from "../../../lib/space/space.ts";
import { simulate } from "../../../lib/study/simulate.ts";
import { random } from "../../../lib/tuners/random.ts";
import { tpe } from "../../../lib/tuners/tpe.ts";
import { poorStudies, viewOf } from "./views.ts";

interface Params {
  readonly x: number;
  readonly y: number;
  readonly c: string;
  readonly s: number;
  readonly n: number;
}

/** Nothing to complain of: optima inside, right scales, every parameter counts. */
const good = {
  x: float(0, 1),
  y: float(1e-4, 1, { log: true }),
  c: choice(["a", "b", "c"]),
  s: float(0, 1, { step: 0.1 }),
  n: int(1, 64),
};
const loss = ({ x, y, c, s, n }: Params) =>
  2 * (x - 0.4) ** 2 +
  0.2 * (Math.log10(y) + 2) ** 2 +
  0.1 * "abc".indexOf(c) +
  (s - 0.5) ** 2 +
  (n / 64 - 0.6) ** 2;

const STUDIES = 10;

/** What is found in ten studies of 120 trials, by kind and path. */
async function found(
  definition: SpaceDefinition,
  f: (params: Params) => number,
  tuner: typeof random | typeof tpe = random,
): Promise<Map<string, Lint[]>> {
  const all = new Map<string, Lint[]>();
  for (let seed = 0; seed < STUDIES; seed++) {
    const study = await simulate({
      space: compileSpace(definition) as unknown as Space,
      tuner: tuner(),
      objective: ({ params, random: own }) => f(params as unknown as Params) + 0.03 * own.normal(),
      trials: 120,
      seed: 50 + seed,
    });
    for (const lint of lintSpace(study)) {
      const key = `${lint.kind}: ${lint.path}`;
      all.set(key, [...(all.get(key) ?? []), lint]);
    }
  }
  return all;
}

/** Everything but the fault itself. */
function alarms(all: Map<string, Lint[]>, fault?: string): number {
  return [...all].reduce((sum, [key, lints]) => sum + (key === fault ? 0 : lints.length), 0);
}

describe("a space without faults", () => {
  for (const tuner of [random, tpe])
    it(`raises hardly an alarm: ${tuner().name}`, async () => {
      // Ten studies with five parameters each.
      const all = await found(good, loss, tuner);
      expect(alarms(all)).toBeLessThanOrEqual(3);
    });
});

describe("faults are found, with the change that mends them", () => {
  const cases: {
    fault: string;
    space: SpaceDefinition;
    f?: typeof loss;
    least: number;
    patch: object;
  }[] = [
    {
      fault: "optimum at bound: y",
      space: { ...good, y: float(1e-5, 1e-3, { log: true }) },
      least: 7,
      patch: { path: "y", option: "high", value: 0.01 },
    },
    {
      fault: "use log: y",
      space: { ...good, y: float(1e-4, 1) },
      least: 7,
      patch: { path: "y", option: "log", value: true },
    },
    {
      fault: "dead parameter: z",
      space: { ...good, z: float(0, 1) },
      least: 5,
      patch: { path: "z", option: "fixed" },
    },
    {
      fault: "never better choice: c",
      space: { ...good, c: choice(["a", "b", "bad"]) },
      f: (params) => (params.c === "bad" ? 1.2 + loss({ ...params, c: "a" }) : loss(params)),
      least: 8,
      patch: { path: "c", option: "choices", value: ["a", "b"] },
    },
    {
      fault: "step too coarse: s",
      space: { ...good, s: float(0, 1, { step: 0.25 }) },
      f: (params) => loss(params) + 12 * (params.s - 0.5) ** 2,
      least: 8,
      patch: { path: "s", option: "step", value: 0.125 },
    },
  ];
  for (const { fault, space, f = loss, least, patch } of cases)
    it(fault, async () => {
      const all = await found(space, f);
      const lints = all.get(fault) ?? [];
      expect(lints.length).toBeGreaterThanOrEqual(least);
      expect(lints[0]!.patch[0]).toMatchObject(patch);
      expect(lints[0]!.message).toContain(lints[0]!.path);
      for (const number of Object.values(lints[0]!.evidence))
        expect(Number.isFinite(number)).toBe(true);
      expect(alarms(all, fault)).toBeLessThanOrEqual(4);
    });

  it("an optimum at a bound, where a tuner has gone there", async () => {
    const all = await found({ ...good, x: float(0.6, 1) }, loss, tpe);
    const lints = all.get("optimum at bound: x") ?? [];
    expect(lints.length).toBeGreaterThanOrEqual(6);
    expect(lints[0]!.patch).toEqual([{ path: "x", option: "low", value: 0.4 }]);
  });
});

it("asks for a logarithm, not for a wider range, at the small end of several powers of ten", async () => {
  let asked = 0;
  for (let seed = 0; seed < STUDIES; seed++) {
    const study = await simulate({
      space: compileSpace({ rate: float(1e-5, 1), x: float(0, 1) }),
      tuner: random(),
      objective: ({ params }) => (Math.log10(params.rate) + 3) ** 2 + (params.x - 0.5) ** 2,
      trials: 60,
      seed,
    });
    const lints = lintSpace(study).filter(({ path }) => path === "rate");
    for (const { kind, patch } of lints) {
      asked++;
      expect(kind).toBe("use log");
      expect(patch).toEqual([{ path: "rate", option: "log", value: true }]);
    }
  }
  expect(asked).toBeGreaterThanOrEqual(STUDIES / 2);
});

it("finds nothing where there is nothing to go by", () => {
  const stream = randomStream(1);
  const line = compileSpace({ x: float(0, 1) });
  for (const study of Object.values(poorStudies(line, () => ({ x: stream.uniform() }))))
    expect(lintSpace(study)).toEqual([]);
  const names = Array.from({ length: 60 }, (_, k) => `p${k}`);
  const wide = compileSpace(Object.fromEntries(names.map((name) => [name, float(0, 1)])));
  const few = poorStudies(wide as never, () =>
    Object.fromEntries(names.map((name) => [name, stream.uniform()])),
  );
  expect(lintSpace(few["NaN and infinities"])).toEqual([]);
  expect(() => lintSpace(viewOf(line, [], { a: "minimize", b: "maximize" }))).toThrow(
    /several objectives/,
  );
});
