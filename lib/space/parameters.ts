import type { Scalar } from "../study/trial-record.ts";
import type {
  InferBranch,
  InferValue,
  SpaceDefinition,
  ParameterOrGroup,
  WithoutKind,
} from "./infer.ts";

/** Marks a parameter, also one made by another copy of this package. */
export const PARAMETER: unique symbol = Symbol.for("tunebook.parameter") as never;

/** Carries a parameter's type; nothing stands there at run time. */
declare const VALUE: unique symbol;

/** What a parameter says of itself; checked when a study opens, where its name is known. */
export type ParameterSpec =
  | { kind: "float"; low: number; high: number; log: boolean; step?: number; default?: number }
  | { kind: "int"; low: number; high: number; log: boolean; step: number; default?: number }
  | { kind: "choice"; choices: readonly Scalar[]; default?: Scalar }
  | { kind: "fixed"; value: unknown }
  | { kind: "oneOf"; branches: Readonly<Record<string, SpaceDefinition>>; default?: string }
  | {
      kind: "list";
      item: ParameterOrGroup;
      min: number;
      max: number;
      default?: readonly unknown[];
    };

/** One thing that may vary; `Value` is what the objective sees of it. Made by `float`, `int`, `choice`… */
export class Parameter<out Value = unknown> {
  readonly [PARAMETER]: ParameterSpec;
  declare readonly [VALUE]: Value;

  constructor(spec: ParameterSpec) {
    this[PARAMETER] = spec;
  }
}

/** Options of {@link float}. `step` and `log` exclude each other. */
export type FloatOptions =
  | {
      log?: false;
      /** Only low, low + step, low + 2·step… up to high. Left out: every number between. */
      step?: number;
      /** Taken where `study.enqueue` leaves the parameter out. */
      default?: number;
    }
  | {
      /** Search the logarithm: for ranges over several powers of ten. Default false. */
      log: true;
      step?: "a logarithmic range has no step";
      default?: number;
    };

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
export type IntOptions =
  | {
      log?: false;
      /** Only low, low + step, low + 2·step… up to high. Default 1. */
      step?: number;
      /** Taken where `study.enqueue` leaves the parameter out. */
      default?: number;
    }
  | {
      /** Search the logarithm: for sizes that double (16, 32, 64…). Default false. */
      log: true;
      step?: "a logarithmic range has no step";
      default?: number;
    };

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

/**
 * One of finitely many values without an order: numbers, strings, booleans or null.
 *
 * @example choice(["relu", "tanh"]) // the objective sees "relu" | "tanh"
 */
export function choice<const Value extends Scalar>(
  choices: readonly Value[],
  options: { /** Taken where `study.enqueue` leaves it out. */ default?: NoInfer<Value> } = {},
): Parameter<Value> {
  return new Parameter({ kind: "choice", choices, ...options });
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
