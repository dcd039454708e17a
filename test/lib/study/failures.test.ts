import { describe, expect, it } from "vitest";
import { StudyFailedError } from "../../../lib/study/errors.ts";
import { open } from "./open.ts";

const more = { more: 1 };

/** The record of a single trial whose objective does this. */
async function trialOf(objective: (...args: never[]) => unknown) {
  const study = await open({ objectives: { valLoss: "minimize" } });
  await study.optimize(objective as never, more);
  return study.trials[0]!;
}

describe("a trial fails", () => {
  it.each([
    [
      "undefined",
      () => undefined,
      "returned undefined (is a return missing?). Return a number or { valLoss: number }",
    ],
    ["nothing, later", async () => undefined, "is a return missing?"],
    ["NaN", () => NaN, "returned NaN. The training probably diverged"],
    ["NaN by name", () => ({ valLoss: NaN }), "for valLoss, NaN"],
    ["a string", () => "0.5", 'returned "0.5". Return a number'],
    ["null", () => null, "returned null"],
    [
      "another name",
      () => ({ loss: 1 }),
      'returned an object with the keys "loss". Return a number or { valLoss',
    ],
    ["an array", () => [0.5], "returned an array of 1"],
    [
      "a generator",
      async function* () {
        yield 1;
      },
      "(a generator: write the objective as a function without *)",
    ],
    ["a tensor", () => ({ dataSync: () => [1], shape: [] }), "await tensor.data()"],
  ])("when its objective returns %s, and says so", async (_what, objective, message) => {
    const trial = await trialOf(objective);
    expect(trial).toMatchObject({ state: "failed", values: undefined, value: undefined });
    expect(trial.error?.message).toContain(message);
  });

  it("when several objectives are not all there", async () => {
    const study = await open({ objectives: { loss: "minimize", size: "minimize" } });
    await study.optimize((() => ({ loss: 1 })) as never, more);
    expect(study.trials[0]?.error?.message).toContain("returned undefined for size");
  });

  it("when its objective throws or rejects, with the error's name, message and stack", async () => {
    for (const objective of [
      () => {
        throw new TypeError("no such layer");
      },
      () => Promise.reject(new TypeError("no such layer")),
    ]) {
      const { state, error } = await trialOf(objective);
      expect(state).toBe("failed");
      expect(error).toMatchObject({ name: "TypeError", message: "no such layer" });
      expect(error?.stack).toContain("failures.test.ts");
    }
  });

  it("when its objective throws what is no error", async () => {
    const { error } = await trialOf(() => Promise.reject("out of memory"));
    expect(error?.message).toContain("out of memory");
  });

  it("when what its objective throws cannot even be shown; the study goes on", async () => {
    const trap = () => {
      throw new Error("a trap");
    };
    const odd = [
      Object.create(null),
      { message: Object.create(null) },
      new Proxy({}, { get: trap, has: trap }),
      undefined,
    ];
    const study = await open();
    await study.optimize(
      ({ number }) => {
        if (number < odd.length) throw odd[number];
        return 1;
      },
      { more: 5, equalErrors: Infinity },
    );
    expect(study.counts).toMatchObject({ failed: 4, complete: 1 });
    expect(study.trials[0]!.error!.message).toContain("cannot be shown");
    const callbacks = [
      () => {
        throw Object.create(null);
      },
    ];
    await expect(study.optimize(() => 1, { more: 1, callbacks })).rejects.toThrow("an object");
  });
});

/** Always the same, a turn later. */
const fail = async (): Promise<number> => {
  await Promise.resolve();
  throw new Error("same");
};

describe("three equal errors in a row", () => {
  it("stop the study with the error itself as cause", async () => {
    const study = await open();
    const thrown: Error[] = [];
    const run = study.optimize(
      () => {
        thrown.push(new ReferenceError("learningrate is not defined"));
        throw thrown.at(-1);
      },
      { until: { trials: 60 } },
    );
    const error = await run.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(StudyFailedError);
    const { message, cause, trials } = error as StudyFailedError;
    expect(message).toContain("Trials 0, 1, 2");
    expect(message).toContain("ReferenceError: learningrate is not defined");
    expect(message).toContain("Mend the objective and run again");
    expect(cause).toBe(thrown[2]);
    expect(trials).toEqual([0, 1, 2]);
    expect(study.trials.map(({ state }) => state)).toEqual(["failed", "failed", "failed"]);
  });

  it("leave the study open to go on", async () => {
    const study = await open();
    await study.optimize(() => "no" as never, { until: { trials: 9 } }).catch(() => undefined);
    await study.optimize(() => 1, { until: { trials: 9 } });
    expect(study.counts).toMatchObject({ failed: 3, complete: 6 });
  });

  it("stop it also where the trials overlap", async () => {
    const study = await open();
    await expect(study.optimize(fail, { until: { trials: 60 }, concurrency: 4 })).rejects.toThrow(
      StudyFailedError,
    );
    expect(study.counts.failed).toBe(3);
    expect(study.counts.running).toBe(0);
  });

  it("are not: different errors, errors with successes between, or fewer than asked for", async () => {
    const different = await open();
    const fruits = ["apple", "pear", "plum"];
    await different.optimize(
      ({ number }) => Promise.reject(new Error(`${fruits[number % 3]} ${number}`)),
      { more: 9 },
    );
    expect(different.counts.failed).toBe(9);

    const mixed = await open();
    await mixed.optimize(({ number }) => (number % 3 === 2 ? 1 : ("no" as never)), { more: 9 });
    expect(mixed.counts).toMatchObject({ failed: 6, complete: 3 });

    const tolerant = await open();
    await tolerant.optimize(() => "no" as never, { more: 9, equalErrors: Infinity });
    expect(tolerant.counts.failed).toBe(9);
  });

  it("are not trainings that diverge, once another did not", async () => {
    const some = await open();
    await some.optimize(({ number }) => (number === 0 ? 1 : NaN), { more: 9 });
    expect(some.counts).toMatchObject({ failed: 8, complete: 1 });

    const all = await open();
    await expect(all.optimize(() => NaN, { more: 30 })).rejects.toThrow(StudyFailedError);
    expect(all.counts.failed).toBe(10);
  });

  it("are those that differ in their numbers only", async () => {
    const study = await open();
    const failing = study.optimize(({ params: { x } }) => Promise.reject(new Error(`boom ${x}`)), {
      more: 9,
    });
    await expect(failing).rejects.toThrow(/Trials 0, 1, 2 all failed with the same error/);
    const several = await open({ objectives: { a: "minimize", b: "minimize" } });
    await expect(several.optimize(({ params: { x } }) => x as never, { more: 9 })).rejects.toThrow(
      "Return { a: number, b: number }",
    );
  });
});
