import { StudyError } from "../study/errors.ts";
import type { Storage, StoredStudy, StudyHead, TrialEnd, TrialStart } from "../study/storage.ts";
import type { Json, Report, TrialRecord } from "../study/trial-record.ts";

/**
 * Keeps studies in this process, for as long as the storage itself is kept. Give one to several
 * `openStudy` calls and they share their studies by name; a study without a storage has its own.
 */
export function memoryStorage(): Storage {
  const studies = new Map<string, KeptStudy>();
  return {
    name: "memory",
    async open(head, ifExists) {
      const existing = studies.get(head.name);
      if (existing !== undefined && ifExists === "fail")
        throw new StudyError(
          `A study called ${JSON.stringify(head.name)} exists already in memory. Take another name, or ifExists: "resume" or "replace".`,
        );
      if (existing !== undefined && ifExists === "resume") return storedStudy(existing, true);
      const created: KeptStudy = { head, trials: [], waiting: [], kept: new Map() };
      studies.set(head.name, created);
      return storedStudy(created, false);
    },
  };
}

/**
 * A trial as it is kept: what came in, part by part, and put together only when it is loaded. A
 * study of a million trials spends most of its time on what it allocates.
 */
interface Kept {
  state: TrialRecord["state"];
  /** Undefined while the number is only reserved. */
  start: TrialStart | undefined;
  /** When a waiting trial was claimed. */
  claimedAt: number | undefined;
  end: TrialEnd | undefined;
  reports: Report[] | undefined;
  notes: Record<string, Json> | undefined;
}

interface KeptStudy {
  readonly head: StudyHead;
  readonly trials: Kept[];
  /** The numbers of waiting trials, lowest first. */
  readonly waiting: number[];
  readonly kept: Map<string, Json>;
}

function storedStudy(
  { head, trials, waiting, kept: values }: KeptStudy,
  resumed: boolean,
): StoredStudy {
  const add = (state: Kept["state"], start: TrialStart | undefined): number =>
    trials.push({
      state,
      start,
      claimedAt: undefined,
      end: undefined,
      reports: undefined,
      notes: undefined,
    }) - 1;
  const known = (number: number): Kept => {
    const trial = trials[number];
    if (trial !== undefined) return trial;
    throw new StudyError(`There is no trial ${number}; the study has ${trials.length}.`);
  };
  const running = (number: number): Kept => {
    const trial = known(number);
    if (trial.state === "running") return trial;
    throw new StudyError(`Trial ${number} is ${trial.state}, not running.`);
  };
  return {
    head,
    resumed,
    async load(from = 0) {
      return trials.slice(from).map((trial, index) => toRecord(trial, from + index));
    },
    async reserve() {
      return add("running", undefined);
    },
    async start(number, start) {
      running(number).start = start;
    },
    async release(number) {
      const trial = trials[number];
      if (trial?.state !== "running" || trial.start !== undefined) return;
      if (number === trials.length - 1) trials.pop();
      else trial.state = "interrupted";
    },
    async enqueue(start) {
      const number = add("waiting", start);
      waiting.push(number);
      return number;
    },
    async claim(startedAt) {
      const number = waiting.shift();
      if (number === undefined) return undefined;
      const trial = known(number);
      trial.state = "running";
      trial.claimedAt = startedAt;
      return toRecord(trial, number);
    },
    async report(number, report) {
      (running(number).reports ??= []).push(report);
    },
    async note(number, key, value) {
      (running(number).notes ??= {})[key] = value;
    },
    async finish(number, end) {
      const trial = known(number);
      if (trial.state === "waiting") waiting.splice(waiting.indexOf(number), 1);
      else if (trial.state !== "running") return false;
      trial.state = end.state;
      trial.end = end;
      return true;
    },
    async resume(number) {
      const trial = known(number);
      if (trial.state !== "paused") return false;
      trial.state = "running";
      trial.end = undefined;
      return true;
    },
    async keep(key, value) {
      values.set(key, structuredClone(value));
    },
    async kept(key) {
      return structuredClone(values.get(key));
    },
  };
}

function toRecord(
  { state, start, claimedAt, end, reports, notes }: Kept,
  number: number,
): TrialRecord {
  return {
    number,
    state,
    params: start?.params ?? {},
    point: start?.point ?? {},
    values: end?.values,
    value: end?.value,
    reports: [...(reports ?? [])],
    notes: { ...notes },
    constraints: end?.constraints,
    error: end?.error,
    by: start?.by ?? "",
    seed: start?.seed ?? 0,
    startedAt: claimedAt ?? start?.startedAt,
    endedAt: end?.endedAt,
  };
}
