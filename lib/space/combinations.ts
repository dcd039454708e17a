import type { Scalar } from "../study/trial-record.ts";
import { Parameter } from "./parameters.ts";

/** Options of {@link subset}. */
export interface SubsetOptions<Value extends Scalar> {
  /** Fewest chosen. Default 0. */
  min?: number;
  /** Most chosen. Default: all of them. */
  max?: number;
  /** Taken where `study.enqueue` leaves it out. */
  default?: readonly NoInfer<Value>[];
}

/**
 * Any of the choices, none of them twice: features, augmentations, layers to freeze. The objective sees
 * an array of the chosen, in the order in which they stand here.
 *
 * @example subset(["flip", "crop", "noise"], { min: 1 })
 */
export function subset<const Value extends Scalar>(
  choices: readonly Value[],
  options: SubsetOptions<Value> = {},
): Parameter<Value[]> {
  return new Parameter({ kind: "subset", choices, ...options });
}

/**
 * All of the items, in an order that is tuned: steps of a pipeline. The objective sees them in that
 * order. At most 170.
 *
 * @example order(["scale", "denoise", "crop"])
 */
export function order<const Value extends Scalar>(
  items: readonly Value[],
  options: {
    /** Taken where `study.enqueue` leaves it out. */ default?: readonly NoInfer<Value>[];
  } = {},
): Parameter<Value[]> {
  return new Parameter({ kind: "order", items, ...options });
}

/**
 * Shares that are not negative and sum to 1: weights of an ensemble, a mixture of data. Before anything
 * is known every mixture is as likely (Dirichlet's distribution with all ones). With names the objective
 * sees a record of them, with a count an array.
 *
 * @example simplex(["web", "books", "code"]) // { web: 0.5, books: 0.2, code: 0.3 }
 */
export function simplex<const Name extends string>(
  names: readonly Name[],
  options?: {
    /** Taken where `study.enqueue` leaves it out. */ default?: Readonly<
      Record<NoInfer<Name>, number>
    >;
  },
): Parameter<{ [Part in Name]: number }>;
export function simplex(
  count: number,
  options?: { /** Taken where `study.enqueue` leaves it out. */ default?: readonly number[] },
): Parameter<number[]>;
export function simplex(
  parts: number | readonly string[],
  options: { default?: unknown } = {},
): Parameter<never> {
  return new Parameter({ kind: "simplex", parts, ...options });
}
