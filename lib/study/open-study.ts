import { compileSpace } from "../space/compile.ts";
import type { InferParams, SpaceDefinition } from "../space/infer.ts";
import { show } from "../space/wording.ts";
import { StudyError } from "./errors.ts";
import { type Duplicates, Ledger } from "./ledger.ts";
import { checkObjectives } from "./objectives.ts";
import type { Direction } from "./observer.ts";
import { refuseUnknown } from "./optimize-options.ts";
import type { Pruner } from "./pruner.ts";
import type { IfExists, Storage } from "./storage.ts";
import { type Objectives, Study, type StudyPorts } from "./study.ts";
import type { TunerSpec } from "./tuner.ts";

/** Options of `openStudy`. */
export interface StudyOptions<Definition extends SpaceDefinition, Names extends string> {
  /** What may vary: name → parameter, nested as the objective wants to see it. */
  space: Definition;
  /** Its name in the storage and in titles. Default "study". */
  name?: string;
  /** Where trials are kept. Left out: in memory, for this study alone. */
  storage?: Storage | string;
  /** Name → direction of what the objective returns. Default `{ value: "minimize" }`. */
  objectives?: Objectives<Names>;
  /** Short for `objectives: { value: direction }`. */
  direction?: Direction;
  /** Says where to look. Default `tuners.auto()`. */
  tuner?: TunerSpec;
  /** Says how long to look. Default `pruners.median()`. */
  pruner?: Pruner;
  /**
   * What becomes of a point that was tried already: another is asked for ("avoid", the default; a finite
   * space ends when all of it was tried), its values are taken over without running it ("reuse"), or it
   * is run again ("allow": for objectives with noise).
   */
  duplicates?: Duplicates;
  /** Makes the study reproducible: an integer, 0 … 2³² − 1. Default: drawn, and then to be read in `study.seed`. */
  seed?: number;
  /** What if the storage has a study of that name: go on with it, refuse, or begin anew. Default "resume". */
  ifExists?: IfExists;
}

/** What a study takes from the rooms that it does not know. */
export interface StudyDefaults extends StudyPorts {
  readonly tuner: () => TunerSpec;
  readonly pruner: () => Pruner;
  /** From what the user gave as `storage`, to the storage. */
  readonly storage: (given: Storage | string | undefined) => Storage;
}

const KEYS = [
  "name",
  "storage",
  "space",
  "objectives",
  "direction",
  "tuner",
  "pruner",
  "seed",
  "ifExists",
  "duplicates",
];

/**
 * Opens a study, with all that is in its storage.
 *
 * @throws SpaceError if the space cannot be; StudyError if another option cannot; what the tuner
 *   throws if it cannot serve this space
 */
export async function openStudyWith<
  const Definition extends SpaceDefinition,
  const Names extends string = "value",
>(
  options: StudyOptions<Definition, Names>,
  defaults: StudyDefaults,
): Promise<Study<InferParams<Definition>, Names>> {
  checkOptions(options);
  const { name = "study", ifExists = "resume", duplicates = "avoid" } = options;
  const space = compileSpace(options.space);
  const objectives = checkObjectives(options.objectives, options.direction);
  const head = { name, objectives, seed: options.seed ?? drawSeed(), dimensions: space.dimensions };
  const stored = await defaults.storage(options.storage).open(head, ifExists);
  if (stored.resumed) checkResumed(stored.head, head, options.seed);
  const context = { space, objectives, seed: stored.head.seed };
  const spec = options.tuner ?? defaults.tuner();
  const tuner = spec.create(context);
  const pruner = options.pruner ?? spec.pruner ?? defaults.pruner();
  const ledger = new Ledger({ stored, space, tuner, pruner, duplicates });
  const study = new Study<InferParams<Definition>, Names>(name, ledger, defaults);
  await ledger.load();
  return study;
}

function checkOptions(options: StudyOptions<SpaceDefinition, string>): void {
  if (typeof options !== "object" || options === null)
    throw new StudyError(
      `openStudy was given ${show(options)}. Write openStudy({ space: { x: float(0, 1) } }).`,
    );
  refuseUnknown("openStudy", options, KEYS, {
    sampler: "tuner",
    oracle: "tuner",
    directions: "objectives",
  });
  const { space, name, seed, ifExists, tuner, pruner, duplicates } = options;
  if (space === undefined)
    throw new StudyError(
      "openStudy was given no space. Write space: { x: float(0, 1) }; parameters that are defined while the objective runs (trial.float) come in a later version.",
    );
  if (name !== undefined && (typeof name !== "string" || name === ""))
    throw new StudyError(`The study's name is ${show(name)}. Give a word or a few.`);
  if (seed !== undefined && !(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32))
    throw new StudyError(`seed is ${show(seed)}. Give a whole number from 0 to ${2 ** 32 - 1}.`);
  if (ifExists !== undefined && !["resume", "fail", "replace"].includes(ifExists))
    throw new StudyError(`ifExists is ${show(ifExists)}. Give "resume", "fail" or "replace".`);
  if (tuner !== undefined && typeof tuner?.create !== "function")
    throw new StudyError(
      `tuner is ${show(tuner)}. Give one of tuners, called: tuner: tuners.tpe().`,
    );
  if (duplicates !== undefined && !["avoid", "reuse", "allow"].includes(duplicates))
    throw new StudyError(`duplicates is ${show(duplicates)}. Give "avoid", "reuse" or "allow".`);
  if (pruner !== undefined && tuner?.pruner !== undefined)
    throw new StudyError(
      `tuners.${tuner.name} brings its own pruner, which belongs to its schedule. Leave pruner out.`,
    );
  if (pruner !== undefined && typeof pruner?.prune !== "function")
    throw new StudyError(
      `pruner is ${show(pruner)}. Give one of pruners, called: pruner: pruners.median().`,
    );
}

/** A study goes on only as what it was. */
function checkResumed(
  was: { name: string; objectives: object; seed: number; dimensions: unknown },
  wanted: { objectives: object; dimensions: unknown },
  seed: number | undefined,
): void {
  const what = differs(was.dimensions, wanted.dimensions)
    ? "another space"
    : differs(was.objectives, wanted.objectives)
      ? "other objectives"
      : seed !== undefined && seed !== was.seed
        ? `another seed (${was.seed})`
        : undefined;
  if (what !== undefined)
    throw new StudyError(
      `The study ${JSON.stringify(was.name)} exists with ${what}. Open it as it was, take another name, or begin anew with ifExists: "replace".`,
    );
}

function differs(first: unknown, second: unknown): boolean {
  return JSON.stringify(first) !== JSON.stringify(second);
}

function drawSeed(): number {
  return Math.floor(Math.random() * 2 ** 32);
}
