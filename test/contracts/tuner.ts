import { describe, expect, it } from "vitest";
import { compileSpace } from "../../lib/space/compile.ts";
import { choice, float } from "../../lib/space/parameters.ts";
import type { Dimension, Space } from "../../lib/space/space.ts";
import type { Point, Scalar } from "../../lib/study/trial-record.ts";
import type { TunerSpec } from "../../lib/study/tuner.ts";
import { open } from "../lib/study/open.ts";
import { spaces } from "./spaces.ts";
import { play, type Script } from "./trials.ts";

/** What a tuner's test says of it. */
export interface TunerContract {
  /** A fresh spec that can serve the space. */
  readonly make: (space: Space) => TunerSpec;
  /** Its published name. */
  readonly name: string;
  /** Whether its points depend on the study's seed. Default true. */
  readonly seeded?: boolean;
}

/** The contract of every tuner: a new one is one file, and one test that calls this. */
export function tunerContract({ make, name, seeded = true }: TunerContract): void {
  const ways: Readonly<Record<string, Partial<Script>>> = {
    "one trial at a time": {},
    "eight trials running": { running: 8 },
    "failed, pruned and interrupted trials": { running: 3, mishaps: true },
    "a maximized objective": { direction: "maximize" },
  };
  /** What does not hang on the kind of space: tried on two of them. */
  const more: Readonly<Record<string, Partial<Script>>> = {
    noise: { noise: true },
    "noise, eight trials running": { noise: true, running: 8 },
    "several objectives": { objectives: ["loss", "size"] },
    "several objectives, eight trials running": { objectives: ["loss", "size"], running: 8 },
  };

  /** Two runs of a script: the same points, all of them legal. */
  async function runTwice(space: Space, script: Partial<Script>): Promise<void> {
    const same = { space, seed: 7, trials: 40, ...script };
    const one = await play(make(space), same);
    expect(one.points.flatMap((point) => faultsOf(space, point))).toEqual([]);
    expect(one.points.length === 40 || one.exhausted).toBe(true);
    const other = await play(make(space), same);
    expect(other.points).toStrictEqual(one.points);
  }

  describe(`${name} keeps the contract of tuners`, () => {
    for (const [kind, space] of Object.entries(spaces)) {
      for (const [way, script] of Object.entries(ways))
        it(`asks for legal points, the same again under a seed: ${kind}, ${way}`, () =>
          runTwice(space, script));

      it(`goes on after a restart as if there had been none: ${kind}`, async () => {
        const script = { space, seed: 3, trials: 40, running: 4, mishaps: true };
        const whole = await play(make(space), script);
        const resumed = await play(make(space), {
          ...script,
          beforeAsk(trials, context, tuner) {
            if (trials.length !== 25) return;
            // The state as it is in the middle, gone through a storage, and no tells: or else the tells alone.
            const state = tuner.state?.();
            const fresh = make(space).create(context);
            if (state !== undefined) fresh.restore?.(JSON.parse(JSON.stringify(state)), context);
            else for (const trial of trials) if (trial.endedAt) fresh.tell?.(trial, context);
            return fresh;
          },
        });
        expect(resumed.points).toStrictEqual(whole.points);
      });
    }

    for (const [way, script] of Object.entries(more))
      for (const kind of ["mixed", "oneOf"]) {
        const space = spaces[kind] as Space;
        if (script.objectives && !servesSeveral(make(space), space)) continue;
        it(`asks for legal points, the same again under a seed: ${kind}, ${way}`, () =>
          runTwice(space, script));
      }

    for (const [kind, definition, size] of [
      ["three choices", { activation: choice(["relu", "tanh", "sigmoid"]) }, 3],
      ["eight steps", { dropout: float(0, 0.7, { step: 0.1 }) }, 8],
    ] as const)
      for (const concurrency of [1, 3])
        it(`tries no point twice, and all of them before it ends: ${kind}, ${concurrency} at once`, async () => {
          const tuner = make(compileSpace(definition));
          const study = await open({ space: definition, tuner });
          const { replicates, planned = Infinity } = tuner.create({ ...study, seed: 1 });
          if (replicates) return;
          await study.optimize(({ number }) => number % 5, { until: { trials: 12 }, concurrency });
          const points = study.trials.map(({ point }) => JSON.stringify(point));
          expect(new Set(points).size).toBe(points.length);
          expect(points).toHaveLength(Math.min(size, planned));
        });

    const mixed = spaces["mixed"] as Space;

    if (seeded) {
      it("asks for other points under another seed", async () => {
        const [one, other] = await Promise.all(
          [1, 2].map((seed) => play(make(mixed), { space: mixed, seed, trials: 20 })),
        );
        expect(one?.points).not.toStrictEqual(other?.points);
      });
    }

    it("says its name, and asks for as many different points as it planned", async () => {
      const space = spaces["choice"] as Space;
      const spec = make(space);
      expect(spec.name).toBe(name);
      const { tuner, points, exhausted } = await play(spec, { space, seed: 1, trials: 30 });
      expect(tuner.name).toBe(name);
      if (tuner.planned === undefined) return;
      expect(exhausted).toBe(true);
      expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(tuner.planned);
    });

    it("changes nothing of what it is shown", async () => {
      const { tuner, next, trials } = await play(make(mixed), {
        space: mixed,
        seed: 4,
        trials: 30,
      });
      const before = JSON.stringify(trials);
      const context = next();
      for (const trial of trials) deepFreeze(trial);
      Object.freeze(trials);
      await tuner.ask(context);
      expect(JSON.stringify(trials)).toBe(before);
    });

    it("explains in what JSON can hold, and only trials that it knows", async () => {
      const played = await play(make(mixed), { space: mixed, seed: 5, trials: 20 });
      const { tuner, context, trials } = played;
      for (const trial of trials) {
        const explained = tuner.explain?.(trial, { ...context, trials });
        if (explained === undefined) continue;
        expect(JSON.parse(JSON.stringify(explained))).toStrictEqual(explained);
      }
    });
  });
}

/** Whether a tuner takes a study of two objectives; one that does not says so. */
function servesSeveral(spec: TunerSpec, space: Space): boolean {
  try {
    spec.create({ space, objectives: { loss: "minimize", size: "minimize" }, seed: 1 });
    return true;
  } catch (error) {
    expect((error as Error).message).toMatch(/one objective|several|2/);
    return false;
  }
}

/** Exactly the active dimensions, each with a value that earlier values leave it, and the whole allowed. */
export function expectLegal(space: Space, point: Point): void {
  expect(faultsOf(space, point)).toEqual([]);
}

/** What is wrong with a point; one assertion for all of it, since there are thousands of points. */
function faultsOf(space: Space, point: Point): string[] {
  const active = space.active(point);
  const faults = active.flatMap((dimension) => {
    const value = point[dimension.path];
    return isLegal(dimension, value) ? [] : [`${dimension.path} = ${String(value)} is not legal`];
  });
  const paths = new Set(active.map(({ path }) => path));
  for (const path of Object.keys(point)) if (!paths.has(path)) faults.push(`${path} is not active`);
  if (!space.allows(point)) faults.push(`${JSON.stringify(point)} is not allowed`);
  if (faults.length > 0) return faults;
  const back = space.encode(space.decode(point));
  for (const path of new Set([...Object.keys(point), ...Object.keys(back)]))
    if (!isNear(back[path], point[path]))
      faults.push(`${path} = ${String(point[path])} comes back as ${String(back[path])}`);
  return faults;
}

/** Shares are sums of one another, and lose a few bits on the way; all else comes back as it was. */
function isNear(one: Scalar | undefined, other: Scalar | undefined): boolean {
  if (typeof one !== "number" || typeof other !== "number") return one === other;
  return (
    one === other ||
    (!(Number.isInteger(one) && Number.isInteger(other)) && Math.abs(one - other) < 1e-9)
  );
}

function isLegal(dimension: Dimension, value: Scalar | undefined): boolean {
  if (dimension.kind === "categorical") {
    return value !== undefined && dimension.choices.includes(value);
  }
  if (typeof value !== "number" || value < dimension.low || value > dimension.high) return false;
  if (dimension.kind === "int" && !Number.isInteger(value)) return false;
  if (dimension.step === undefined) return true;
  const steps = (value - dimension.low) / dimension.step;
  return Math.abs(steps - Math.round(steps)) < 1e-9;
}

function deepFreeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
}
