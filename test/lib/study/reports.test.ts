import { describe, expect, it } from "vitest";
import { TrialPruned } from "../../../lib/study/errors.ts";
import { fixedTrial } from "../../../lib/study/fixed-trial.ts";
import type { Pruner } from "../../../lib/study/pruner.ts";
import { memoryStorage } from "../../../lib/storages/memory.ts";
import type { Storage } from "../../../lib/study/storage.ts";
import type { Trial } from "../../../lib/study/trial.ts";
import { open } from "./open.ts";

/** Stops a trial whose last report is above 1. */
const strict: Pruner = { name: "strict", prune: (trial) => trial.reports.at(-1)!.value > 1 };
const once = { more: 1 };

describe("a report", () => {
  it("is kept with its step and time", async () => {
    const study = await open();
    const before = Date.now();
    await study.optimize(async (trial) => {
      await trial.report(0.5, 1);
      await trial.report(0.25, 4);
      expect(trial.reports).toHaveLength(2);
      return 0.25;
    }, once);
    const { reports } = study.trials[0]!;
    expect(reports.map(({ step, value }) => [step, value])).toEqual([
      [1, 0.5],
      [4, 0.25],
    ]);
    expect(reports.every(({ at }) => at >= before && at <= Date.now())).toBe(true);
  });

  it("ends the trial as pruned when the pruner says stop: the last report is its value", async () => {
    const study = await open({ pruner: strict });
    let reason: unknown;
    const objective = async (trial: Trial) => {
      trial.signal.addEventListener("abort", () => (reason = trial.signal.reason));
      for (let step = 1; ; step++) await trial.report(step * 0.6, step);
    };
    await study.optimize(objective, once);
    expect(study.trials[0]).toMatchObject({ state: "pruned", value: 1.2, values: undefined });
    expect(study.best).toBeUndefined();
    expect(reason).toBeInstanceOf(TrialPruned);
  });

  it("gives the verdict instead where throwing was declined", async () => {
    const study = await open({ pruner: strict });
    const verdicts: boolean[] = [];
    await study.optimize(async (trial) => {
      for (const value of [0.5, 2])
        verdicts.push((await trial.report(value, value, { throw: false })).prune);
      return 2;
    }, once);
    expect(verdicts).toEqual([false, true]);
    expect(study.trials[0]!.state).toBe("complete");
  });

  it("refuses an option that it does not have, and says which it has", async () => {
    const study = await open();
    const said = 'report has no option "thorw". Did you mean "throw"? It takes "throw".';
    const objective = async (trial: Trial) => {
      await trial.report(1, 1, { thorw: false } as never);
      return 1;
    };
    await study.optimize(objective, once);
    expect(study.trials[0]).toMatchObject({
      state: "failed",
      error: { message: said },
      reports: [],
    });
    await expect(objective(fixedTrial({}))).rejects.toThrow(said);
  });

  it("is not judged with several objectives", async () => {
    const study = await open({ pruner: strict, objectives: { a: "minimize", b: "minimize" } });
    await study.optimize(async (trial) => (await trial.report(5, 1), { a: 1, b: 2 }), once);
    expect(study.trials[0]!.state).toBe("complete");
  });

  it("is judged with every trial so far and the direction", async () => {
    const seen: unknown[] = [];
    const curious: Pruner = {
      name: "curious",
      prune(trial, { trials, direction }) {
        seen.push([trial.number, trials.length, direction]);
        return false;
      },
    };
    const study = await open({ pruner: curious, direction: "maximize" });
    await study.optimize(async (trial) => (await trial.report(5, 1), 1), { more: 2 });
    expect(seen).toEqual([
      [0, 1, "maximize"],
      [1, 2, "maximize"],
    ]);
  });

  it.each([
    [
      "a step again",
      [
        [1, 1],
        [1, 1],
      ],
      "step 1 after step 1",
    ],
    [
      "a step backwards",
      [
        [1, 5],
        [1, 4],
      ],
      "step 4 after step 5",
    ],
    ["no step", [[1, undefined]], "the step undefined"],
    ["NaN", [[NaN, 3]], "The value reported at step 3 is NaN"],
    ["Infinity", [[Infinity, 3]], "The value reported at step 3 is Infinity"],
    ["a string", [["0.5", 3]], 'The value reported at step 3 is "0.5". Report a number.'],
  ])("fails the trial with %s", async (_what, reports, message) => {
    const study = await open();
    await study.optimize(async (trial) => {
      for (const [value, step] of reports) await trial.report(value as number, step as number);
      return 1;
    }, once);
    expect(study.trials[0]!.state).toBe("failed");
    expect(study.trials[0]!.error?.message).toContain(message);
  });

  it("that was no number fails the trial even if the objective swallows the error", async () => {
    const study = await open();
    await study.optimize(
      async (trial) => (await trial.report(NaN, 1).catch(() => undefined), 1),
      once,
    );
    expect(study.trials[0]!.state).toBe("failed");
  });

  it("is refused once the trial has ended", async () => {
    const study = await open();
    let kept!: Trial;
    await study.optimize((trial) => ((kept = trial), 1), once);
    await expect(kept.report(1, 1)).rejects.toThrow("Trial 0 has ended");
    expect(() => kept.note("a", 1)).toThrow("Trial 0 has ended");
  });
});

describe("a trial pruned by hand", () => {
  it("is pruned by throwing TrialPruned", async () => {
    const study = await open();
    await study.optimize(() => Promise.reject(new TrialPruned()), once);
    expect(study.trials[0]).toMatchObject({ state: "pruned", value: undefined });
  });
});

describe("notes", () => {
  it("that the storage could not keep end the study with its error", async () => {
    const memory = memoryStorage();
    const full = new Error("disk full");
    const storage: Storage = {
      name: "full",
      open: async (head, ifExists) => ({
        ...(await memory.open(head, ifExists)),
        note: () => Promise.reject(full),
      }),
    };
    const study = await open({ storage });
    const run = study.optimize((trial) => (trial.note("epochs", 12), 1), once);
    await expect(run).rejects.toBe(full);
    expect(study.counts.interrupted).toBe(1);
  });

  it("are kept beside the trial", async () => {
    const study = await open();
    await study.optimize((trial) => {
      trial.note("epochs", 12);
      trial.note("why", { curve: [1, 2] });
      return 1;
    }, once);
    expect(study.trials[0]!.notes).toEqual({ epochs: 12, why: { curve: [1, 2] } });
  });
});
