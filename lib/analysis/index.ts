import { convergence, costToQuality } from "./convergence.ts";
import { edf } from "./distribution.ts";
import { fronts, hypervolumeHistory } from "./fronts.ts";
import { importance } from "./importance.ts";
import { lintSpace } from "./lint.ts";
import { replicates } from "./noise.ts";
import { preflight } from "./preflight.ts";
import { auditPlan, prunerAudit } from "./pruner-audit.ts";
import { race } from "./race.ts";
import { confirmPlan, confirmSummary } from "./retrain/confirm.ts";
import { expectedOnRetrain } from "./retrain/expected.ts";
import { terminator } from "./terminator.ts";

export type { ConvergencePoint, CostPoint } from "./convergence.ts";
export type { Edf } from "./distribution.ts";
export type { Fronts, FrontTrial, HypervolumeHistory } from "./fronts.ts";
export type { Importance, ImportanceMethod, ImportanceOptions } from "./importance.ts";
export type { Lint, SpacePatch } from "./lint.ts";
export type { ReplicateGroup, Replicates } from "./noise.ts";
export type { Preflight, PreflightOptions } from "./preflight.ts";
export type { AuditPlan, PrunerAudit } from "./pruner-audit.ts";
export type { RaceOptions, RaceResult } from "./race.ts";
export type { Retrain, RetrainOptions } from "./retrain/expected.ts";
export type { Termination, TerminatorOptions } from "./terminator.ts";

/** What can be learnt from a study: functions of the study that give plain data, to be drawn or printed. */
export const analysis = {
  importance,
  fronts,
  hypervolumeHistory,
  edf,
  convergence,
  costToQuality,
  race,
  expectedOnRetrain,
  confirmPlan,
  confirmSummary,
  replicates,
  auditPlan,
  prunerAudit,
  preflight,
  lintSpace,
  terminator,
};
