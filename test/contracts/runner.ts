import { describe, expect, it } from "vitest";
import type { Job, Outcome, Runner } from "../../lib/study/runner.ts";
import type { Trial } from "../../lib/study/trial.ts";

/** What a runner's test says of it. */
export interface RunnerContract {
  readonly name: string;
  make(concurrency: number): Runner;
}

/** A job of so many trials, which writes down what the runner does with it. */
function jobOf(count: number, objective: Job["objective"]) {
  const settled: [number: number, outcome: Outcome][] = [];
  let given = 0;
  const job: Job = {
    objective,
    async next() {
      return given < count ? ({ number: given++ } as Trial) : undefined;
    },
    async settle(trial, outcome) {
      settled.push([trial.number, outcome]);
    },
  };
  return { job, settled, given: () => given };
}

const failNever = ({ number }: Trial) => number * 2;
const failOdd = (trial: Trial) => {
  if (trial.number % 2 === 1) throw new Error(`odd ${trial.number}`);
  return trial.number;
};

/** The contract of every runner: a new one is one file, and one test that calls this. */
export function runnerContract({ name, make }: RunnerContract): void {
  describe(`${name} keeps the contract of runners`, () => {
    it.each([1, 3])(
      "runs every trial once and hands each in, %i at a time",
      async (concurrency) => {
        const { job, settled } = jobOf(10, failNever);
        await make(concurrency).run(job);
        expect(settled.toSorted(([one], [two]) => one - two)).toEqual(
          Array.from({ length: 10 }, (_, number) => [number, { returned: number * 2 }]),
        );
      },
    );

    it("hands in what was awaited", async () => {
      const { job, settled } = jobOf(1, async () => ({ loss: 3 }));
      await make(1).run(job);
      expect(settled).toEqual([[0, { returned: { loss: 3 } }]]);
    });

    it("hands in what was thrown, and goes on", async () => {
      for (const objective of [failOdd, async (trial: Trial) => failOdd(trial)]) {
        const { job, settled } = jobOf(4, objective);
        await make(1).run(job);
        expect(settled.map(([number]) => number)).toEqual([0, 1, 2, 3]);
        expect(settled[1]![1]).toMatchObject({ threw: { message: "odd 1" } });
        expect(settled[2]![1]).toEqual({ returned: 2 });
      }
    });

    it("runs as many at once as it says, and never more", async () => {
      const runner = make(3);
      let running = 0;
      let most = 0;
      const { job } = jobOf(12, async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
      });
      await runner.run(job);
      expect(most).toBe(runner.concurrency);
      expect(runner.concurrency).toBe(3);
    });

    it("takes a trial only when it has a place for it", async () => {
      const open: (() => void)[] = [];
      const { job, given } = jobOf(9, () => new Promise<void>((resolve) => open.push(resolve)));
      const run = make(2).run(job);
      await expect.poll(() => open.length).toBe(2);
      expect(given()).toBe(2);
      open.shift()!();
      await expect.poll(() => open.length).toBe(2);
      expect(given()).toBe(3);
      const drain = setInterval(() => open.shift()?.(), 0);
      await run;
      clearInterval(drain);
    });

    it("ends at once where there is nothing to run", async () => {
      const { job, settled } = jobOf(0, failNever);
      await make(2).run(job);
      expect(settled).toEqual([]);
    });

    it("passes on what next or settle throw", async () => {
      const { job } = jobOf(3, failNever);
      const mistake = new Error("disk full");
      await expect(make(1).run({ ...job, settle: () => Promise.reject(mistake) })).rejects.toBe(
        mistake,
      );
      await expect(make(2).run({ ...job, next: () => Promise.reject(mistake) })).rejects.toBe(
        mistake,
      );
    });

    it("lets the event loop turn, however fast the objective is", async () => {
      let isOver = false;
      setTimeout(() => (isOver = true), 1);
      const { job } = jobOf(0, failNever);
      await make(2).run({
        ...job,
        next: async () => (isOver ? undefined : ({ number: 0 } as Trial)),
      });
      expect(isOver).toBe(true);
    });
  });
}
