import { StudyStopped } from "./errors.ts";
import type { OptimizeOptions } from "./optimize-options.ts";
import { type ProgressJob, type ProgressOption, progressOf } from "./progress.ts";

/**
 * Shows a study as a bar, for searches that draw no panel, and ends it where the user stops that.
 *
 * @param label what the search is: "Search"
 * @returns options of `optimize`, with what the given ones have of them
 */
export function withProgress(
  option: ProgressOption,
  label: string,
  { observers = [], callbacks = [] }: OptimizeOptions,
): Required<Pick<OptimizeOptions, "observers" | "callbacks">> {
  let job: ProgressJob | undefined;
  let done = 0;
  return {
    observers: [
      ...observers,
      {
        started(_study, { trials }) {
          done = 0;
          job = progressOf(option).begin({
            label,
            unit: "trial",
            ...(trials !== undefined && { total: trials }),
          });
        },
        trialEnded(_trial, { best }) {
          job?.report(
            ++done,
            best === undefined ? undefined : `best ${best.value?.toPrecision(3)}`,
          );
        },
        ended(_study, { reason, message }) {
          if (reason === "stopped") job?.fail(new StudyStopped(message));
          else if (reason === "error") job?.fail(new Error(message));
          else job?.end();
        },
      },
    ],
    callbacks: [...callbacks, () => job?.signal?.throwIfAborted()],
  };
}
