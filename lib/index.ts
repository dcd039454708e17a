/**
 * The public door: everything that `import … from "tunebook"` gives, bound to the notebook or the
 * terminal in which it runs.
 */

import { bareStudy } from "./bare-study.ts";
import { currentHost } from "./display/current-host.ts";
import { bundleOf } from "./display/display.ts";
import { plots } from "./plots/index.ts";
import { studyDisplay } from "./plots/card/display.ts";
import { livePanel } from "./plots/panel/live-panel.ts";
import { hostProgress } from "./plots/progress/host-progress.ts";
import { maximizeWith } from "./selection/maximize.ts";
import { type Open, searchCVWith } from "./selection/search-cv.ts";
import type { SpaceDefinition } from "./space/infer.ts";
import { openStorage } from "./storages/open-storage.ts";
import {
  type OpenedStudy,
  openStudyWith,
  type StudyDefaults,
  type StudyOptions,
} from "./study/open-study.ts";
import { bindProgress } from "./study/progress.ts";
import { bindResultFigures } from "./study/shown-result.ts";

// What is bound below takes the place of what the core has under the same name.
export * from "./core.ts";
export { plots };
export { tables } from "./plots/tables/index.ts";
export type { Table } from "./plots/tables/common/table.ts";

// Long work outside of a study draws its bar here.
bindProgress(hostProgress());

// A race and a confirmation show their figures.
bindResultFigures({
  race: (result, goal) => bundleOf(plots.race(result, goal)),
  confirmed: (result, { objective, direction }) =>
    bundleOf(plots.confirmed(result, { objective, direction })),
});

/**
 * Opens a study: the search for the parameters that make an objective best.
 *
 * @example
 * const study = await openStudy({
 *   space: { learningRate: float(1e-4, 1e-1, { log: true }), activation: choice(["relu", "tanh"]) },
 *   objectives: { valLoss: "minimize" },
 * });
 * await study.optimize(trial => train(trial.params), { until: { trials: 60 } });
 *
 * @throws SpaceError if the space cannot be, naming the parameter; StudyError if another option
 *   cannot; what the tuner throws if it cannot serve this space
 */
export async function openStudy<
  const Definition extends SpaceDefinition = never,
  const Names extends string = "value",
>(options: StudyOptions<Definition, Names>): Promise<OpenedStudy<Definition, Names>> {
  return openStudyWith<Definition, Names>(options, defaults);
}

export const searchCV = searchCVWith(openStudy as Open);
export const maximize = maximizeWith(openStudy as Open);

const defaults: StudyDefaults = {
  ...bareStudy,
  storage: openStorage,
  display: studyDisplay,
  surroundings(panel) {
    const { cell } = currentHost();
    return {
      ...bareStudy.surroundings(panel),
      ...(cell && { signal: cell.signal, hold: (ending) => cell.hold(ending) }),
      observers: panel === false ? [] : [livePanel(panel === true ? {} : panel)],
    };
  },
};
