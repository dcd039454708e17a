import { expect, it } from "vitest";
import type { Progress, ProgressOption } from "../../lib/study/progress.ts";
import { recordingProgress } from "../lib/study/recording-progress.ts";

/** A long function, as the contract calls it. */
export interface LongWork {
  /** Does it from the beginning; the same work every time. */
  run(progress: ProgressOption): unknown;
  /** The steps of its outermost job; undefined where it does not know them. */
  readonly total: number | undefined;
  /** Whether it computes in one go: then nothing but the end of the process stops it. */
  readonly inOneGo?: boolean;
}

/** What every long function does with the Progress it is given. */
export function progressContract(name: string, work: LongWork): void {
  it(`${name} begins one outermost job, with its total, and ends it`, async () => {
    const { progress, jobs } = recordingProgress();
    await work.run(progress);
    const outer = jobs.filter(({ within }) => within === undefined);
    expect(outer).toHaveLength(1);
    expect(outer[0]?.plan.total).toBe(work.total);
    expect(outer[0]?.plan.label).toMatch(/^\S.*\S$/);
    expect(jobs.map(({ end }) => end)).toEqual(jobs.map(() => "end"));
  });

  it(`${name} reports steps that never go back, up to its total`, async () => {
    const { progress, jobs } = recordingProgress();
    await work.run(progress);
    for (const { reports, plan } of jobs) {
      const done = reports.map((report) => report.done);
      expect(done).toEqual(done.toSorted((a, b) => a - b));
      if (plan.total !== undefined) expect(done.at(-1)).toBe(plan.total);
    }
  });

  it(`${name} does the same in silence`, async () => {
    const { progress } = recordingProgress();
    const shown = await work.run(progress);
    expect(await work.run(false)).toEqual(shown);
  });

  if (work.inOneGo) return;
  it(`${name} ends between two steps where the user stops it, and its jobs fail with the reason`, async () => {
    const stop = new AbortController();
    const recording = recordingProgress(stop.signal);
    const reason = new Error("Stopped by the user");
    // Stopped by its second report, so that there is work that must not be done any more.
    let reports = 0;
    const stopping: Progress = {
      begin(plan) {
        const job = recording.progress.begin(plan);
        return {
          ...job,
          report(done, message) {
            if (++reports === 2) stop.abort(reason);
            job.report(done, message);
          },
        };
      },
    };
    await expect((async () => work.run(stopping))()).rejects.toBeDefined();
    expect(reports).toBe(2);
    for (const job of recording.jobs.filter(({ within }) => within === undefined))
      expect(job).toMatchObject({ end: "fail" });
    expect(recording.jobs.every(({ end }) => end !== "running")).toBe(true);
  });
}
