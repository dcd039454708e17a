import { describe, expect, it } from "vitest";
import { randomStream } from "../../../lib/math/random.ts";
import { simulate, type SimulatedStudy } from "../../../lib/study/simulate.ts";
import type { TrialRecord } from "../../../lib/study/trial-record.ts";
import { WAIT } from "../../../lib/study/tuner.ts";
import { hyperband } from "../../../lib/tuners/hyperband.ts";
import { tpe } from "../../../lib/tuners/tpe.ts";
import { tunerContract } from "../../contracts/tuner.ts";
import { curve, epochsOf, line } from "./curves.ts";

tunerContract({
  name: "hyperband",
  // As many trials as the contract asks for, or in a space of three points few enough to come to the end.
  make: ({ size }) => hyperband({ maxResource: size === 3 ? 9 : 27 }),
});

function play(running: number, options = {}, more = {}): Promise<SimulatedStudy> {
  return simulate({
    space: line,
    tuner: hyperband({ maxResource: 81, ...options }),
    objective: ({ params, seed }) => ({ curve: curve(params.x, seed, 81) }),
    trials: 1000,
    running,
    seed: 3,
    ...more,
  });
}

/** How many trials of each bracket were trained to each of its rungs, and no further, from a study. */
function ran({ trials }: SimulatedStudy, schedule: ReturnType<typeof hyperband>["schedule"]) {
  let first = 0;
  return schedule.brackets.map((bracket) => {
    const own = trials.slice(first, (first += bracket.trials));
    return bracket.rungs.map(({ epoch }) => ({
      epoch,
      trials: own.filter(({ reports }) => reports.length >= epoch).length,
    }));
  });
}

describe("hyperband's schedule", () => {
  const { schedule } = hyperband({ maxResource: 81 });

  it("is that of the paper", () => {
    expect(
      schedule.brackets.map(({ rungs }) => rungs.map(({ trials, epoch }) => [trials, epoch])),
    ).toEqual([
      [
        [81, 1],
        [27, 3],
        [9, 9],
        [3, 27],
        [1, 81],
      ],
      [
        [34, 3],
        [11, 9],
        [3, 27],
        [1, 81],
      ],
      [
        [15, 9],
        [5, 27],
        [1, 81],
      ],
      [
        [8, 27],
        [2, 81],
      ],
      [[5, 81]],
    ]);
    expect(schedule.trials).toBe(143);
  });

  it("says in words what it is as data", () => {
    expect(String(hyperband({ maxResource: 9 }).schedule).split("\n")).toEqual([
      "hyperband: 17 trials, 69 epochs; training each of them to the end would take 153 (this is 45%)",
      "bracket 0: 9 to epoch 1 → 3 to epoch 3 → 1 to epoch 9 (21 epochs)",
      "bracket 1: 5 to epoch 3 → 1 to epoch 9 (21 epochs)",
      "bracket 2: 3 to epoch 9 (27 epochs)",
    ]);
  });

  for (const running of [1, 8]) {
    it(`is what runs, trial by trial and epoch by epoch, ${running} at once`, async () => {
      const study = await play(running);
      expect(study.exhausted).toBe(true);
      expect(study.trials.length).toBe(schedule.trials);
      expect(ran(study, schedule)).toEqual(
        schedule.brackets.map(({ rungs }) => rungs.map(({ epoch, trials }) => ({ epoch, trials }))),
      );
      expect(epochsOf(study.trials)).toBe(schedule.epochs);
      expect(study.trials.filter(({ state }) => state === "complete").length).toBe(10);
      expect(study.trials.every(({ state }) => state === "complete" || state === "paused")).toBe(
        true,
      );
    });
  }

  it("is run as often as it is told", async () => {
    const objective = ({ params, seed }: { params: { x: number }; seed: number }) => ({
      curve: curve(params.x, seed, 9),
    });
    const twice = await play(3, { maxResource: 9, rounds: 2 }, { objective });
    expect(twice.trials.length).toBe(34);
    expect(epochsOf(twice.trials)).toBe(2 * 69);
    const forever = await play(1, { maxResource: 9, rounds: Infinity }, { objective, trials: 60 });
    expect(forever.trials.length).toBe(60);
    expect(forever.tuner.planned).toBeUndefined();
  });
});

describe("hyperband promotes", () => {
  it("the best of a rung, once all have come there", async () => {
    const { trials } = await play(1);
    for (const [from, count, step, next] of [
      [0, 81, 1, 27],
      [81, 34, 3, 11],
      [115, 15, 9, 5],
    ] as const) {
      const own = trials.slice(from, from + count);
      const best = own
        .toSorted((one, other) => one.reports[step - 1]!.value - other.reports[step - 1]!.value)
        .slice(0, next);
      const went = own.filter(({ reports }) => reports.length > step);
      expect(new Set(went)).toEqual(new Set(best));
    }
  });

  it("goes on around trials that fail, and ends", async () => {
    for (const running of [1, 5]) {
      const study = await play(
        running,
        { maxResource: 9 },
        {
          objective: ({
            params,
            seed,
            number,
          }: {
            params: { x: number };
            seed: number;
            number: number;
          }) => {
            if (number % 3 === 1) throw new Error("no");
            return { curve: curve(params.x, seed, 9) };
          },
        },
      );
      expect(study.exhausted).toBe(true);
      const states = study.trials.map(({ state }) => state);
      expect(states.filter((state) => state === "failed").length).toBe(6);
      // Six of nine came to the first rung; three of them went on, and one to the end.
      const first = study.trials.slice(0, 9).map(({ reports }) => reports.length);
      expect(first.filter((length) => length >= 3).length).toBe(3);
      expect(first.filter((length) => length === 9).length).toBe(1);
    }
  });

  it("halves the last bracket as far as it was filled, where the study wants no more trials", async () => {
    const study = await play(2, {}, { trials: 12 });
    const lengths = study.trials.map(({ reports }) => reports.length);
    expect(lengths.filter((length) => length >= 3).length).toBe(4);
    expect(lengths.filter((length) => length >= 9).length).toBe(1);
    expect(lengths.filter((length) => length === 81).length).toBe(1);
  });

  it("waits, once all trials have begun, while others may come to a rung; then it has nothing left", async () => {
    const { tuner, context, trials } = await play(1);
    const number = trials.length;
    const ask = (known: TrialRecord[]) =>
      tuner.ask({ ...context, number, trials: known, random: randomStream(1) });
    expect(await ask([...trials])).toBeUndefined();
    const last = trials.at(-1)!;
    expect(await ask([...trials.slice(0, -1), { ...last, state: "running" }])).toBe(WAIT);
  });

  it("explains bracket, rung and rank, and who goes on", async () => {
    const { tuner, context, trials } = await play(1, { tuner: tpe() });
    const best = trials.find(({ state, number }) => state === "complete" && number < 81)!;
    const explained = tuner.explain?.(best, { ...context, trials }) as unknown as {
      bracket: number;
      rungs: { rung: number; rank: number; of: number; places: number; goesOn: boolean }[];
      point: unknown;
    };
    expect(explained.bracket).toBe(0);
    expect(explained.rungs.map(({ rung, of, places }) => [rung, of, places])).toEqual([
      [0, 81, 27],
      [1, 27, 9],
      [2, 9, 3],
      [3, 3, 1],
      [4, 1, 0],
    ]);
    for (const { rank, places, goesOn, rung } of explained.rungs) {
      const losses = trials
        .slice(0, 81)
        .map(({ reports }) => reports[3 ** rung - 1]?.value ?? Infinity);
      expect(rank).toBe(losses.filter((loss) => loss < losses[best.number]!).length + 1);
      expect(goesOn).toBe(rank <= places);
    }
    expect(explained.point).not.toBeNull();
  });

  it("serves a schedule of a single rung", async () => {
    const study = await play(1, { maxResource: 5, minResource: 5 });
    expect(study.trials.map(({ state }) => state)).toEqual(["complete"]);
  });

  it("refuses options that cannot be", () => {
    expect(() => hyperband({ maxResource: 9, rounds: 0 })).toThrow(/rounds is 0/);
    expect(() => hyperband(undefined as never)).toThrow(/needs maxResource/);
    expect(() => hyperband({ maxResource: 9, iterations: 2 } as never)).toThrow(/no option/);
  });
});
