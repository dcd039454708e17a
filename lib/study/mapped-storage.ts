import type { StoredStudy } from "./storage.ts";
import type { TrialRecord } from "./trial-record.ts";

/** A stored study of which every trial is changed on its way out: loaded ones, and claimed ones. */
export function mappedStorage(
  stored: StoredStudy,
  ways: {
    loaded(record: TrialRecord): TrialRecord;
    claimed(record: TrialRecord): TrialRecord;
  },
): StoredStudy {
  return {
    head: stored.head,
    resumed: stored.resumed,
    load: async (from) => (await stored.load(from)).map(ways.loaded),
    reserve: () => stored.reserve(),
    start: (number, trial) => stored.start(number, trial),
    release: (number) => stored.release(number),
    enqueue: (trial) => stored.enqueue(trial),
    async claim(startedAt) {
      const record = await stored.claim(startedAt);
      return record && ways.claimed(record);
    },
    report: (number, report) => stored.report(number, report),
    note: (number, key, value) => stored.note(number, key, value),
    finish: (number, end) => stored.finish(number, end),
    resume: (number) => stored.resume(number),
    keep: (key, value) => stored.keep(key, value),
    kept: (key) => stored.kept(key),
  };
}
