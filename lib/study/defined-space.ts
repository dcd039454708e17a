import { isLegal } from "../space/adopt.ts";
import { activeDimensions, holds, narrowed } from "../space/conditions.ts";
import { drawValue } from "../space/draw.ts";
import type { Dimension, Space } from "../space/space.ts";
import { show } from "../space/wording.ts";
import { deriveSeed, type RandomStream, randomStream } from "../math/random.ts";
import { StudyError } from "./errors.ts";
import type { Point, Scalar, TrialRecord } from "./trial-record.ts";

/** The places of a trial's random streams that are used here (study's seed, trial's number). */
const STREAM = { met: 2, filled: 3 } as const;

/**
 * The space of a study whose objective says what may vary while it runs: every parameter that some
 * trial asked for. It grows.
 *
 * A tuner is always asked for a point of the whole space as it is known by then. What a trial then does
 * not ask for is left out of its record; for the tuner it is put back, since a value that was not looked
 * at is as true as any other. So every trial counts for every parameter that it had.
 */
export class DefinedSpace {
  /** What the study shows as its space; always as it is now. */
  readonly live: Space;
  readonly #dimensions = new Map<string, Dimension>();
  /** What tuners or users proposed for trials, looked at or not. */
  readonly #proposed = new Map<number, Point>();
  #snapshot: Space | undefined;
  /** Trials that have ended, as trials of the snapshot. */
  #completed = new WeakMap<TrialRecord, TrialRecord>();

  constructor() {
    const current = () => this.snapshot;
    this.live = {
      get dimensions() {
        return current().dimensions;
      },
      size: Infinity,
      constraints: [],
      allows: () => true,
      active: (point) => current().dimensions.filter(({ path }) => point[path] !== undefined),
      decode: (point) => ({ ...point }),
      encode: (params) => checkScalars(params),
    };
  }

  /** The space as it is known now; another object after it has grown. */
  get snapshot(): Space {
    if (this.#snapshot !== undefined) return this.#snapshot;
    const dimensions = Object.freeze([...this.#dimensions.values()]);
    this.#snapshot = {
      dimensions,
      size: Infinity,
      constraints: [],
      allows: () => true,
      active: (point) => activeDimensions(dimensions, point),
      decode: (point) => ({ ...point }),
      encode: (params) => checkScalars(params),
    };
    return this.#snapshot;
  }

  /** Takes a dimension into the space, or its range into the range that is known. @throws StudyError where it is another */
  define(dimension: Dimension): void {
    const known = this.#dimensions.get(dimension.path);
    const united = known === undefined ? dimension : unite(known, dimension);
    if (united === known) return;
    this.#dimensions.set(dimension.path, united);
    this.#snapshot = undefined;
    this.#completed = new WeakMap();
  }

  propose(number: number, point: Point): void {
    this.#proposed.set(number, point);
  }

  /** The value of a dimension for a trial: what was proposed, or where that is not legal one drawn at random. */
  valueFor(number: number, dimension: Dimension, random: RandomStream): Scalar {
    const proposed = this.#proposed.get(number)?.[dimension.path];
    return proposed !== undefined && isLegal(dimension, proposed)
      ? proposed
      : drawValue(dimension, random);
  }

  /** The stream from which a trial's parameters are drawn that were met for the first time. */
  static streamOf(seed: number, number: number): RandomStream {
    return randomStream(seed, number, STREAM.met);
  }

  /** A trial as one of the whole space: what it did not look at is put back, or drawn. */
  complete(record: TrialRecord, seed: number): TrialRecord {
    const { dimensions } = this.snapshot;
    const known = this.#completed.get(record);
    if (known !== undefined) return known;
    const point: Record<string, Scalar> = {};
    const proposed = this.#proposed.get(record.number);
    dimensions.forEach((dimension, place) => {
      const { condition } = dimension;
      if (condition !== undefined && !holds(condition, point)) return;
      const active = narrowed(dimension, point);
      const given = record.point[dimension.path] ?? proposed?.[dimension.path];
      const random = () => randomStream(deriveSeed(seed, record.number, STREAM.filled), place);
      point[dimension.path] =
        given !== undefined && isLegal(active, given) ? given : drawValue(active, random());
    });
    const completed = { ...record, point };
    // A trial that runs may still ask for more.
    if (record.endedAt !== undefined) this.#completed.set(record, completed);
    return completed;
  }
}

/** A dimension that spans both; `known` itself where nothing is new. */
function unite(known: Dimension, other: Dimension): Dimension {
  if (known.kind === "categorical" || other.kind === "categorical") {
    const same =
      known.kind === "categorical" &&
      other.kind === "categorical" &&
      JSON.stringify(known.choices) === JSON.stringify(other.choices);
    if (same) return known;
    throw otherwise(known, other);
  }
  const isAligned =
    known.step === undefined || Math.abs(remainder((other.low - known.low) / known.step)) < 1e-9;
  if (
    known.kind !== other.kind ||
    known.log !== other.log ||
    known.step !== other.step ||
    !isAligned
  )
    throw otherwise(known, other);
  const isWithin = other.low >= known.low && other.high <= known.high;
  const isComputed = other.narrow !== undefined && known.narrow === undefined;
  if (isWithin && !isComputed) return known;
  return {
    ...other,
    low: Math.min(known.low, other.low),
    high: Math.max(known.high, other.high),
  } as Dimension;
}

function remainder(steps: number): number {
  return steps - Math.round(steps);
}

function otherwise(known: Dimension, other: Dimension): StudyError {
  return new StudyError(
    `Parameter ${known.path} is ${describe(other)}, but was ${describe(known)} before. One name stands for one thing in every trial (only the ends of a range may move): take another name.`,
  );
}

function describe(dimension: Dimension): string {
  if (dimension.kind === "categorical") return `a choice of ${JSON.stringify(dimension.choices)}`;
  const { kind, low, high, log, step } = dimension;
  const how = log ? " in log" : step === undefined || step === 1 ? "" : ` in steps of ${step}`;
  return `${kind === "int" ? "an int" : "a float"} from ${low} to ${high}${how}`;
}

/** What was enqueued: values by name. */
function checkScalars(params: unknown): Point {
  if (typeof params !== "object" || params === null)
    throw new StudyError(`${show(params)} are no parameters. Give { name: value, … }.`);
  for (const [name, value] of Object.entries(params))
    if (value !== null && !["number", "string", "boolean"].includes(typeof value))
      throw new StudyError(
        `Parameter ${name} was given ${show(value)}. Give a number, a string, a boolean or null.`,
      );
  return { ...params } as Point;
}
