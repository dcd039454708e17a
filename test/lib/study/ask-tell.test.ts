import { describe, expect, it } from "vitest";
import { choice, float, oneOf } from "../../../lib/space/parameters.ts";
import { grid } from "../../../lib/tuners/grid.ts";
import { tpe } from "../../../lib/tuners/tpe.ts";
import { open } from "./open.ts";

describe("ask and tell", () => {
  it("run a study by hand", async () => {
    const study = await open();
    const first = await study.ask();
    const second = await study.ask();
    expect([first.number, second.number]).toEqual([0, 1]);
    expect(study.counts.running).toBe(2);
    const record = await study.tell(second, 0.5);
    expect(record).toMatchObject({
      number: 1,
      state: "complete",
      value: 0.5,
      values: { value: 0.5 },
    });
    await study.tell(first.number, { value: 0.25 });
    expect(study.best?.number).toBe(0);
  });

  it("give the points that optimize gives", async () => {
    const byHand = await open();
    for (let count = 0; count < 5; count++) await byHand.tell(await byHand.ask(), 1);
    const automatic = await open();
    await automatic.optimize(() => 1, { more: 5 });
    expect(byHand.trials.map(({ point, seed }) => [point, seed])).toEqual(
      automatic.trials.map(({ point, seed }) => [point, seed]),
    );
  });

  it("take states instead of values", async () => {
    const study = await open();
    const pruned = await study.ask();
    await pruned.report(0.75, 1);
    expect(await study.tell(pruned, { state: "pruned" })).toMatchObject({
      state: "pruned",
      value: 0.75,
    });
    const error = new RangeError("too deep");
    expect(await study.tell(await study.ask(), { state: "failed", error })).toMatchObject({
      state: "failed",
      error: { name: "RangeError", message: "too deep" },
    });
    expect(await study.tell(await study.ask(), { state: "interrupted" })).toMatchObject({
      state: "interrupted",
    });
    expect(await study.tell(await study.ask(), NaN)).toMatchObject({ state: "failed" });
  });

  it("refuse what cannot be told, and leave the trial running", async () => {
    const study = await open();
    const trial = await study.ask();
    await expect(study.tell(trial, undefined as never)).rejects.toThrow("returned undefined");
    await expect(study.tell(trial, "0.5" as never)).rejects.toThrow('returned "0.5"');
    await expect(study.tell(trial, { state: "done" as never })).rejects.toThrow(
      'cannot be told the state "done"',
    );
    expect((await study.tell(trial, 1)).state).toBe("complete");
  });

  it("name the number and the state of a trial that cannot be told", async () => {
    const study = await open();
    await expect(study.tell(0, 1)).rejects.toThrow("There is no trial 0: none was asked for yet");
    const trial = await study.ask();
    await study.tell(trial, 1);
    await expect(study.tell(trial, 2)).rejects.toThrow(
      "Trial 0 has ended as complete; a trial is told once",
    );
    await expect(study.tell(7, 1)).rejects.toThrow("There is no trial 7: the last one is trial 0");
    await expect(study.tell({} as never, 1)).rejects.toThrow("There is no trial undefined");
    const foreign = await (await open()).ask();
    const other = await open();
    await other.ask();
    await expect(other.tell(foreign, 1)).rejects.toThrow("Trial 0 was asked of another study");
    expect(other.trials[0]!.state).toBe("running");
    await study.enqueue({ x: 0.5 });
    await expect(study.tell(1, 1)).rejects.toThrow("Trial 1 is waiting");
    expect(study.trials[0]!.value).toBe(1);
  });

  it("let one of two tellers win", async () => {
    const study = await open();
    const trial = await study.ask();
    const told = await Promise.allSettled([study.tell(trial, 1), study.tell(trial, 2)]);
    expect(study.trials[0]).toMatchObject({ state: "complete", value: 1 });
    expect(study.counts).toMatchObject({ complete: 1, running: 0 });
    expect(told[0].status).toBe("fulfilled");
    expect(told[1].status).toBe("rejected");
  });

  it("mark a forgotten trial as interrupted at the end of its block", async () => {
    const study = await open();
    {
      await using forgotten = await study.ask();
      expect(forgotten.number).toBe(0);
    }
    {
      await using told = await study.ask();
      await study.tell(told, 1);
    }
    expect(study.trials.map(({ state }) => state)).toEqual(["interrupted", "complete"]);
  });

  it("say so when nothing is left to ask for", async () => {
    const study = await open({ space: { a: choice([1, 2]) }, tuner: grid() });
    await study.ask();
    await study.ask();
    await expect(study.ask()).rejects.toThrow("The grid tuner has nothing left to try");
    expect(study.trials).toHaveLength(2);
  });

  it("never ask the tuner twice at once", async () => {
    let asking = 0;
    let most = 0;
    const study = await open({
      tuner: {
        name: "slow",
        create: () => ({
          name: "slow",
          async ask({ number }) {
            most = Math.max(most, ++asking);
            await new Promise((resolve) => setImmediate(resolve));
            asking--;
            return { x: number / 10 };
          },
        }),
      },
    });
    const trials = await Promise.all(Array.from({ length: 5 }, () => study.ask()));
    expect(most).toBe(1);
    expect(trials.map(({ params }) => params.x)).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
  });
});

describe("enqueue", () => {
  const space = {
    rate: float(0, 1, { default: 0.5 }),
    way: oneOf({ adam: {}, sgd: { momentum: float(0, 0.99) } }),
  };

  it("lets points be tried before the tuner's, in their order", async () => {
    const study = await open({ space });
    const waiting = await study.enqueue(
      { way: { kind: "sgd", momentum: 0.9 } },
      { rate: 0.25, way: { kind: "adam" } },
    );
    expect(waiting.map(({ state, by, startedAt }) => [state, by, startedAt])).toEqual([
      ["waiting", "enqueued", undefined],
      ["waiting", "enqueued", undefined],
    ]);
    await study.optimize(({ params }) => params.rate, { until: { trials: 3 } });
    expect(study.trials.map(({ by }) => by)).toEqual(["enqueued", "enqueued", "random"]);
    expect(study.trials[0]!.params).toEqual({ rate: 0.5, way: { kind: "sgd", momentum: 0.9 } });
    expect(study.trials[1]!.params).toEqual({ rate: 0.25, way: { kind: "adam" } });
    expect(study.trials[0]!.startedAt).toBeTypeOf("number");
    expect(study.counts).toMatchObject({ waiting: 0, complete: 3 });
  });

  it("refuses a point that the space does not hold, and keeps none of the call", async () => {
    const study = await open({ space });
    const call = study.enqueue({ way: { kind: "adam" } }, { rate: 7, way: { kind: "adam" } });
    await expect(call).rejects.toThrow("Parameter rate: 7 lies above the high end 1");
    await expect(study.enqueue({ rate: 0.5 })).rejects.toThrow(
      "way.kind: it is missing and has no default",
    );
    expect(study.trials).toHaveLength(0);
  });
});

describe("believe", () => {
  it("tells what was believed of points, and by whom: nobody, of those that no tuner chose", async () => {
    const tuner = tpe({ startupTrials: 3 });
    const study = await open({ tuner });
    for (let count = 0; count < 5; count++) {
      const trial = await study.ask();
      await study.tell(trial, Number(trial.params.x));
    }
    const { number, point } = study.trials[4]!;
    const told = study.explain(number) as { groups: [{ logGood: number[]; chosen: number }] };
    const [{ logGood, chosen }] = told.groups;
    const [belief] = study.believe(number, [point])!;
    expect(belief!.terms["logGood"]).toBeCloseTo(logGood[chosen]!, 9);
    const [added] = await study.add({ params: { x: 0.5 }, result: 1 });
    expect(study.believe(added!, [point])).toBeUndefined();
    expect(() => study.believe(17, [point])).toThrow("no trial 17");
  });
});

it("a study that has no best trial yet says so where it is asked to explain it", async () => {
  const study = await open();
  const none = study.best!;
  for (const ask of [() => study.explain(none), () => study.believe(none, [])])
    expect(ask).toThrow("study.best is undefined before a trial is complete");
  await expect(study.prune(none)).rejects.toThrow("There is no trial undefined");
});
