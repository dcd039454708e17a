import { confirmPlan, confirmSummary } from "./analysis/retrain/confirm.ts";
import { terminator } from "./analysis/terminator.ts";
import { pruners } from "./pruners/index.ts";
import { show } from "./space/wording.ts";
import { memoryStorage } from "./storages/memory.ts";
import { StudyError } from "./study/errors.ts";
import type { StudyDefaults } from "./study/open-study.ts";
import { tuners } from "./tuners/index.ts";
import { thisThread } from "./workers/this-thread.ts";

/** What a study is bound to wherever it runs. */
export const bareStudy: StudyDefaults = {
  tuner: () => tuners.auto(),
  pruner: () => pruners.median(),
  storage(given) {
    if (given === undefined) return memoryStorage();
    if (typeof given === "object" && typeof given?.open === "function") return given;
    throw new StudyError(
      `The storage ${show(given)} cannot be opened here. Leave storage out to keep the study in memory.`,
    );
  },
  confirming: { plan: confirmPlan, summary: confirmSummary },
  surroundings: () => ({
    runner: thisThread,
    // Asked after a trial, it is a part of the study, which shows itself.
    terminator: (study, options) => terminator(study, { ...options, progress: false }),
    observers: [],
  }),
};
