import { exp } from "../../math/elementary.ts";
import type { Dimension, FloatDimension, IntDimension, Space } from "../../space/space.ts";
import type { Scalar } from "../../study/trial-record.ts";
import { legalValue, searchInterval } from "../../math/interval.ts";
import type { Axis } from "./lattice.ts";
import { levelAt, levelCount, levelOf } from "../../math/levels.ts";
import { isLegalValue } from "../../space/legal.ts";
import { TunerError } from "../../study/errors.ts";

/** What a grid is told about the values of its dimensions. */
export interface AxisOptions {
  /** Evenly spaced values, for all continuous dimensions or by path. */
  readonly levels?: number | Readonly<Record<string, number>>;
  /** The very values, by path. */
  readonly values?: Readonly<Record<string, readonly Scalar[]>>;
}

/**
 * The values that a grid gives to each dimension of a space, in the space's order.
 *
 * @throws TunerError where a dimension is continuous and nothing says which values it shall take, where
 *   an option names no dimension, or where a value is none of the dimension's
 */
export function gridAxes(space: Space, options: AxisOptions): Axis[] {
  const { levels = {}, values = {} } = options;
  const perDimension = typeof levels === "number" ? {} : levels;
  checkNames(space, "levels", Object.keys(perDimension));
  checkNames(space, "values", Object.keys(values));
  return space.dimensions.map((dimension) => {
    const listed = lookUp(values, dimension.path);
    if (listed !== undefined) return listedAxis(dimension, listed);
    const count = lookUp(perDimension, dimension.path);
    if (dimension.kind === "categorical") {
      if (count !== undefined) {
        throw new TunerError(
          `tuners.grid: levels cannot divide "${dimension.path}", which is a choice; ` +
            `name its values: grid({ values: { ${key(dimension.path)}: [${shown(dimension)}] } })`,
        );
      }
      return choiceAxis(dimension, dimension.choices);
    }
    if (count !== undefined) return spacedAxis(dimension, count);
    if (levelCount(dimension) !== Infinity) return steppedAxis(dimension);
    if (typeof levels === "number") return spacedAxis(dimension, levels);
    throw new TunerError(
      `tuners.grid cannot enumerate "${dimension.path}": it is continuous, so it has no end of values. ` +
        `Give it a step, or say how many values to try: ` +
        `grid({ levels: { ${key(dimension.path)}: 5 } }), or grid({ levels: 5 }) for all such dimensions`,
    );
  });
}

function choiceAxis(dimension: Dimension, choices: readonly Scalar[]): Axis {
  return {
    dimension,
    count: choices.length,
    at: (index) => choices[index] as Scalar,
    indexOf: (value) => choices.indexOf(value),
  };
}

function steppedAxis(dimension: FloatDimension | IntDimension): Axis {
  return {
    dimension,
    count: levelCount(dimension),
    at: (index) => levelAt(dimension, index),
    indexOf: (value) => levelOf(dimension, value),
  };
}

/** `count` values from low to high, both included; of a logarithmic dimension by equal factors. */
function spacedAxis(dimension: FloatDimension | IntDimension, count: number): Axis {
  if (!Number.isInteger(count) || count < 1) {
    throw new TunerError(
      `tuners.grid: levels of "${dimension.path}" is ${String(count)}; an integer from 1 on is needed`,
    );
  }
  const { log, low, high } = dimension;
  const { low: from, high: to } = searchInterval({ ...dimension, step: undefined });
  const values: number[] = [];
  for (let index = 0; index < count; index++) {
    // One level is the middle: neither end is a better guess.
    const share = count === 1 ? 0.5 : index / (count - 1);
    const place = from + share * (to - from);
    // Without digits that only rounding made: 0.001, not 0.0009999999999999998.
    const tidy = Number((log ? exp(place) : place).toPrecision(12));
    const value = share === 0 ? low : share === 1 ? high : tidy;
    values.push(legalValue({ ...dimension, log: false }, value));
  }
  // Of a dimension with few steps several levels can be the same one.
  return choiceAxis(dimension, [...new Set(values)]);
}

function listedAxis(dimension: Dimension, listed: readonly Scalar[]): Axis {
  if (!Array.isArray(listed) || listed.length === 0) {
    throw new TunerError(
      `tuners.grid: values of "${dimension.path}" is empty; list at least one value, or leave it out`,
    );
  }
  for (const value of listed) {
    if (!isLegalValue(dimension, value)) {
      throw new TunerError(
        `tuners.grid: ${JSON.stringify(value)} is no value of "${dimension.path}", which takes ${shown(dimension)}`,
      );
    }
  }
  return choiceAxis(dimension, [...new Set(listed)]);
}

function shown(dimension: Dimension): string {
  if (dimension.kind === "categorical") {
    return dimension.choices.map((choice) => JSON.stringify(choice)).join(", ");
  }
  const step = dimension.step === undefined || dimension.step === 1 ? "" : ` by ${dimension.step}`;
  const what = dimension.kind === "int" ? "integers" : "numbers";
  return `${what} from ${dimension.low} to ${dimension.high}${step}`;
}

/**
 * The names under which an option may speak of a dimension: its path, `hidden[]` for every item of a
 * list, and `optimizer` for `optimizer.kind`.
 */
function namesOf(path: string): string[] {
  const items = path.replaceAll(/\[\d+\]/g, "[]");
  return [path, items].flatMap((name) =>
    name.endsWith(".kind") ? [name, name.slice(0, -".kind".length)] : [name],
  );
}

function lookUp<T>(options: Readonly<Record<string, T>>, path: string): T | undefined {
  const name = namesOf(path).find((candidate) => Object.hasOwn(options, candidate));
  return name === undefined ? undefined : options[name];
}

function checkNames(space: Space, option: string, names: readonly string[]): void {
  for (const name of names) {
    if (!space.dimensions.some(({ path }) => namesOf(path).includes(name))) {
      const known = space.dimensions.map(({ path }) => path).join(", ");
      throw new TunerError(
        `tuners.grid: ${option} names "${name}", but the space has no such dimension; it has ${known}`,
      );
    }
  }
}

/** A path as an object's key in an example. */
function key(path: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(path) ? path : JSON.stringify(path);
}
