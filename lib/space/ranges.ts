import { levelAt } from "../math/levels.ts";
import { searchInterval } from "../math/interval.ts";
import { narrowRange } from "./narrow-range.ts";
import type { Node, OpenPoint, Place } from "./node.ts";
import { believedShape, checkPrior } from "./numeric-shape.ts";
import type { ParameterSpec } from "./parameters.ts";
import { SpaceError } from "./space-error.ts";
import type { FloatDimension, IntDimension } from "./space.ts";
import { clipToNarrowed } from "./vectors.ts";
import { show } from "./wording.ts";

type RangeSpec = Extract<ParameterSpec, { kind: "float" | "int" }>;

/** Relative slack for "is a multiple of the step": 0.3 / 0.1 is 2.9999999999999996. */
const SLACK = 1e-9;

/** Compiles a `float` or an `int`. */
export function compileRange(spec: RangeSpec, place: Place): Node {
  const { path } = place;
  checkRange(spec, path);
  const { low, high, step } = spec;
  const dimension = dimensionOf(spec, place);
  place.dimensions.push(dimension);
  const encode = (value: unknown, point: OpenPoint) => {
    const number = checkValue(value === undefined ? spec.default : value, spec, path);
    // A default gives way to what earlier values leave; a value that was given does not.
    if (value === undefined) point[path] = clipToNarrowed(dimension, number, point);
    else point[path] = checkNarrowed(number, dimension, point);
  };
  if (spec.default !== undefined) place.defaults[path] = checkValue(spec.default, spec, path);
  return {
    size: low === high ? 1 : step === undefined ? Infinity : Math.round((high - low) / step) + 1,
    decode: (point) => point[path],
    encode,
  };
}

function dimensionOf(spec: RangeSpec, place: Place): FloatDimension | IntDimension {
  const { path, condition } = place;
  const { low, high, log, step, prior, belief, within } = spec;
  const base = {
    path,
    condition,
    low,
    high,
    log,
    ...(prior && { prior }),
    ...(belief && { belief: believedShape(belief, log, path) }),
  };
  const range: FloatDimension | IntDimension =
    spec.kind === "int"
      ? { kind: "int", ...base, step: spec.step }
      : { kind: "float", ...base, step };
  if (prior) {
    const interval = searchInterval(range);
    checkPrior(prior, interval.low, interval.high, path);
  }
  if (within === undefined) return range;
  if (typeof within !== "function")
    throw new SpaceError(
      path,
      `within is ${show(within)}`,
      "Give a function of what stands before: within: ({ layers }) => ({ high: layers * 128 }).",
    );
  place.constraints.push({
    name: `a value left for ${path}`,
    holds: (point) =>
      point[path] === undefined || !narrowRange(range, within, place, point).isEmpty,
  });
  const narrow = (point: Readonly<OpenPoint>) => narrowRange(range, within, place, point).range;
  return { ...range, narrow } as FloatDimension | IntDimension;
}

/** A value within what earlier values leave of its range. */
function checkNarrowed(
  value: number,
  dimension: FloatDimension | IntDimension,
  point: Readonly<OpenPoint>,
): number {
  const narrowed = dimension.narrow?.(point);
  if (narrowed === undefined || (value >= narrowed.low && value <= narrowed.high)) return value;
  const { low, high } = narrowed;
  throw new SpaceError(
    dimension.path,
    value < low
      ? `${value} lies below ${low}, to which earlier values raise its low end`
      : `${value} lies above ${high}, to which earlier values lower its high end`,
    low === high ? `Give ${low}.` : `Give a number from ${low} to ${high}.`,
  );
}

function checkRange(spec: RangeSpec, path: string): void {
  const { kind, low, high, log, step } = spec;
  const call = (from: unknown, to: unknown) => `${kind}(${String(from)}, ${String(to)})`;
  for (const [name, bound] of [
    ["low", low],
    ["high", high],
  ] as const)
    if (typeof bound !== "number" || !Number.isFinite(bound))
      throw new SpaceError(
        path,
        `${name} is ${show(bound)}, not a finite number`,
        `Give both ends of the range, for instance ${call(0, 1)}; a tuner cannot search an endless one.`,
      );
  if (low > high)
    throw new SpaceError(path, `low ${low} is above high ${high}`, `Write ${call(high, low)}.`);
  if (!Number.isFinite(high - low))
    throw new SpaceError(
      path,
      `from ${low} to ${high} it is longer than a double can hold`,
      "Narrow the range, or search the exponent: int(-300, 300).",
    );
  if (kind === "int")
    for (const [name, number] of [
      ["low", low],
      ["high", high],
      ["step", step],
    ] as const)
      if (!Number.isSafeInteger(number))
        throw new SpaceError(
          path,
          `${name} ${show(number)} is not an integer`,
          "Use float for fractions, or round it.",
        );
  if (typeof log !== "boolean")
    throw new SpaceError(path, `log is ${show(log)}`, "Write log: true or leave it out.");
  if (log && low <= 0)
    throw new SpaceError(
      path,
      `a logarithmic range cannot begin at ${low}`,
      "Give a low above 0 (for instance 1e-6), or leave log out.",
    );
  if (log && step !== undefined && (kind === "float" || step !== 1))
    throw new SpaceError(path, `log and step ${step} exclude each other`, "Keep one of the two.");
  if (step === undefined) return;
  if (typeof step !== "number" || !Number.isFinite(step) || step <= 0)
    throw new SpaceError(path, `step is ${show(step)}`, "Give a step above 0, or leave it out.");
  const steps = (high - low) / step;
  if (Math.abs(steps - Math.round(steps)) > SLACK * Math.max(1, steps)) {
    const last = Number((low + Math.floor(steps) * step).toPrecision(12));
    throw new SpaceError(
      path,
      `step ${step} from low ${low} does not reach high ${high}`,
      `The last value would be ${last} (to which Optuna lowers high): write ${call(low, last)} with that step, or change it.`,
    );
  }
}

/** The number, set exactly onto its step. */
function checkValue(value: unknown, spec: RangeSpec, path: string): number {
  const { kind, low, high, step } = spec;
  const what = kind === "int" ? "an integer" : "a number";
  const remedy = `Give ${what} from ${low} to ${high}${step === undefined || step === 1 ? "" : ` in steps of ${step}`}.`;
  if (value === undefined) throw new SpaceError(path, "it is missing and has no default", remedy);
  if (typeof value !== "number" || !Number.isFinite(value))
    throw new SpaceError(path, `${show(value)} is not a finite number`, remedy);
  if (value < low) throw new SpaceError(path, `${value} lies below the low end ${low}`, remedy);
  if (value > high) throw new SpaceError(path, `${value} lies above the high end ${high}`, remedy);
  if (step === undefined) return value;
  const steps = (value - low) / step;
  if (Math.abs(steps - Math.round(steps)) > SLACK * Math.max(1, steps))
    throw new SpaceError(
      path,
      kind === "int" && step === 1 ? `${value} is not an integer` : `${value} is not on a step`,
      remedy,
    );
  return kind === "int" ? value : levelAt(spec, Math.round(steps));
}
