import type { JobPlan, Progress } from "../../../lib/study/progress.ts";

/** What became of a job. */
export interface Recorded {
  readonly plan: JobPlan;
  readonly reports: { readonly done: number; readonly message: string | undefined }[];
  /** "running" until it ended. */
  end: "running" | "end" | "fail";
  error?: unknown;
  /** The job that ran when it began. */
  readonly within: Recorded | undefined;
}

/** A Progress that keeps all that it is told, and stops work when asked to. */
export function recordingProgress(signal?: AbortSignal) {
  const jobs: Recorded[] = [];
  const running: Recorded[] = [];
  const progress: Progress = {
    begin(plan) {
      const job: Recorded = { plan, reports: [], end: "running", within: running.at(-1) };
      jobs.push(job);
      running.push(job);
      const ended = (end: "end" | "fail", error?: unknown) => {
        if (job.end !== "running") return;
        job.end = end;
        job.error = error;
        running.splice(running.indexOf(job), 1);
      };
      return {
        signal,
        report: (done, message) => void job.reports.push({ done, message }),
        end: () => ended("end"),
        fail: (error) => ended("fail", error),
      };
    },
  };
  return { progress, jobs };
}
