import { DefinedSpace } from "./defined-space.ts";
import { DefiningRunningTrial, type DefiningTrial, restoreDefined } from "./defining-trial.ts";
import { growingTuner } from "./growing-tuner.ts";
import { mappedStorage } from "./mapped-storage.ts";
import type { ObjectiveResult } from "./objectives.ts";
import type { End } from "./observer.ts";
import type { OptimizeOptions } from "./optimize-options.ts";
import type { StoredStudy } from "./storage.ts";
import type { Study } from "./study.ts";
import type { ToldState } from "./told.ts";
import type { Scalar, TrialRecord } from "./trial-record.ts";
import type { TunerSpec } from "./tuner.ts";

/** What the parameters of a study without a space are to the compiler. */
export type DefinedParams = Readonly<Record<string, Scalar>>;

/** A study without a space: its objective says what may vary, by `trial.float("rate", 0, 1)`. */
export type DefiningStudy<Names extends string> = Omit<
  Study<DefinedParams, Names>,
  "optimize" | "ask" | "tell"
> & {
  /** As `optimize` of a study with a space; the trial has `float`, `int`, `choice`… */
  optimize(
    objective: (trial: DefiningTrial) => ObjectiveResult<Names> | Promise<ObjectiveResult<Names>>,
    options?: OptimizeOptions,
  ): Promise<End>;
  /** As `ask` of a study with a space. */
  ask(): Promise<DefiningTrial & AsyncDisposable>;
  /** As `tell` of a study with a space. */
  tell(
    trial: DefiningTrial | number,
    result: ObjectiveResult<Names> | ToldState,
  ): Promise<TrialRecord<DefinedParams, Names>>;
};

/** The parts of a ledger for a study whose objective says what may vary. */
export function defineByRun(stored: StoredStudy, spec: TunerSpec) {
  const defined = new DefinedSpace();
  return {
    space: defined.live,
    tuner: growingTuner(spec, defined),
    // Two trials are alike or not only when they have asked for all that they need: too late to avoid it.
    duplicates: "allow",
    makeTrial: (record: TrialRecord, desk: ConstructorParameters<typeof DefiningRunningTrial>[1]) =>
      new DefiningRunningTrial(record, desk, defined, stored.head.seed),
    stored: mappedStorage(stored, {
      loaded: (record) => restoreDefined(record, defined),
      claimed(record) {
        defined.propose(record.number, record.point);
        return { ...record, point: {}, params: {} };
      },
    }),
  } as const;
}
