/** What a study is given by the rooms that it does not know: its runner, its panel, its analyses. */
import type { Confirmed, ConfirmPlan, ConfirmRun } from "./confirm.ts";
import type { Observer, StudyView } from "./observer.ts";
import type { PanelOptions } from "./optimize-options.ts";
import type { Runner } from "./runner.ts";

/** Whether going on is still worth it. */
export interface Termination {
  readonly stop: boolean;
  /** Undefined where nothing can be told yet. */
  readonly regretBound: number | undefined;
  readonly error: number | undefined;
}

/** What surrounds an `optimize` call, beyond its own options: bound by whoever opens the study. */
export interface OptimizePorts {
  runner(concurrency: number): Runner;
  /** What else stops the study: the cell's Stop. */
  readonly signal?: AbortSignal;
  readonly observers: readonly Observer[];
  /** How far the best trial may be from the optimum, for `until: { regretBound }`. */
  terminator?(study: StudyView, options: { error?: number }): Termination;
  /** Told at the beginning what to wait for after a Stop: until it settles, there is something to record or to draw. */
  hold?(ending: Promise<unknown>): void;
}

/** Which trials `confirm` trains again, and what comes out of it. */
export interface ConfirmPorts {
  plan(
    study: StudyView,
    options: { top?: number; seeds?: number; objective?: string },
  ): ConfirmPlan;
  summary(
    study: StudyView,
    runs: readonly ConfirmRun[],
    options: { objective?: string },
  ): Confirmed[];
}

/** What a study is bound to for each of its `optimize` calls. */
export interface StudyPorts {
  /** Asked at the beginning of each `optimize`; `panel` as the user gave it. */
  surroundings(panel: boolean | PanelOptions): OptimizePorts;
  /** Left out: nothing can be confirmed. */
  readonly confirming?: ConfirmPorts;
  /** A study as a MIME bundle, for a cell that ends in it. Left out: its text. */
  display?(study: StudyView): Promise<Record<string, unknown>>;
}
