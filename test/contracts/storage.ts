import { beforeEach, describe, expect, it } from "vitest";
import { compileSpace } from "../../lib/space/compile.ts";
import { float } from "../../lib/space/parameters.ts";
import { StudyError } from "../../lib/study/errors.ts";
import type {
  Storage,
  StoredStudy,
  StudyHead,
  TrialEnd,
  TrialStart,
} from "../../lib/study/storage.ts";

/** What a storage's test says of it. */
export interface StorageContract {
  readonly name: string;
  /** An empty storage. */
  make(): Storage | Promise<Storage>;
}

const head: StudyHead = {
  name: "first",
  objectives: { loss: "minimize", score: "maximize" },
  seed: 7,
  dimensions: compileSpace({ x: float(0, 1) }).dimensions,
};

const start = (x: number): TrialStart => ({
  params: { x },
  point: { x },
  by: "random",
  seed: 11,
  startedAt: 1000,
  endedAt: undefined,
});

const waiting = (x: number): TrialStart => ({ ...start(x), by: "enqueued", startedAt: undefined });

const complete: TrialEnd = {
  state: "complete",
  values: { loss: 0.5, score: Infinity },
  value: 0.5,
  endedAt: 2000,
};

/** The contract of every storage: a new one is one file, and one test that calls this. */
export function storageContract({ name, make }: StorageContract): void {
  describe(`${name} keeps the contract of storages`, () => {
    let storage: Storage;
    let study: StoredStudy;
    beforeEach(async () => {
      storage = await make();
      study = await storage.open(head, "fail");
    });

    /** Begins a trial, and says its number. */
    const begin = async (x = 0.25) => {
      const number = await study.reserve();
      await study.start(number, start(x));
      return number;
    };

    describe("studies", () => {
      it("are created from their head", () => {
        expect(study.resumed).toBe(false);
        expect(study.head).toEqual(head);
      });

      it("are found again by name, with the head and the trials they had", async () => {
        await begin();
        const again = await storage.open({ ...head, seed: 8 }, "resume");
        expect(again.resumed).toBe(true);
        expect(again.head).toEqual(head);
        expect(await again.load()).toEqual(await study.load());
      });

      it("keep apart by name", async () => {
        await begin();
        const other = await storage.open({ ...head, name: "second" }, "fail");
        expect(await other.load()).toEqual([]);
        expect(await other.reserve()).toBe(0);
      });

      it("are refused where they exist and must not", async () => {
        await expect(storage.open(head, "fail")).rejects.toThrow(StudyError);
        await expect(storage.open(head, "fail")).rejects.toThrow('"first"');
      });

      it("begin anew where they are replaced", async () => {
        await begin();
        const fresh = await storage.open({ ...head, seed: 9 }, "replace");
        expect(fresh).toMatchObject({ resumed: false, head: { seed: 9 } });
        expect(await fresh.load()).toEqual([]);
      });
    });

    describe("trials", () => {
      it("are numbered 0, 1, 2… also by two handles at once", async () => {
        const other = await storage.open(head, "resume");
        const handles = [study, other, study, other, study, other];
        const numbers = await Promise.all(handles.map((handle) => handle.reserve()));
        expect(numbers.toSorted((one, two) => one - two)).toEqual([0, 1, 2, 3, 4, 5]);
      });

      it("come back whole", async () => {
        const number = await begin();
        await study.report(number, { step: 1, value: 0.75, at: 1500 });
        await study.report(number, { step: 4, value: 0.5, at: 1600 });
        await study.note(number, "epochs", 4);
        await study.note(number, "shape", { rows: [1, null, "a"] });
        await study.finish(number, complete);
        expect(await study.load()).toEqual([
          {
            number: 0,
            state: "complete",
            ...start(0.25),
            values: { loss: 0.5, score: Infinity },
            value: 0.5,
            reports: [
              { step: 1, value: 0.75, at: 1500 },
              { step: 4, value: 0.5, at: 1600 },
            ],
            notes: { epochs: 4, shape: { rows: [1, null, "a"] } },
            endedAt: 2000,
          },
        ]);
      });

      it("are loaded from a number on", async () => {
        for (const x of [0.1, 0.2, 0.3]) await begin(x);
        expect((await study.load(1)).map(({ number, point }) => [number, point])).toEqual([
          [1, { x: 0.2 }],
          [2, { x: 0.3 }],
        ]);
        expect(await study.load(3)).toEqual([]);
      });

      it("that are only reserved are running and empty", async () => {
        await study.reserve();
        expect(await study.load()).toMatchObject([
          { number: 0, state: "running", point: {}, params: {} },
        ]);
      });

      it.each(["complete", "pruned", "failed", "interrupted"] as const)(
        "end as %s, once: the first who tells wins, and nothing changes later",
        async (state) => {
          const number = await begin();
          const error = { name: "TypeError", message: "no such layer" };
          const end = {
            state,
            values: undefined,
            value: undefined,
            endedAt: 3000,
            ...(state === "failed" && { error }),
          };
          expect(await study.finish(number, end)).toBe(true);
          const [kept] = await study.load();
          expect(kept).toMatchObject(end);
          expect(await study.finish(number, complete)).toBe(false);
          await expect(study.report(number, { step: 1, value: 1, at: 1 })).rejects.toThrow(
            StudyError,
          );
          await expect(study.note(number, "late", true)).rejects.toThrow(StudyError);
          expect(await study.load()).toEqual([kept]);
        },
      );

      it("are won by one of many tellers", async () => {
        const number = await begin();
        const other = await storage.open(head, "resume");
        const won = await Promise.all(
          [study, other, study, other].map((handle, value) =>
            handle.finish(number, { ...complete, value }),
          ),
        );
        expect(won.filter(Boolean)).toHaveLength(1);
        expect((await study.load())[0]?.value).toBe(won.indexOf(true));
      });

      it("that do not exist are refused by number", async () => {
        await expect(study.finish(3, complete)).rejects.toThrow(/\b3\b/);
        await expect(study.report(3, { step: 1, value: 1, at: 1 })).rejects.toThrow(/\b3\b/);
      });

      it("belong to who loads them: later writes do not change them, nor they what is kept", async () => {
        const number = await begin();
        const [before] = await study.load();
        await study.report(number, { step: 1, value: 1, at: 1 });
        await study.note(number, "a", 1);
        await study.finish(number, complete);
        expect(before).toMatchObject({
          state: "running",
          reports: [],
          notes: {},
          value: undefined,
        });
        const [loaded] = await study.load();
        (loaded!.reports as unknown[]).length = 0;
        expect((await study.load())[0]!.reports).toHaveLength(1);
      });
    });

    describe("a number given back", () => {
      it("is taken again", async () => {
        await begin();
        await study.release(await study.reserve());
        expect(await study.load()).toHaveLength(1);
        expect(await study.reserve()).toBe(1);
      });

      it("stays as interrupted where others were taken since, so that there are no gaps", async () => {
        const early = await study.reserve();
        await begin();
        await study.release(early);
        expect((await study.load()).map(({ number, state }) => [number, state])).toEqual([
          [0, "interrupted"],
          [1, "running"],
        ]);
      });
    });

    describe("waiting trials", () => {
      it("are claimed in the order of numbers, and then run", async () => {
        expect(await study.claim(5000)).toBeUndefined();
        const numbers = [await study.enqueue(waiting(0.1)), await study.enqueue(waiting(0.2))];
        expect(numbers).toEqual([0, 1]);
        expect((await study.load()).map(({ state, startedAt }) => [state, startedAt])).toEqual([
          ["waiting", undefined],
          ["waiting", undefined],
        ]);
        expect(await study.claim(5000)).toMatchObject({
          number: 0,
          state: "running",
          startedAt: 5000,
          params: { x: 0.1 },
          by: "enqueued",
        });
        expect(await study.claim(6000)).toMatchObject({ number: 1, startedAt: 6000 });
        expect(await study.claim(7000)).toBeUndefined();
        expect(await study.finish(0, complete)).toBe(true);
      });

      it("go to one claimer each", async () => {
        for (const x of [0.1, 0.2, 0.3]) await study.enqueue(waiting(x));
        const other = await storage.open(head, "resume");
        const claims = await Promise.all(
          [study, other, study, other, study].map((handle) => handle.claim(1)),
        );
        const numbers = claims.flatMap((trial) => (trial ? [trial.number] : []));
        expect(numbers.toSorted((one, two) => one - two)).toEqual([0, 1, 2]);
      });

      it("take no reports before they run, but can be ended", async () => {
        const number = await study.enqueue(waiting(0.1));
        await expect(study.report(number, { step: 1, value: 1, at: 1 })).rejects.toThrow(/waiting/);
        const end = {
          state: "interrupted",
          values: undefined,
          value: undefined,
          endedAt: 1,
        } as const;
        expect(await study.finish(number, end)).toBe(true);
        expect(await study.claim(2)).toBeUndefined();
      });
    });

    describe("paused trials", () => {
      const paused = {
        state: "paused",
        values: undefined,
        value: 0.75,
        constraints: { memory: -1 },
        endedAt: 2000,
      } as const;

      it("run again with their reports, and end again", async () => {
        const number = await begin();
        await study.report(number, { step: 1, value: 0.75, at: 1500 });
        expect(await study.finish(number, paused)).toBe(true);
        expect((await study.load())[number]).toMatchObject({
          state: "paused",
          value: 0.75,
          constraints: { memory: -1 },
        });
        expect(await study.resume(number)).toBe(true);
        expect((await study.load())[number]).toMatchObject({
          state: "running",
          value: undefined,
          startedAt: 1000,
          reports: [{ step: 1, value: 0.75, at: 1500 }],
        });
        await study.report(number, { step: 2, value: 0.5, at: 2500 });
        expect(await study.finish(number, complete)).toBe(true);
        expect((await study.load())[number]).toMatchObject({ state: "complete", value: 0.5 });
      });

      it("go to one of those who resume them, and only paused ones do", async () => {
        const number = await begin();
        expect(await study.resume(number)).toBe(false);
        await study.finish(number, paused);
        const other = await storage.open(head, "resume");
        const won = await Promise.all([study.resume(number), other.resume(number)]);
        expect(won.filter(Boolean)).toHaveLength(1);
        await study.finish(number, complete);
        expect(await study.resume(number)).toBe(false);
      });
    });

    describe("what is kept of a study", () => {
      it("comes back as it was given, for every handle, until it is replaced", async () => {
        expect(await study.kept("tuner")).toBeUndefined();
        const state = { generation: 3, mean: [0.5, null], names: ["a"] };
        await study.keep("tuner", state);
        state.generation = 4;
        const other = await storage.open(head, "resume");
        expect(await other.kept("tuner")).toEqual({ ...state, generation: 3 });
        await other.keep("tuner", 7);
        expect(await study.kept("tuner")).toBe(7);
        expect(await study.kept("space")).toBeUndefined();
      });

      it("is gone where the study is replaced", async () => {
        await study.keep("tuner", 1);
        const fresh = await storage.open(head, "replace");
        expect(await fresh.kept("tuner")).toBeUndefined();
      });
    });
  });
}
