import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { StudyStopped } from "../../../lib/study/errors.ts";
import type { Plan } from "../../../lib/study/observer.ts";
import type { Trial } from "../../../lib/study/trial.ts";
import type { TunerSpec } from "../../../lib/study/tuner.ts";
import { random } from "../../../lib/tuners/random.ts";
import { deferred, never, open } from "./open.ts";

const many = { until: { trials: 100 } };
const reasonOf = (run: Promise<unknown>) =>
  run.then(
    () => undefined,
    (reason: unknown) => reason,
  );

describe("an aborted signal", () => {
  it("interrupts running trials, keeps finished ones and throws, though the objective never settles", async () => {
    const stop = new AbortController();
    const study = await open();
    const begun = deferred<Trial>();
    const objective = (trial: Trial) => {
      if (trial.number < 3) return 1;
      if (trial.number === 4) begun.resolve(trial);
      return never();
    };
    const run = reasonOf(
      study.optimize(objective, { ...many, signal: stop.signal, concurrency: 2 }),
    );
    const trial = await begun.promise;
    expect(trial.signal.aborted).toBe(false);
    stop.abort();
    const reason = (await run) as StudyStopped;
    expect(reason).toBeInstanceOf(StudyStopped);
    expect(reason.message).toContain(
      "3 finished trials stay, and 2 running trials were interrupted",
    );
    expect(study.trials.map(({ state }) => state)).toEqual([
      "complete",
      "complete",
      "complete",
      "interrupted",
      "interrupted",
    ]);
    expect(trial.signal.reason).toBeInstanceOf(StudyStopped);
    await expect(trial.report(1, 1)).rejects.toBeInstanceOf(StudyStopped);
  });

  it("does not count what was interrupted: the next call runs as many as were wanted", async () => {
    const stop = new AbortController();
    const study = await open();
    const objective = ({ number }: Trial) => (number === 2 ? (stop.abort(), never()) : 1);
    await reasonOf(study.optimize(objective, { until: { trials: 5 }, signal: stop.signal }));
    await study.optimize(() => 1, { until: { trials: 5 } });
    expect(study.counts).toMatchObject({ complete: 5, interrupted: 1 });
  });

  it("ignores what an interrupted objective still returns or throws", async () => {
    for (const late of [
      () => 0,
      () => {
        throw new Error("late");
      },
    ]) {
      const stop = new AbortController();
      const gate = deferred();
      const study = await open();
      const begun = deferred();
      const objective = async () => {
        begun.resolve();
        await gate.promise;
        return late();
      };
      const run = reasonOf(study.optimize(objective, { ...many, signal: stop.signal }));
      await begun.promise;
      stop.abort();
      await run;
      gate.resolve();
      await new Promise((resolve) => setImmediate(resolve));
      expect(study.trials.map(({ state }) => state)).toEqual(["interrupted"]);
      expect(study.best).toBeUndefined();
    }
  });

  it("is interrupted, not failed, where the objective itself answers the abort with an error", async () => {
    const stop = new AbortController();
    const study = await open();
    const objective = () =>
      new Promise<number>((_resolve, reject) => {
        stop.signal.addEventListener("abort", () => reject(stop.signal.reason as Error));
        setImmediate(() => stop.abort());
      });
    await reasonOf(study.optimize(objective, { ...many, signal: stop.signal }));
    expect(study.trials.map(({ state }) => state)).toEqual(["interrupted"]);
  });

  it("begins nothing if it came before", async () => {
    const study = await open();
    await expect(study.optimize(() => 1, { ...many, signal: AbortSignal.abort() })).rejects.toThrow(
      StudyStopped,
    );
    expect(study.trials).toHaveLength(0);
  });

  it("comes also from the cell, which is held open until everything is recorded", async () => {
    const stop = new AbortController();
    const held: Promise<unknown>[] = [];
    const study = await open({}, { signal: stop.signal, hold: (ending) => held.push(ending) });
    let isDrawn = false;
    const ended = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      isDrawn = true;
    };
    const run = reasonOf(
      study.optimize(() => (stop.abort(), never()), { ...many, observers: [{ ended }] }),
    );
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all(held);
    expect(held).toHaveLength(1);
    expect(isDrawn).toBe(true);
    expect(study.counts.interrupted).toBe(1);
    expect(await run).toBeInstanceOf(StudyStopped);
  });

  it("leaves a trial that was asked for by hand", async () => {
    const study = await open();
    const mine = await study.ask();
    const stop = new AbortController();
    await reasonOf(study.optimize(() => (stop.abort(), never()), { ...many, signal: stop.signal }));
    expect((await study.tell(mine, 3)).state).toBe("complete");
  });

  it("takes back a number whose point the tuner never gave", async () => {
    const stop = new AbortController();
    let isStuck = true;
    const tuner: TunerSpec = {
      name: "thinker",
      create: (context) => {
        const inner = random().create(context);
        return {
          name: "thinker",
          ask(asked) {
            if (!isStuck || asked.number < 2) return inner.ask(asked);
            setImmediate(() => stop.abort());
            return new Promise(() => undefined);
          },
        };
      },
    };
    const study = await open({ tuner });
    await reasonOf(study.optimize(() => 1, { ...many, signal: stop.signal }));
    expect(study.trials).toHaveLength(2);
    isStuck = false;
    await study.optimize(() => 1, { until: { trials: 5 } });
    expect(study.trials.map(({ number, state }) => [number, state])).toEqual(
      [0, 1, 2, 3, 4].map((number) => [number, "complete"]),
    );
  });
});

describe("plan.stop, the panel's button", () => {
  it("interrupts running trials and lets the cell go on", async () => {
    const study = await open();
    let plan: Plan | undefined;
    const observer = { started: (_study: unknown, given: Plan) => void (plan = given) };
    const objective = ({ number }: Trial) => (number === 3 ? (plan!.stop("Enough."), never()) : 1);
    const end = await study.optimize(objective, { ...many, observers: [observer] });
    expect(end.reason).toBe("stopped");
    expect(end.message).toContain(
      "Enough. 3 finished trials stay, and 1 running trial was interrupted",
    );
    expect(study.counts).toMatchObject({ complete: 3, interrupted: 1 });
  });
});

/** Computes for longer than the study may take. */
const compute = () => {
  vi.spyOn(performance, "now").mockReturnValue(performance.now() + 40);
  return 1;
};

describe("until seconds", () => {
  // The clock stands, save where it is put on: a machine that is held up takes none of a study's time.
  beforeEach(
    () => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }),
  );
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it("interrupts what runs when they are over, and does not throw", async () => {
    const study = await open();
    let reason: unknown;
    const begun = deferred();
    const objective = ({ signal }: Trial) => {
      signal.addEventListener("abort", () => (reason = signal.reason));
      begun.resolve();
      return never();
    };
    const run = study.optimize(objective, { until: { seconds: 0.02 } });
    await begun.promise;
    await vi.advanceTimersByTimeAsync(20);
    const end = await run;
    expect(end.reason).toBe("seconds");
    expect(reason).toMatchObject({ name: "DeadlineReached" });
    expect(study.counts).toMatchObject({ interrupted: 1, complete: 0 });
  });

  it("begins no trial after them, though the objective never lets a timer in", async () => {
    const study = await open();
    expect(await study.optimize(compute, { until: { seconds: 0.03 } })).toMatchObject({
      reason: "seconds",
    });
    expect(study.trials).toHaveLength(1);
  });

  it("may be more than a timer can hold", async () => {
    const study = await open();
    const end = await study.optimize(() => 1, { until: { seconds: 1e9, trials: 20 } });
    expect(end.reason).toBe("trials");
  });
});

describe("a regret bound", () => {
  const judging = (stopsAt: number, seen: unknown[] = []) => ({
    terminator: (study: { trials: readonly unknown[] }, options: { error?: number }) => {
      seen.push(options.error);
      return { stop: study.trials.length >= stopsAt, regretBound: 0.01, error: 0.02 };
    },
  });

  it("ends the study when it is below the error, looked at after each complete trial", async () => {
    const seen: unknown[] = [];
    const study = await open({}, judging(7, seen));
    const end = await study.optimize(() => 1, { until: { regretBound: true, trials: 50 } });
    expect(end.reason).toBe("regretBound");
    expect(end.message).toContain("at most 0.0100 behind the optimum");
    expect(study.counts.complete).toBe(7);
    expect(seen).toEqual(Array(7).fill(undefined));
  });

  it("may be given in the objective's units", async () => {
    const seen: unknown[] = [];
    const study = await open({}, judging(2, seen));
    await study.optimize(() => 1, { until: { regretBound: 0.5 } });
    expect(seen).toEqual([0.5, 0.5]);
  });

  it("is a number above 0, or true", async () => {
    const study = await open();
    for (const wrong of [0, -1, Number.NaN, "yes"])
      await expect(
        study.optimize(() => 1, { until: { regretBound: wrong as number } }),
      ).rejects.toThrow("Give a number above 0, or true");
  });
});
