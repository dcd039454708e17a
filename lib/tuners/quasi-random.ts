import { HaltonSequence } from "../math/halton.ts";
import { randomStream } from "../math/random.ts";
import { SOBOL_DIMENSIONS, SOBOL_POINTS, SobolSequence } from "../math/sobol.ts";
import { UnitCube } from "../space/vectors.ts";
import { TunerError } from "../study/errors.ts";
import type { Json, Point, TrialRecord } from "../study/trial-record.ts";
import type { AskContext, Tuner, TunerContext, TunerSpec } from "../study/tuner.ts";
import { drawPoint } from "../space/draw.ts";
import { checkOptions, checkWord } from "./common/options.ts";
import { Recent } from "./common/recent.ts";

/** The options of quasi-random search. */
export interface QuasiRandomOptions {
  /** Which sequence. Default "sobol". */
  readonly sequence?: "sobol" | "halton";
  /**
   * Whether the study's seed shifts and mixes the digits (default): another seed, other points, as even
   * as before. Unscrambled sequences are the same in every study, and leave their first point out, which
   * is a corner of the space.
   */
  readonly scramble?: boolean;
}

/**
 * Spreads points over the space more evenly than chance does, by a low-discrepancy sequence: what random
 * search is for, without its gaps and clusters. It never ends and learns nothing.
 *
 * Trial n gets point n of the sequence, one coordinate for each dimension whether it is active or not, so
 * each branch of a conditional space is covered evenly too. Where that point breaks the space's constraints
 * or had been tried, one far along the sequence takes its place. Dimensions that the sequence has no
 * coordinates for (Sobol's from the 1025th on) are drawn at random.
 *
 * Bergstra and Bengio, "Random search for hyper-parameter optimization", JMLR 13, 2012, section 4; Joe and
 * Kuo, 2008, and Owen, 2017 (see sobol.ts and halton.ts).
 *
 * @throws TunerError where an option is none of those there are
 */
export function quasiRandom(options: QuasiRandomOptions = {}): TunerSpec {
  checkOptions("quasiRandom", options, ["sequence", "scramble"]);
  const { sequence = "sobol", scramble = true } = options;
  checkWord("quasiRandom", "sequence", sequence, ["sobol", "halton"]);
  if (typeof scramble !== "boolean") {
    throw new TunerError(
      `tuners.quasiRandom: scramble is ${JSON.stringify(scramble)}; it is true or false`,
    );
  }
  return {
    name: "quasiRandom",
    create: (context) => new QuasiRandomTuner(context, sequence, scramble),
  };
}

/** Points that take the place of a refused one lie this far behind each other: another net of 2²⁰ points. */
const STRIDE = 2 ** 20;
/** Places tried for one ask before a point is drawn at random. */
const MOST_PLACES = 64;

class QuasiRandomTuner implements Tuner {
  readonly name = "quasiRandom";
  readonly #kind: "sobol" | "halton";
  readonly #sequence: SobolSequence | HaltonSequence | undefined;
  readonly #cube: UnitCube;
  /** The axes that the sequence has coordinates for; those of one value need none. */
  readonly #axes: readonly number[];
  /** Where in the sequence trial 0 stands. */
  readonly #first: number;
  readonly #chosen = new Recent<{ index: number; coordinates: readonly number[] }>();

  constructor({ space, seed }: TunerContext, kind: "sobol" | "halton", scramble: boolean) {
    this.#kind = kind;
    this.#cube = new UnitCube(space);
    const varying = this.#cube.axes.flatMap(({ levels }, place) => (levels > 1 ? [place] : []));
    this.#axes = kind === "sobol" ? varying.slice(0, SOBOL_DIMENSIONS) : varying;
    this.#first = scramble ? 0 : 1;
    if (this.#axes.length === 0) return;
    // Apart from the streams of trials, whose numbers are not negative.
    const random = scramble ? randomStream(seed, -1) : undefined;
    this.#sequence =
      kind === "sobol"
        ? new SobolSequence(this.#axes.length, random)
        : new HaltonSequence(this.#axes.length, random);
  }

  ask({ space, number, random, attempt = 0 }: AskContext): Point {
    if (this.#sequence !== undefined) {
      for (let place = 0; place < MOST_PLACES; place++) {
        const far = (attempt * MOST_PLACES + place) * STRIDE;
        const index = (this.#first + number + far) % SOBOL_POINTS;
        const coordinates = this.#sequence.at(index);
        const vector = new Float64Array(this.#cube.size).fill(Number.NaN);
        this.#axes.forEach((axis, k) => (vector[axis] = coordinates[k] as number));
        const point = this.#cube.write(vector, () => random.uniform());
        if (!space.allows(point)) continue;
        this.#chosen.set(number, { index, coordinates: [...coordinates] });
        return point;
      }
    }
    return drawPoint(space, random);
  }

  /** Which point of the sequence a trial got, and its coordinates in the unit cube by path; of the latest thousand. */
  explain(trial: TrialRecord): Json | undefined {
    const chosen = this.#chosen.get(trial.number);
    if (chosen === undefined) return undefined;
    return {
      tuner: "quasiRandom",
      sequence: this.#kind,
      index: chosen.index,
      coordinates: Object.fromEntries(
        this.#axes.map((axis, k) => [
          this.#cube.axes[axis]!.dimension.path,
          chosen.coordinates[k] as number,
        ]),
      ),
    };
  }
}
