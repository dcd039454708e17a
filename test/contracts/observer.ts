import { describe, expect, it, vi } from "vitest";
import { choice, float, list, oneOf } from "../../lib/space/parameters.ts";
import type { Observer } from "../../lib/study/observer.ts";
import { memoryStorage } from "../../lib/storages/memory.ts";
import type { Trial } from "../../lib/study/trial.ts";
import { open } from "../lib/study/open.ts";

/** What an observer's test says of it. */
export interface ObserverContract {
  readonly name: string;
  make(): Observer;
}

const space = {
  rate: float(1e-4, 1e-1, { log: true }),
  way: oneOf({ a: {}, b: { depth: choice([1, 2]) } }),
  sizes: list(float(0, 1), { max: 2 }),
};
const pruner = {
  name: "strict",
  prune: (trial: { number: number }) => trial.number % 5 === 4,
};

/** Every way a trial can go, by its number. */
async function mishap(trial: Trial<{ rate: number }>): Promise<number> {
  await trial.report(trial.params.rate, 1);
  await trial.report(trial.params.rate / 2, 2);
  if (trial.number % 5 === 1) throw new Error(`trial ${trial.number}`);
  if (trial.number % 5 === 2) return NaN;
  if (trial.number % 5 === 3) return Infinity;
  return trial.params.rate;
}

/** What must be the same whoever watches. */
const told = (study: { trials: readonly object[] }) =>
  study.trials.map((trial) => {
    const { number, state, point, value } = trial as {
      number: number;
      state: string;
      point: object;
      value: unknown;
    };
    return { number, state, point, value };
  });

/** A mistake that fails every trial alike. */
const misspelled = () => Promise.reject(new TypeError("no such layer"));

/** The contract of every observer: it takes whatever a study does, and leaves the study as it is. */
export function observerContract({ name, make }: ObserverContract): void {
  /** Runs the story with the observer and without, and compares. */
  const watch = async (story: (observers: Observer[]) => Promise<unknown>) => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    try {
      const alone = await story([]);
      expect(await story([make()])).toEqual(alone);
      // An observer that threw would be reported there.
      expect(warn.mock.calls).toEqual([]);
    } finally {
      warn.mockRestore();
    }
  };
  describe(`${name} keeps the contract of observers`, () => {
    it("watches trials that complete, are pruned, fail and diverge", () =>
      watch(async (observers) => {
        const study = await open({ space, pruner });
        await study.optimize(mishap, { until: { trials: 25 }, observers, equalErrors: Infinity });
        return told(study);
      }));

    it("watches trials side by side", () =>
      watch(async (observers) => {
        const study = await open({ space });
        await study.optimize(({ params }) => params.rate, { more: 20, concurrency: 4, observers });
        return study.counts;
      }));

    it("watches a study that has ended already, and one that goes on", () =>
      watch(async (observers) => {
        const study = await open({ space, storage: memoryStorage() });
        await study.optimize(() => 1, { until: { trials: 5 }, observers });
        await study.optimize(() => 1, { until: { trials: 5 }, observers });
        await study.optimize(() => 1, { more: 2, observers });
        return told(study);
      }));

    it("watches several objectives", () =>
      watch(async (observers) => {
        const study = await open({ space, objectives: { loss: "minimize", size: "maximize" } });
        await study.optimize(({ params }) => ({ loss: params.rate, size: params.sizes.length }), {
          more: 8,
          observers,
        });
        return told(study);
      }));

    it("watches a study that is stopped, with its trials running", () =>
      watch(async (observers) => {
        const stop = new AbortController();
        const study = await open({ space });
        const objective = ({ number }: Trial) =>
          number < 2 ? 1 : (stop.abort(), new Promise<number>(() => undefined));
        const run = study.optimize(objective, { more: 9, observers, signal: stop.signal });
        await expect(run).rejects.toThrow("stopped");
        return told(study);
      }));

    it("watches a study that fails", () =>
      watch(async (observers) => {
        const study = await open({ space });
        await expect(study.optimize(misspelled, { more: 9, observers })).rejects.toThrow(
          "no such layer",
        );
        return told(study);
      }));

    it("watches a study without a single trial", () =>
      watch(async (observers) => {
        const study = await open({ space });
        const run = study.optimize(() => 1, { more: 1, observers, signal: AbortSignal.abort() });
        await expect(run).rejects.toThrow("stopped");
        return told(study);
      }));
  });
}
