import type { Scalar } from "../study/trial-record.ts";
import type {
  InferBranch,
  InferValue,
  SpaceDefinition,
  ParameterOrGroup,
  WithoutKind,
} from "./infer.ts";
import type { NormalShape } from "./space.ts";

/** Marks a parameter, also one made by another copy of this package. */
export const PARAMETER: unique symbol = Symbol.for("tunebook.parameter") as never;

/** Carries a parameter's type; nothing stands there at run time. */
declare const VALUE: unique symbol;

/** What a parameter says of itself; checked when a study opens, where its name is known. */
export type ParameterSpec =
  | ({ kind: "float"; step?: number } & NumericSpec)
  | ({ kind: "int"; step: number } & NumericSpec)
  | {
      kind: "choice";
      choices: readonly Scalar[];
      default?: Scalar;
      ordered?: true;
      weights?: readonly number[];
      belief?: Readonly<Record<string, number>>;
    }
  | { kind: "fixed"; value: unknown }
  | { kind: "oneOf"; branches: Readonly<Record<string, SpaceDefinition>>; default?: string }
  | {
      kind: "list";
      item: ParameterOrGroup;
      min: number;
      max: number;
      default?: readonly unknown[];
    }
  | {
      kind: "subset";
      choices: readonly Scalar[];
      min?: number;
      max?: number;
      default?: readonly Scalar[];
    }
  | { kind: "order"; items: readonly Scalar[]; default?: readonly Scalar[] }
  | { kind: "simplex"; parts: number | readonly string[]; default?: unknown };

interface NumericSpec {
  low: number;
  high: number;
  log: boolean;
  default?: number;
  prior?: NormalShape;
  belief?: Belief;
  within?: Within;
}

/** Where you believe the best value to be; tuners that can begin there (πBO). */
export interface Belief {
  /** The value that is most likely the best. */
  at: number;
  /** Give or take this much: a standard deviation; of a logarithmic range a factor above 1. */
  within: number;
}

/** What earlier values leave of a range; an end that is left out stays as it was. */
export interface RangeLimits {
  low?: number | undefined;
  high?: number | undefined;
}

/**
 * From what stands before a parameter, in its group and in the groups around it, to the range that it
 * leaves; items of a list also see `previous`, the item before. Say what you use of it:
 * `within: (earlier: { layers: number }) => ({ high: earlier.layers * 128 })`.
 */
// The compiler cannot know the type of a group while one of its entries is written; `any` lets its user say it.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Within = (earlier: any) => RangeLimits;

/** Options that all ranges of numbers have. */
export interface RangeOptions {
  /** Taken where `study.enqueue` leaves the parameter out. */
  default?: number;
  /** Where you believe the best value to be. */
  belief?: Belief;
  /** Narrows the range by what stands before it; never beyond its own ends. */
  within?: Within;
}

/** One thing that may vary; `Value` is what the objective sees of it. Made by `float`, `int`, `choice`… */
export class Parameter<out Value = unknown> {
  readonly [PARAMETER]: ParameterSpec;
  declare readonly [VALUE]: Value;

  constructor(spec: ParameterSpec) {
    this[PARAMETER] = spec;
  }
}

/** Options of {@link float}. `step` and `log` exclude each other. */
export type FloatOptions = RangeOptions &
  (
    | {
        log?: false;
        /** Only low, low + step, low + 2·step… up to high. Left out: every number between. */
        step?: number;
      }
    | {
        /** Search the logarithm: for ranges over several powers of ten. Default false. */
        log: true;
        step?: "a logarithmic range has no step";
      }
  );

/**
 * A real number in [low, high], both included.
 *
 * @example float(1e-4, 1e-1, { log: true })
 */
export function float(low: number, high: number, options: FloatOptions = {}): Parameter<number> {
  return new Parameter({
    kind: "float",
    low,
    high,
    ...options,
    log: options.log ?? false,
  } as ParameterSpec);
}

/** Options of {@link int}. `step` and `log` exclude each other. */
export type IntOptions = RangeOptions &
  (
    | {
        log?: false;
        /** Only low, low + step, low + 2·step… up to high. Default 1. */
        step?: number;
      }
    | {
        /** Search the logarithm: for sizes that double (16, 32, 64…). Default false. */
        log: true;
        step?: "a logarithmic range has no step";
      }
  );

/**
 * An integer in [low, high], both included.
 *
 * @example int(16, 256, { log: true })
 */
export function int(low: number, high: number, options: IntOptions = {}): Parameter<number> {
  return new Parameter({
    kind: "int",
    low,
    high,
    ...options,
    log: options.log ?? false,
    step: options.step ?? 1,
  } as ParameterSpec);
}

/** Options of {@link choice} and {@link ordinal}. */
export interface ChoiceOptions<Value extends Scalar> {
  /** Taken where `study.enqueue` leaves it out. */
  default?: NoInfer<Value>;
  /** How likely each choice is drawn before anything is known, in their order, summing to 1. Default: all alike. */
  weights?: readonly number[];
  /** How likely you believe each to be the best, by name; those left out share what remains of 1. */
  belief?: { readonly [Name in `${NoInfer<Value>}`]?: number };
}

/**
 * One of finitely many values without an order: numbers, strings, booleans or null.
 *
 * @example choice(["relu", "tanh"]) // the objective sees "relu" | "tanh"
 */
export function choice<const Value extends Scalar>(
  choices: readonly Value[],
  options: ChoiceOptions<Value> = {},
): Parameter<Value> {
  return new Parameter({ kind: "choice", choices, ...options } as ParameterSpec);
}

/**
 * One of finitely many values in an order that means something, so that near ones behave alike.
 *
 * @example ordinal(["small", "medium", "large"]) // the objective sees "small" | "medium" | "large"
 */
export function ordinal<const Value extends Scalar>(
  choices: readonly Value[],
  options: ChoiceOptions<Value> = {},
): Parameter<Value> {
  return new Parameter({ kind: "choice", choices, ordered: true, ...options } as ParameterSpec);
}

/** True or false. */
export function boolean(
  options: { /** Taken where `study.enqueue` leaves it out. */ default?: boolean } = {},
): Parameter<boolean> {
  return new Parameter({ kind: "choice", choices: [false, true], ...options });
}

/** The same value in every trial: keeps a setting beside those that vary. */
export function fixed<const Value>(value: Value): Parameter<Value> {
  return new Parameter({ kind: "fixed", value });
}

/**
 * One of several branches, each with parameters of its own, which exist only where it was chosen.
 * The objective sees `kind`, the name of the branch, beside that branch's parameters, so
 * `if (optimizer.kind === "sgd")` opens `optimizer.momentum`. No parameter inside may be called `kind`.
 *
 * @example oneOf({ adam: {}, sgd: { momentum: float(0, 0.99) } })
 */
export function oneOf<const Branches extends Readonly<Record<string, SpaceDefinition>>>(
  branches: Branches & WithoutKind<Branches>,
  options: {
    /** The branch taken where `study.enqueue` leaves it out. */ default?: keyof Branches & string;
  } = {},
): Parameter<{ [Kind in keyof Branches]: InferBranch<Kind, Branches[Kind]> }[keyof Branches]> {
  return new Parameter({ kind: "oneOf", branches, ...options });
}

/** Options of {@link list}. */
export interface ListOptions<Item> {
  /** Fewest items. Default 0. */
  min?: number;
  /** Most items; at most 1000. */
  max: number;
  /** Taken where `study.enqueue` leaves the list out. */
  default?: readonly Item[];
}

/**
 * A list whose length is tuned along with its items: the neurons of one to three layers.
 *
 * @example list(int(16, 256, { log: true }), { min: 1, max: 3 }) // the objective sees number[]
 */
export function list<const Item extends ParameterOrGroup>(
  item: Item,
  options: ListOptions<InferValue<NoInfer<Item>>>,
): Parameter<InferValue<Item>[]> {
  return new Parameter({ kind: "list", item, ...options, min: options?.min ?? 0 });
}

/** Whether a value was made by `float`, `int`, `choice`…, also by another copy of this package. */
export function isParameter(entry: unknown): entry is Parameter {
  return typeof entry === "object" && entry !== null && PARAMETER in entry;
}

/** Whether a value is an object literal (a group of parameters), not a parameter, array or instance. */
export function isPlainObject(value: unknown): value is SpaceDefinition {
  if (typeof value !== "object" || value === null || isParameter(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // A notebook's cells run in a context of their own, whose Object.prototype is another object.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
