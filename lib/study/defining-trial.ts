import type { RandomStream } from "../math/random.ts";
import { compileSpace } from "../space/compile.ts";
import { buildPoint } from "../space/draw.ts";
import type { InferValue } from "../space/infer.ts";
import {
  boolean,
  choice,
  type ChoiceOptions,
  float,
  type FloatOptions,
  int,
  type IntOptions,
  ordinal,
  type Parameter,
} from "../space/parameters.ts";
import { DefinedSpace } from "./defined-space.ts";
import { StudyError } from "./errors.ts";
import { RunningTrial, type TrialDesk } from "./running-trial.ts";
import type { Json, Point, Scalar, TrialRecord } from "./trial-record.ts";
import type { Trial } from "./trial.ts";

/** Under this name a trial's notes say what it asked for. */
export const PARAMETERS_NOTE = "parameters";

/** A trial of a study without a space: its objective says what may vary, and gets the value at once. */
export interface DefiningTrial extends Trial {
  /** What was asked for so far, by name. */
  readonly params: Readonly<Record<string, unknown>>;
  /** A real number in [low, high]. @throws StudyError if the name stood for something else before */
  float(name: string, low: number, high: number, options?: FloatOptions): number;
  /** An integer in [low, high]. */
  int(name: string, low: number, high: number, options?: IntOptions): number;
  /** One of the choices. */
  choice<const Value extends Scalar>(
    name: string,
    choices: readonly Value[],
    options?: ChoiceOptions<Value>,
  ): Value;
  /** One of the choices, which stand in an order that means something. */
  ordinal<const Value extends Scalar>(
    name: string,
    choices: readonly Value[],
    options?: ChoiceOptions<Value>,
  ): Value;
  boolean(name: string): boolean;
  /** Any parameter: `trial.suggest("tags", subset(["a", "b"]))`. */
  suggest<Value>(name: string, parameter: Parameter<Value>): Value;
}

/** A running trial whose parameters are asked for while it runs. */
export class DefiningRunningTrial extends RunningTrial implements DefiningTrial {
  readonly #record: TrialRecord;
  readonly #desk: TrialDesk;
  readonly #defined: DefinedSpace;
  readonly #random: RandomStream;
  /** What this trial asked for, by name: its dimensions as text. */
  readonly #asked = new Map<string, string>();

  constructor(record: TrialRecord, desk: TrialDesk, defined: DefinedSpace, seed: number) {
    super(record, desk);
    this.#record = record;
    this.#desk = desk;
    this.#defined = defined;
    this.#random = DefinedSpace.streamOf(seed, record.number);
  }

  float(name: string, low: number, high: number, options?: FloatOptions): number {
    return this.suggest(name, float(low, high, options));
  }

  int(name: string, low: number, high: number, options?: IntOptions): number {
    return this.suggest(name, int(low, high, options));
  }

  choice<const Value extends Scalar>(
    name: string,
    choices: readonly Value[],
    options?: ChoiceOptions<Value>,
  ): Value {
    return this.suggest(name, choice(choices, options));
  }

  ordinal<const Value extends Scalar>(
    name: string,
    choices: readonly Value[],
    options?: ChoiceOptions<Value>,
  ): Value {
    return this.suggest(name, ordinal(choices, options));
  }

  boolean(name: string): boolean {
    return this.suggest(name, boolean());
  }

  suggest<Value>(name: string, parameter: Parameter<Value>): Value {
    const one = compileSpace({ [name]: parameter });
    const text = JSON.stringify(one.dimensions);
    const before = this.#asked.get(name);
    if (before !== undefined && before !== text)
      throw new StudyError(
        `Trial ${this.number} asked for ${name} twice, and for something else the second time. Ask once and keep the value, or take another name.`,
      );
    for (const dimension of one.dimensions) this.#defined.define(dimension);
    // A trial that goes on after a pause asks again, and has its values already.
    const had: Point = this.#record.point;
    const point = buildPoint(one, (dimension) =>
      had[dimension.path] !== undefined
        ? had[dimension.path]!
        : this.#defined.valueFor(this.number, dimension, this.#random),
    );
    this.#asked.set(name, text);
    Object.assign(this.#record.point, point);
    const value = (one.decode(point) as Record<string, unknown>)[name];
    (this.#record.params as Record<string, unknown>)[name] = value;
    return value as InferValue<Parameter<Value>>;
  }

  /** What was asked for goes into the storage with the trial's end. */
  override end(reason?: Error): void {
    if (this.#asked.size > 0) {
      const dimensions = [...this.#asked.values()].flatMap((text) => JSON.parse(text) as Json[]);
      const { point, params } = this.#record;
      this.#desk.note(this.#record, PARAMETERS_NOTE, { dimensions, point, params: params as Json });
      this.#asked.clear();
    }
    super.end(reason);
  }
}

/** A trial as it was stored, with what it asked for in its place; its dimensions become known. */
export function restoreDefined(record: TrialRecord, defined: DefinedSpace): TrialRecord {
  const { [PARAMETERS_NOTE]: note, ...notes } = record.notes;
  if (note === undefined) return record;
  const { dimensions, point, params } = note as unknown as {
    dimensions: Parameters<DefinedSpace["define"]>[0][];
    point: Point;
    params: Record<string, unknown>;
  };
  for (const dimension of dimensions) defined.define(dimension);
  return { ...record, point: { ...point }, params: { ...params }, notes };
}
