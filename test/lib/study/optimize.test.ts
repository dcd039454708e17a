import { describe, expect, it, vi } from "vitest";
import { choice, float, int, list } from "../../../lib/space/parameters.ts";
import type { Observer } from "../../../lib/study/observer.ts";
import { grid } from "../../../lib/tuners/grid.ts";
import { deferred, open } from "./open.ts";

const ten = { until: { trials: 10 } };

describe("optimize", () => {
  it("gives the objective parameters of its own: what it changes is not in the history", async () => {
    const study = await open({
      space: { x: float(0, 1), sizes: list(int(1, 9), { min: 1, max: 3 }) },
    });
    const spoil = ({ params }: { params: { x: number; sizes: number[] } }) => {
      params.x = 99;
      params.sizes.push(50);
      return 1;
    };
    await study.optimize(spoil as never, ten);
    for (const { params, point } of study.trials) expect(params).toEqual(study.space.decode(point));
    const seen: number[] = [];
    const spoilSeen = (trial: { params: { x: number; sizes: number[] } }) => {
      seen.push(trial.params.x);
      return spoil(trial);
    };
    await study.optimize(spoilSeen as never, { more: 1, replicates: 2 });
    expect(seen).toEqual([study.trials[10]!.point["x"], study.trials[10]!.point["x"]]);
  });

  it("runs until the study holds so many finished trials, and counts those that are there", async () => {
    const study = await open();
    const objective = vi.fn(() => 1);
    expect(await study.optimize(objective, ten)).toMatchObject({ reason: "trials" });
    expect(study.trials.map(({ number, state }) => [number, state])).toEqual(
      Array.from({ length: 10 }, (_, number) => [number, "complete"]),
    );
    await study.optimize(objective, ten);
    expect(objective).toHaveBeenCalledTimes(10);
    await study.optimize(objective, { more: 5 });
    await study.optimize(objective, { until: { trials: 18 } });
    expect(study.trials).toHaveLength(18);
  });

  it("ends with a sentence as a cell's value, and with nothing where the panel has said it", async () => {
    const study = await open();
    const drawn = async (panel: boolean) => {
      const end = await study.optimize(() => 1, { ...ten, panel });
      return (end as unknown as Record<symbol, () => object>)[Symbol.for("Jupyter.display")]!();
    };
    expect(await drawn(true)).toEqual({});
    expect(await drawn(false)).toEqual({ "text/plain": "The study holds 10 finished trials." });
  });

  it("finds the best in either direction", async () => {
    const lowest = await open();
    await lowest.optimize(({ params }) => params.x, ten);
    expect(lowest.best?.value).toBe(Math.min(...lowest.trials.map(({ params }) => params.x)));
    const highest = await open({ direction: "maximize" });
    await highest.optimize(({ params }) => params.x, ten);
    expect(highest.best?.value).toBe(Math.max(...highest.trials.map(({ params }) => params.x)));
  });

  it("has no best before a trial completed", async () => {
    const study = await open();
    await study.optimize(() => NaN, { ...ten, equalErrors: Infinity });
    expect(study.best).toBeUndefined();
  });

  it("takes a number, a record, and promises of them", async () => {
    const study = await open({ objectives: { loss: "minimize" } });
    for (const objective of [
      () => 3,
      () => ({ loss: 3 }),
      async () => 3,
      async () => ({ loss: 3 }),
    ])
      await study.optimize(objective, { more: 1 });
    expect(study.trials.map(({ value, values }) => [value, values])).toEqual(
      Array.from({ length: 4 }, () => [3, { loss: 3 }]),
    );
  });

  it("keeps several objectives, has no best then, and a front", async () => {
    const study = await open({ objectives: { loss: "minimize", score: "maximize" } });
    const results = [
      [1, 1],
      [2, 2],
      [2, 1],
      [3, 3],
      [3, 2],
    ] as const;
    await study.optimize(
      ({ number }) => ({ loss: results[number]![0], score: results[number]![1] }),
      {
        until: { trials: results.length },
      },
    );
    expect(study.best).toBeUndefined();
    expect(study.trials[1]).toMatchObject({ values: { loss: 2, score: 2 }, value: 2 });
    expect(study.front.map(({ number }) => number)).toEqual([0, 1, 3]);
  });

  it("takes infinite values, as Optuna does", async () => {
    const study = await open();
    await study.optimize(({ number }) => (number === 1 ? 5 : Infinity), { until: { trials: 3 } });
    expect(study.trials.map(({ state }) => state)).toEqual(["complete", "complete", "complete"]);
    expect(study.best?.number).toBe(1);
  });

  it("ends at a value", async () => {
    const study = await open();
    const end = await study.optimize(({ number }) => 10 - number, {
      until: { value: 7, trials: 100 },
    });
    expect(end.reason).toBe("value");
    expect(study.trials).toHaveLength(4);
  });

  it("ends when nothing better comes", async () => {
    const study = await open();
    const end = await study.optimize(({ number }) => Math.abs(number - 4), {
      until: { noProgress: 6 },
    });
    expect(end.reason).toBe("noProgress");
    expect(end.message).toContain("trial 4");
    expect(study.trials).toHaveLength(4 + 1 + 6);
  });

  it("ends when the tuner has nothing left to try, and needs no other end then", async () => {
    const study = await open({ space: { a: choice([1, 2, 3]), b: choice([1, 2]) }, tuner: grid() });
    const end = await study.optimize(({ params }) => params.a * params.b);
    expect(end.reason).toBe("exhausted");
    expect(study.trials).toHaveLength(6);
    expect(study.counts).toMatchObject({ complete: 6, running: 0, interrupted: 0 });
  });

  it("runs asynchronous objectives side by side, and no more than there shall be", async () => {
    const study = await open();
    let running = 0;
    let most = 0;
    await study.optimize(
      async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        return running--;
      },
      { ...ten, concurrency: 4 },
    );
    expect(most).toBe(4);
    expect(study.trials).toHaveLength(10);
  });

  it("lets the event loop turn, however fast the objective is", async () => {
    const study = await open();
    // Nothing but this timer ends it.
    setTimeout(() => study.stop(), 1);
    const end = await study.optimize(() => 0, { until: { trials: 1e9 } });
    expect(end.reason).toBe("stopped");
  });

  it("lets running trials finish after study.stop()", async () => {
    const study = await open();
    const gate = deferred();
    const ending = study.optimize(
      async ({ number }) => {
        if (number === 0) await gate.promise;
        else study.stop();
        gate.resolve();
        return number;
      },
      { until: { trials: 100 }, concurrency: 2 },
    );
    expect(await ending).toMatchObject({ reason: "stopped" });
    expect(study.trials.map(({ state }) => state)).toEqual(["complete", "complete"]);
  });

  it("calls back after each trial, and ends with what a callback throws", async () => {
    const study = await open();
    const seen: unknown[] = [];
    const mistake = new RangeError("my own");
    const callbacks = [
      async (trial: { number: number; state: string }) => {
        await Promise.resolve();
        seen.push([trial.number, trial.state]);
        if (trial.number === 2) throw mistake;
      },
    ];
    await expect(study.optimize(() => 1, { ...ten, callbacks })).rejects.toBe(mistake);
    expect(seen).toEqual([
      [0, "complete"],
      [1, "complete"],
      [2, "complete"],
    ]);
  });

  it("refuses a second call while one runs", async () => {
    const study = await open();
    const gate = deferred<number>();
    const first = study.optimize(() => gate.promise, { until: { trials: 1 } });
    await expect(study.optimize(() => 1, ten)).rejects.toThrow(/being optimized already/);
    gate.resolve(3);
    await first;
    await study.optimize(() => 1, ten);
    expect(study.trials).toHaveLength(10);
  });

  it.each([
    [{}, "Nothing would end this study: the random tuner always finds another point"],
    [{ until: {} }, "Nothing would end this study"],
    [5, "The options of optimize are 5. Write optimize(objective"],
    [{ until: 5 }, "until is 5. Write until: { trials: 60 }"],
    [{ untill: { trials: 3 } }, 'optimize has no option "untill". Did you mean "until"?'],
    [{ n_jobs: 4 }, "Here it is called concurrency"],
    [{ until: { trails: 3 } }, 'until has no option "trails". Did you mean "trials"?'],
    [{ until: { trials: 0 } }, "until.trials is 0. Give a whole number above 0"],
    [{ until: { trials: 2.5 } }, "until.trials is 2.5"],
    [{ until: { seconds: -1 } }, "until.seconds is -1. Give a number of seconds above 0"],
    [{ until: { value: "low" } }, 'until.value is "low"'],
    [{ more: 0 }, "more is 0"],
    [{ ...ten, concurrency: 0 }, "concurrency is 0. Give a whole number from 1"],
    [{ ...ten, equalErrors: 0 }, "equalErrors is 0"],
    [{ ...ten, signal: 5 }, "signal is 5"],
    [{ ...ten, callbacks: 5 }, "callbacks is 5"],
    [{ ...ten, callbacks: [5] }, "Give an array of functions"],
    [{ ...ten, observers: "all" }, 'observers is "all"'],
  ])("refuses %j", async (options, message) => {
    const study = await open();
    await expect(study.optimize(() => 1, options as never)).rejects.toThrow(message);
    expect(study.trials).toHaveLength(0);
  });

  it("refuses an objective that is no function", async () => {
    const study = await open();
    await expect(study.optimize(3 as never, ten)).rejects.toThrow(
      "The objective is 3. Give a function",
    );
  });
});

describe("observers", () => {
  it("hear of every event, in order, with the study as it is then", async () => {
    const study = await open();
    const events: unknown[] = [];
    const observer: Observer = {
      started: (view, plan) => events.push(["started", view.name, plan.trials, plan.concurrency]),
      trialStarted: (trial, view) =>
        events.push(["began", trial.number, trial.state, view.trials.length]),
      reported: (trial) => events.push(["reported", trial.number, trial.reports.at(-1)?.value]),
      trialEnded: (trial, view) =>
        events.push(["ended", trial.number, trial.state, view.best?.value]),
      ended: (_view, end) => void events.push([end.reason]),
    };
    await study.optimize(
      async (trial) => {
        await trial.report(0.5, 1);
        return trial.number;
      },
      { until: { trials: 2 }, observers: [observer] },
    );
    expect(events).toEqual([
      ["started", "study", 2, 1],
      ["began", 0, "running", 1],
      ["reported", 0, 0.5],
      ["ended", 0, "complete", 0],
      ["began", 1, "running", 2],
      ["reported", 1, 0.5],
      ["ended", 1, "complete", 0],
      ["trials"],
    ]);
  });

  it("that throw are reported once and disturb nobody", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const study = await open();
    const healthy = vi.fn();
    const broken: Observer = {
      trialEnded() {
        throw new Error("broken");
      },
      ended: async () => {
        throw new Error("broken too");
      },
    };
    await study.optimize(() => 1, { ...ten, observers: [broken, { trialEnded: healthy }] });
    expect(study.trials).toHaveLength(10);
    expect(healthy).toHaveBeenCalledTimes(10);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]![0]).toContain("An observer of the study failed in trialEnded");
    warn.mockRestore();
  });

  it("are awaited at the end", async () => {
    const study = await open();
    let isDrawn = false;
    const ended = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      isDrawn = true;
    };
    await study.optimize(() => 1, { ...ten, observers: [{ ended }] });
    expect(isDrawn).toBe(true);
  });
});
