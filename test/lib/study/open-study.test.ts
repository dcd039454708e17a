import { describe, expect, it } from "vitest";
import { openStudy } from "../../../lib/index.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { choice, float } from "../../../lib/space/parameters.ts";
import { memoryStorage } from "../../../lib/storages/memory.ts";
import { pruners } from "../../../lib/pruners/index.ts";
import { tuners } from "../../../lib/tuners/index.ts";
import { line, open } from "./open.ts";

describe("openStudy", () => {
  it("fills in what is left out", async () => {
    const study = await openStudy({ space: line });
    expect(study).toMatchObject({
      name: "study",
      objectives: { value: "minimize" },
      prunerName: "median",
      trials: [],
      best: undefined,
    });
    expect(Number.isInteger(study.seed) && study.seed >= 0 && study.seed < 2 ** 32).toBe(true);
    expect((await openStudy({ space: line })).seed).not.toBe(study.seed);
  });

  it.each([
    [{ space: undefined }, "space is undefined"],
    [{ space: null }, "space is null"],
    [{ space: compileSpace(line) }, "it is compiled already. Give what it was compiled from"],
    [{ space: line, storage: {} }, "Leave storage out"],
    [{ constraints: [] }, "constraints needs a space that is known beforehand"],
    [{ space: line, spaceChange: "merge" }, 'spaceChange is "merge"'],
    [{ space: line, firstTrial: 3 }, "firstTrial is 3"],
    [{ space: line, constraints: [3] }, "the constraint 0 is 3"],
    [{ space: line, constraints: { odd: () => 1 } }, 'its constraint "odd" returned 1'],
    [{ space: line, constraints: [({ y }: { y: number[] }) => y.at(0)] }, "threw for"],
    [{ space: line, sampler: 1 }, 'has no option "sampler". Here it is called tuner.'],
    [{ space: line, objectve: {} }, 'Did you mean "objectives"?'],
    [{ space: line, objectives: {} }, "The study's objectives are"],
    [{ space: line, objectives: { loss: "min" } }, 'Objective loss: "min" is no direction'],
    [{ space: line, objectives: { state: "minimize" } }, 'cannot be called "state"'],
    [
      { space: line, objectives: { a: "minimize" }, direction: "minimize" },
      "Both objectives and direction",
    ],
    [
      { space: line, objectives: { accuracy: "max" } },
      'Give "minimize" or "maximize". Did you mean "maximize"?',
    ],
    [
      { space: line, ifExists: "resmue" },
      'ifExists is "resmue". Give "resume", "fail" or "replace". Did you mean "resume"?',
    ],
    [{ space: line, duplicates: "alow" }, 'Did you mean "allow"?'],
    [line, 'openStudy has no option "x". Parameters stand in space: { x: … }.'],
    [{ space: line, tuner: "random" }, "called: tuner: tuners.random()"],
    [{ space: line, pruner: pruners.asha }, "called: pruner: pruners.asha()"],
    [{ space: line, direction: "up" }, '"up" is no direction'],
    [{ space: line, seed: -1 }, "seed is -1. Give a whole number from 0 to 4294967295"],
    [{ space: line, seed: 0.5 }, "seed is 0.5"],
    [{ space: line, name: "" }, 'name is ""'],
    [{ space: line, ifExists: "append" }, 'ifExists is "append"'],
    [
      { space: line, tuner: tuners.random },
      "tuner is the function random. Give one of tuners, called",
    ],
    [{ space: line, pruner: tuners.random() }, "Give one of pruners, called"],
    [{ space: line, tuner: pruners.median() }, "Give one of tuners, called"],
    [
      { space: line, storage: "sqlite:///studies.db" },
      "sqlite comes in a later version. Leave storage out",
    ],
    [{ space: line, storage: "mysql://here" }, "none that Tunebook knows"],
    [{ space: line, storage: 3 }, "The storage 3"],
  ])("refuses %j", async (options, message) => {
    await expect(openStudy(options as never)).rejects.toThrow(message);
  });

  it("says at once that a tuner cannot serve the space", async () => {
    const opening = openStudy({ space: line, tuner: tuners.grid() });
    await expect(opening).rejects.toThrow(/grid/i);
    await expect(opening).rejects.toThrow(/\bx\b/);
  });

  it("keeps seed 0", async () => {
    expect((await openStudy({ space: line, seed: 0 })).seed).toBe(0);
  });
});

/** Takes a turn of the event loop. */
const slowly = async ({ params }: { params: { x: number } }) => {
  await new Promise((resolve) => setImmediate(resolve));
  return params.x;
};

describe("a study in a shared storage", () => {
  it("goes on with its trials, its seed and its points", async () => {
    const storage = memoryStorage();
    const first = await open({ storage, seed: 5 });
    await first.optimize(({ params }) => params.x, { until: { trials: 4 } });
    const again = await open({ storage, seed: 5 });
    expect(again.trials).toEqual(first.trials);
    expect(again.best).toEqual(first.best);
    await again.optimize(({ params }) => params.x, { until: { trials: 8 } });
    const whole = await open({ seed: 5 });
    await whole.optimize(({ params }) => params.x, { until: { trials: 8 } });
    expect(again.trials.map(({ point }) => point)).toEqual(whole.trials.map(({ point }) => point));
  });

  it("takes its seed from the storage where none is given", async () => {
    const storage = memoryStorage();
    await open({ storage, seed: 5 });
    expect((await open({ storage, seed: undefined })).seed).toBe(5);
  });

  it("learns by refresh of what another added and ended", async () => {
    const storage = memoryStorage();
    const mine = await open({ storage });
    const other = await open({ storage });
    const trial = await other.ask();
    await mine.refresh();
    expect(mine.trials.map(({ state }) => state)).toEqual(["running"]);
    await other.tell(trial, 0.5);
    await other.enqueue({ x: 0.125 });
    await mine.refresh();
    expect(mine.trials.map(({ state }) => state)).toEqual(["complete", "waiting"]);
    expect(mine.best?.value).toBe(0.5);
    await expect(mine.tell(0, 1)).rejects.toThrow("ended as complete");
    expect((await mine.ask()).params.x).toBe(0.125);
  });

  it("runs from two sides without using a number twice", async () => {
    const storage = memoryStorage();
    const studies = [await open({ storage }), await open({ storage })];
    await Promise.all(
      studies.map((study) => study.optimize(slowly, { until: { trials: 20 }, concurrency: 2 })),
    );
    const whole = await open({ storage });
    expect(whole.trials.map(({ number }) => number)).toEqual(whole.trials.map((_, index) => index));
    // Each knows what the other ended only when it looks, so a few more than wanted may be begun.
    expect(whole.counts.complete).toBeGreaterThanOrEqual(20);
    expect(whole.counts.complete).toBe(whole.trials.length);
    expect(new Set(whole.trials.map(({ params }) => params.x)).size).toBe(whole.trials.length);
  });

  it("may fail or be replaced instead", async () => {
    const storage = memoryStorage();
    await (await open({ storage })).optimize(() => 1, { more: 3 });
    await expect(open({ storage, ifExists: "fail" })).rejects.toThrow(
      'called "study" exists already',
    );
    expect((await open({ storage, ifExists: "replace" })).trials).toHaveLength(0);
    expect((await open({ storage, name: "other", ifExists: "fail" })).trials).toHaveLength(0);
  });

  it("goes on only as what it was", async () => {
    const storage = memoryStorage();
    await open({ storage });
    await expect(open({ storage, space: { x: float(0, 2) } })).rejects.toThrow(
      "exists with another space",
    );
    await expect(open({ storage, direction: "maximize" })).rejects.toThrow(
      "exists with other objectives",
    );
    await expect(open({ storage, seed: 2 })).rejects.toThrow("exists with another seed (1)");
  });
});

const space = { x: float(0, 1), kind: choice(["a", "b"]) };

const objective = ({ params, seed }: { params: { x: number; kind: string }; seed: number }) =>
  params.x + (params.kind === "a" ? 0 : 1) + seed * 1e-12;

/** Three trials at a time, told in an order of its own. */
const juggle = async () => {
  const study = await open({ space, tuner: tuners.tpe(), seed: 9 });
  const trials = await Promise.all([study.ask(), study.ask(), study.ask()]);
  for (let told = 0; told < 30; told++) {
    const next = trials.splice(told % 3, 1)[0]!;
    await study.tell(next, objective(next));
    trials.push(await study.ask());
  }
  return study.trials.map(({ point }) => point);
};

describe("the same seed", () => {
  it.each([
    ["random", tuners.random],
    ["tpe", tuners.tpe],
  ] as const)("gives bit-identical trials with %s", async (_name, tuner) => {
    const run = async () => {
      const study = await open({ space, tuner: tuner(), seed: 9 });
      await study.optimize(objective, { until: { trials: 40 } });
      return study.trials.map(({ point, seed, value }) => [point, seed, value]);
    };
    expect(await run()).toStrictEqual(await run());
  });

  it("gives the same points at any concurrency where the order of tells is the same", async () => {
    expect(await juggle()).toStrictEqual(await juggle());
  });

  it("gives other points than another seed, and each trial a seed of its own", async () => {
    const one = await open({ space, seed: 1 });
    const two = await open({ space, seed: 2 });
    await one.optimize(objective, { more: 20 });
    await two.optimize(objective, { more: 20 });
    expect(one.trials.map(({ point }) => point)).not.toEqual(two.trials.map(({ point }) => point));
    expect(new Set(one.trials.map(({ seed }) => seed)).size).toBe(20);
  });
});

describe("a study as text", () => {
  it("says what it is, what it holds and what is best", async () => {
    const study = await open({ name: "digits", objectives: { valLoss: "minimize" } });
    expect(String(study)).toContain('Study "digits": minimize valLoss');
    expect(String(study)).toContain("trials: none yet");
    await study.enqueue({ x: 0.25 });
    await study.optimize(({ params }) => params.x, { more: 1 });
    expect(String(study)).toContain("trials: 1 complete");
    expect(String(study)).toContain("best: 0.25 (trial 0)");
    expect(String(study)).toContain("x: 0.25");
  });
});
