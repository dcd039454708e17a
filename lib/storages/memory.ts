import { StudyError } from "../study/errors.ts";
import type { Storage, StoredStudy, StudyHead } from "../study/storage.ts";
import type { TrialRecord } from "../study/trial-record.ts";

/**
 * Keeps studies in this process, for as long as the storage itself is kept. Give one to several
 * `openStudy` calls and they share their studies by name; a study without a storage has its own.
 */
export function memoryStorage(): Storage {
  const studies = new Map<string, { head: StudyHead; trials: Kept[]; waiting: number[] }>();
  return {
    name: "memory",
    async open(head, ifExists) {
      const existing = studies.get(head.name);
      if (existing !== undefined && ifExists === "fail")
        throw new StudyError(
          `A study called ${JSON.stringify(head.name)} exists already in memory. Take another name, or ifExists: "resume" or "replace".`,
        );
      if (existing !== undefined && ifExists === "resume") return handle(existing, true);
      const created = { head, trials: [], waiting: [] };
      studies.set(head.name, created);
      return handle(created, false);
    },
  };
}

/** A trial as it is kept: its record, writable, with lists of its own. */
type Kept = { -readonly [Key in keyof TrialRecord]: TrialRecord[Key] } & {
  reports: TrialRecord["reports"][number][];
  notes: Record<string, TrialRecord["notes"][string]>;
};

/** `waiting` holds the numbers of waiting trials, lowest first. */
function handle(
  { head, trials, waiting }: { head: StudyHead; trials: Kept[]; waiting: number[] },
  resumed: boolean,
): StoredStudy {
  const running = (number: number): Kept => {
    const trial = trials[number];
    if (trial?.state === "running") return trial;
    throw new StudyError(
      trial === undefined
        ? `There is no trial ${number}; the study has ${trials.length}.`
        : `Trial ${number} is ${trial.state}, not running.`,
    );
  };
  return {
    head,
    resumed,
    async load(from = 0) {
      return trials.slice(from).map(copy);
    },
    async reserve() {
      trials.push({ ...RESERVED, number: trials.length, reports: [], notes: {} });
      return trials.length - 1;
    },
    async start(number, trial) {
      Object.assign(running(number), trial);
    },
    async release(number) {
      if (trials[number]?.state !== "running") return;
      if (number === trials.length - 1) trials.pop();
      else trials[number].state = "interrupted";
    },
    async enqueue(trial) {
      const number = trials.length;
      trials.push({ ...RESERVED, ...trial, number, state: "waiting", reports: [], notes: {} });
      waiting.push(number);
      return number;
    },
    async claim(startedAt) {
      const number = waiting.shift();
      const trial = number === undefined ? undefined : trials[number];
      if (trial === undefined) return undefined;
      trial.state = "running";
      trial.startedAt = startedAt;
      return copy(trial);
    },
    async report(number, report) {
      running(number).reports.push(report);
    },
    async note(number, key, value) {
      running(number).notes[key] = value;
    },
    async finish(number, end) {
      const trial = trials[number];
      if (trial === undefined) running(number);
      if (trial?.state !== "running" && trial?.state !== "waiting") return false;
      if (trial.state === "waiting") waiting.splice(waiting.indexOf(number), 1);
      Object.assign(trial, end);
      return true;
    },
  };
}

/** What a number holds before its trial starts. */
const RESERVED = {
  state: "running" as const,
  params: {},
  point: {},
  values: undefined,
  value: undefined,
  by: "",
  seed: 0,
  startedAt: undefined,
  endedAt: undefined,
};

function copy(trial: Kept): TrialRecord {
  return { ...trial, reports: [...trial.reports], notes: { ...trial.notes } };
}
