import { compileSpace } from "../space/compile.ts";
import type { Constraints } from "../space/constraints.ts";
import { dimensionData } from "../space/adopt.ts";
import { drawPoint } from "../space/draw.ts";
import { randomStream } from "../math/random.ts";
import type { Space } from "../space/space.ts";
import { isParameter } from "../space/parameters.ts";
import type { InferParams, SpaceDefinition } from "../space/infer.ts";
import { giveOneOf, show } from "../space/wording.ts";
import { followSpace, SPACE_CHANGES } from "./changed-space.ts";
import { defineByRun, type DefiningStudy } from "./define-by-run.ts";
import { StudyError } from "./errors.ts";
import { knownOptions } from "./known-options.ts";
import { Ledger } from "./ledger.ts";
import { checkObjectives } from "./objectives.ts";
import { DIRECTIONS } from "./observer.ts";
import { DUPLICATES } from "./point-source.ts";
import type { StudyPorts } from "./ports.ts";
import type { Pruner } from "./pruner.ts";
import { IF_EXISTS, type Storage } from "./storage.ts";
import { type Objectives, Study } from "./study.ts";
import type { TunerContext, TunerSpec } from "./tuner.ts";

/** Options of `openStudy`. Their words are taken from lists, so that the compiler's messages name each. */
export interface StudyOptions<Definition extends SpaceDefinition, Names extends string> {
  /**
   * What may vary: name → parameter, nested as the objective wants to see it. Left out: the objective
   * says so while it runs, by `trial.float("rate", 0, 1)`.
   */
  space?: Definition;
  /** Which configurations are allowed: `[p => p.low < p.high]`, or by name. Every tuner keeps to them. */
  constraints?: Constraints<InferParams<NoInfer<Definition>>>;
  /**
   * What if the stored study has another space: refuse it (the default), or "adopt" its trials. Those
   * that fit the new space count for the tuner, with the `default` of what is new in it; the others
   * stay in the history.
   */
  spaceChange?: (typeof SPACE_CHANGES)[number];
  /** "defaults": the first trial of a new study has the default of every parameter. Left out: the tuner's choice. */
  firstTrial?: "defaults";
  /** Its name in the storage and in titles. Default "study". */
  name?: string;
  /** Where trials are kept. Left out: in memory, for this study alone. */
  storage?: Storage | string;
  /** Name → direction of what the objective returns. Default `{ value: "minimize" }`. */
  objectives?: Objectives<Names>;
  /** Short for `objectives: { value: direction }`. */
  direction?: (typeof DIRECTIONS)[number];
  /** Says where to look. Default `tuners.auto()`. */
  tuner?: TunerSpec;
  /** Says how long to look. Default `pruners.median()`. */
  pruner?: Pruner;
  /**
   * What becomes of a point that was tried already: another is asked for ("avoid", the default; a finite
   * space ends when all of it was tried), its values are taken over without running it ("reuse"), or it
   * is run again ("allow": for objectives with noise).
   */
  duplicates?: (typeof DUPLICATES)[number];
  /** Makes the study reproducible: an integer, 0 … 2³² − 1. Default: drawn, and then to be read in `study.seed`. */
  seed?: number;
  /** What if the storage has a study of that name: go on with it, refuse, or begin anew. Default "resume". */
  ifExists?: (typeof IF_EXISTS)[number];
}

/** What a study takes from the rooms that it does not know. */
export interface StudyDefaults extends StudyPorts {
  readonly tuner: () => TunerSpec;
  readonly pruner: () => Pruner;
  /** From what the user gave as `storage`, to the storage. */
  readonly storage: (given: Storage | string | undefined) => Storage;
}

const KNOWN = {
  name: true,
  storage: true,
  space: true,
  objectives: true,
  direction: true,
  tuner: true,
  pruner: true,
  seed: true,
  ifExists: true,
  duplicates: true,
  constraints: true,
  spaceChange: true,
  firstTrial: true,
} as const;

/** What Optuna and KerasTuner call them. */
const ELSEWHERE = { sampler: "tuner", oracle: "tuner", directions: "objectives" };

/** What `openStudy` gives: with a space a study of it, without one a study whose objective defines it. */
export type OpenedStudy<Definition, Names extends string> = [Definition] extends [never]
  ? DefiningStudy<Names>
  : Study<InferParams<Definition>, Names>;

/**
 * Opens a study, with all that is in its storage.
 *
 * @throws SpaceError if the space cannot be; StudyError if another option cannot; what the tuner
 *   throws if it cannot serve this space
 */
export async function openStudyWith<
  const Definition extends SpaceDefinition = never,
  const Names extends string = "value",
>(
  options: StudyOptions<Definition, Names>,
  defaults: StudyDefaults,
): Promise<OpenedStudy<Definition, Names>> {
  checkOptions(options as StudyOptions<never, string>);
  const { name = "study", ifExists = "resume", duplicates = "avoid" } = options;
  const space = options.space && checkedSpace(options.space, options.constraints);
  const objectives = checkObjectives(options.objectives, options.direction);
  const head = {
    name,
    objectives,
    seed: options.seed ?? drawSeed(),
    dimensions: space ? dimensionData(space) : [],
  };
  const opened = await defaults.storage(options.storage).open(head, ifExists);
  if (opened.resumed) checkResumed(opened.head, head, options.seed);
  const spec = options.tuner ?? defaults.tuner();
  const wanted = options.pruner ?? spec.pruner;
  const pruner = wanted ?? defaults.pruner();
  const judging = { pruner, isPrunerWanted: wanted !== undefined };
  if (space === undefined) {
    const ledger = new Ledger({ ...judging, ...defineByRun(opened, spec) });
    const study = new Study(name, ledger, defaults);
    await ledger.load();
    return study as unknown as OpenedStudy<Definition, Names>;
  }
  const first = options.firstTrial === "defaults" ? space.encode({} as never) : undefined;
  const stored = await followSpace(opened, space, options.spaceChange ?? "refuse");
  const tuner = spec.create({ space, objectives, seed: stored.head.seed });
  const makeTuner = (context: TunerContext) => spec.create(context);
  const ledger = new Ledger({ stored, space, tuner, makeTuner, duplicates, ...judging });
  const study = new Study<InferParams<Definition>, Names>(name, ledger, defaults);
  await ledger.load();
  if (first !== undefined && ledger.records.length === 0) await ledger.enqueue(first);
  return study as OpenedStudy<Definition, Names>;
}

/** The compiled space, in which there is something that its constraints allow. */
function checkedSpace<Definition extends SpaceDefinition>(
  definition: Definition,
  constraints: Constraints<InferParams<NoInfer<Definition>>> | undefined,
): Space {
  const space = compileSpace(definition, { constraints }) as Space<never> as Space;
  if (space.constraints.length > 0) drawPoint(space, randomStream(0));
  return space;
}

function checkOptions(options: StudyOptions<never, string>): void {
  if (typeof options !== "object" || options === null)
    throw new StudyError(
      `openStudy was given ${show(options)}. Write openStudy({ space: { x: float(0, 1) } }).`,
    );
  const misplaced = Object.entries(options).find(([, value]) => isParameter(value))?.[0];
  if (misplaced !== undefined)
    throw new StudyError(
      `openStudy has no option ${show(misplaced)}. Parameters stand in space: { ${misplaced}: … }.`,
    );
  knownOptions("openStudy", options, KNOWN, ELSEWHERE);
  const { name, seed, ifExists, tuner, pruner, duplicates } = options;
  checkSpaceOptions(options);
  if (name !== undefined && (typeof name !== "string" || name === ""))
    throw new StudyError(`The study's name is ${show(name)}. Give a word or a few.`);
  if (seed !== undefined && !(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32))
    throw new StudyError(`seed is ${show(seed)}. Give a whole number from 0 to ${2 ** 32 - 1}.`);
  checkWord("ifExists", ifExists, IF_EXISTS);
  if (tuner !== undefined && typeof tuner?.create !== "function")
    throw new StudyError(
      `tuner is ${show(tuner)}. Give one of tuners, called: tuner: tuners.${calledName(tuner, "tpe")}().`,
    );
  checkWord("duplicates", duplicates, DUPLICATES);
  if (pruner !== undefined && tuner?.pruner !== undefined)
    throw new StudyError(
      `tuners.${tuner.name} brings its own pruner, which belongs to its schedule. Leave pruner out.`,
    );
  if (pruner !== undefined && typeof pruner?.prune !== "function")
    throw new StudyError(
      `pruner is ${show(pruner)}. Give one of pruners, called: pruner: pruners.${calledName(pruner, "median")}().`,
    );
}

/** An option that is one of a few words, or left out. */
function checkWord(option: string, given: unknown, words: readonly string[]): void {
  if (given !== undefined && !words.includes(given as string))
    throw new StudyError(`${option} is ${show(given)}. ${giveOneOf(words, given)}`);
}

/** What was given by its name, or without being called; else an example. */
function calledName(given: unknown, example: string): string {
  const name = typeof given === "function" ? given.name : given;
  return typeof name === "string" && /^[a-z]\w*$/i.test(name) ? name : example;
}

function checkSpaceOptions(options: StudyOptions<never, string>): void {
  const { spaceChange, firstTrial } = options;
  checkWord("spaceChange", spaceChange, SPACE_CHANGES);
  if (firstTrial !== undefined && firstTrial !== "defaults")
    throw new StudyError(`firstTrial is ${show(firstTrial)}. Give "defaults", or leave it out.`);
  if (options.space === null)
    throw new StudyError("space is null. Write space: { x: float(0, 1) }, or leave it out.");
  if (options.space !== undefined) return;
  if ("space" in options)
    throw new StudyError(
      'space is undefined. Write space: { x: float(0, 1) }, or leave it out and ask for parameters in the objective: trial.float("x", 0, 1).',
    );
  for (const option of ["constraints", "spaceChange", "firstTrial", "duplicates"] as const)
    if (options[option] !== undefined)
      throw new StudyError(
        `${option} needs a space that is known beforehand. Write space: { x: float(0, 1) }, or leave ${option} out.`,
      );
}

/** A study goes on only as what it was. */
function checkResumed(
  was: { name: string; objectives: object; seed: number },
  wanted: { objectives: object },
  seed: number | undefined,
): void {
  const what = differs(was.objectives, wanted.objectives)
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
