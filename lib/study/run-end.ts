/** The sentences by which an `optimize` call says why it ended. */
import type { End } from "./observer.ts";
import type { PointSource } from "./point-source.ts";
import type { Termination } from "./ports.ts";
import { toErrorRecord } from "./errors.ts";
import type { Tally } from "./tally.ts";
import { count, type Goal } from "./until.ts";

/** Why a run is broken off, and whether `optimize` throws the reason. */
export interface Halt {
  readonly end: "stopped" | "seconds" | "error";
  readonly reason: Error;
  readonly throws: boolean;
}

/**
 * The end of a run that was broken off.
 *
 * @param open how many trials ran then
 */
export function haltedEnd({ end: reason, reason: error }: Halt, tally: Tally, open: number): End {
  if (reason === "error") return { reason, message: error.message, error: toErrorRecord(error) };
  const stay = `${count(tally.finished, "finished trial")} ${tally.finished === 1 ? "stays" : "stay"}`;
  const left =
    open === 0
      ? ""
      : `, and ${count(open, "running trial")} ${open === 1 ? "was" : "were"} interrupted`;
  return { reason, message: `${error.message} ${stay}${left}.` };
}

/** The end of a run whose tuner has no more points. */
export function exhaustedEnd({ tuner, tried, context, box }: PointSource): End {
  const message =
    box !== undefined
      ? "What the study was narrowed to has been tried."
      : tried.size >= context.space.size
        ? `${tried.size === 1 ? "The only configuration of the space has" : `All ${tried.size} configurations of the space have`} been tried. To try them again, open the study with duplicates: "allow".`
        : `The ${tuner.name} tuner has nothing left to try.`;
  return { reason: "exhausted", message };
}

/** The end of a run in which more search would only fit noise. */
export function regretEnd(verdict: Termination, bound: NonNullable<Goal["regretBound"]>): End {
  return {
    reason: "regretBound",
    message: `The best trial is at most ${verdict.regretBound?.toPrecision(3)} behind the optimum, less than the ${bound === true ? "error of its value" : "bound asked for"} (${verdict.error?.toPrecision(3)}).`,
  };
}
