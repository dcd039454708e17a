/** What the card's head says of a study: how many trials, how long, what searched. */
import type { PanelModel } from "../../display/host.ts";
import type { StudyView } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { counted, formatDuration } from "../common/numbers.ts";
import { cut } from "../common/words.ts";
import { countsText } from "../panel/counts.ts";
import { countStates } from "../panel/model.ts";

/** How many trials are in which state, as the panel counts them. */
export function cardProgress(trials: readonly TrialRecord[]): PanelModel["progress"] {
  const counts = countStates(trials);
  // Paused trials stopped early too, for now.
  const pruned = counts.pruned + counts.paused;
  const finished = counts.complete + pruned + counts.failed;
  return {
    text: counted(finished, "trial"),
    finished,
    planned: null,
    complete: counts.complete,
    pruned,
    failed: counts.failed,
    running: counts.running,
    interrupted: counts.interrupted,
    left: "",
    elapsed: "",
  };
}

/** The parts of the head's line, in order. */
export function cardFacts(study: StudyView, progress: PanelModel["progress"]): string[] {
  const seconds = busySeconds(study.trials);
  const inTime = seconds >= 1 ? ` in ${formatDuration(seconds)}` : "";
  const by = [study.tunerName, study.prunerName]
    .filter((name) => name !== "" && name !== "none")
    .map((name) => cut(name))
    .join(", ");
  return [
    progress.finished === 0 ? "no trial yet" : `${progress.text}${inTime}`,
    countsText({ progress }),
    by,
    `seed ${study.seed}`,
  ].filter((part) => part !== "");
}

/**
 * Seconds in which at least one trial ran: trials side by side count once, and the nights between two runs
 * do not count.
 */
export function busySeconds(trials: readonly TrialRecord[]): number {
  const spans = trials
    .flatMap(({ startedAt, endedAt }) =>
      startedAt !== undefined && endedAt !== undefined && endedAt > startedAt
        ? [[startedAt, endedAt] as const]
        : [],
    )
    .toSorted(([one], [other]) => one - other);
  let total = 0;
  let reached = -Infinity;
  for (const [start, end] of spans) {
    if (end <= reached) continue;
    total += end - Math.max(start, reached);
    reached = end;
  }
  return total / 1000;
}
