/**
 * A study in a notebook that trains real networks, and writes down each thing that happens with its time:
 * what the panel was asked for is compared with what the training did.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The cell: trials on digits until it is stopped. `batch` stands for one batch that was begun. */
export const WATCHED = `import { appendFileSync } from "node:fs";
import { choice, float, openStudy, pruners, tuners } from "tunebook";
import { digits, fit } from "tunebook/tensorflow";

const log = (event: string, more: object = {}) =>
  appendFileSync("log.jsonl", JSON.stringify({ event, at: Date.now(), ...more }) + "\\n");
const study = await openStudy({
  name: "digits",
  space: {
    learningRate: float(1e-4, 1e-1, { log: true }),
    neurons: choice([16, 32, 64]),
    batchSize: choice([8, 16]),
  },
  objectives: { valLoss: "minimize" },
  tuner: tuners.random(),
  pruner: pruners.none(),
  seed: 3,
});
const data = await digits();
await study.optimize(async (trial) => {
  log("begun", { trial: trial.number, params: trial.params });
  const watched = {
    seed: trial.seed,
    signal: trial.signal,
    note: (key: string, value: string) => trial.note(key, value),
    report: (value: number, step: number) => trial.report(value, step),
    untilResumed() {
      const resumed = trial.untilResumed();
      if (!resumed) log("batch");
      return resumed;
    },
  };
  const { valLoss } = await fit(trial.params, data, { trial: watched as never, epochs: 6 });
  return valLoss;
}, {
  until: { trials: 500 },
  concurrency: 2,
  observers: [{
    steered: () => log("steered", { paused: study.isPaused, box: study.box }),
    trialEnded: ({ number, state }) => log("ended", { trial: number, state }),
    ended: () => log("over"),
  }],
});`;

/** One line of the log. */
export interface LogEntry {
  event: "begun" | "batch" | "steered" | "ended" | "over";
  /** Milliseconds since 1970. */
  at: number;
  trial?: number;
  state?: string;
  params?: Record<string, number>;
  paused?: boolean;
  box?: Record<string, number[]>;
}

/** What happened so far, in order. */
export function logOf(folder: string): LogEntry[] {
  const path = join(folder, "log.jsonl");
  if (!existsSync(path)) return [];
  // The last line may be half written.
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as LogEntry);
}
