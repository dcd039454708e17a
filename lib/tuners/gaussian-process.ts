import { drawBelieved, hasBelief } from "../space/belief.ts";
import { drawPoint } from "../space/draw.ts";
import { UnitCube } from "../space/vectors.ts";
import { TunerError } from "../study/errors.ts";
import type { Json, Point, TrialRecord } from "../study/trial-record.ts";
import type { AskContext, Beliefs, Tuner, TunerContext, TunerSpec } from "../study/tuner.ts";
import { checkCount, checkOptions, checkWord } from "./common/options.ts";
import { Recent } from "./common/recent.ts";
import type { Criterion } from "./gaussian-process/acquisition.ts";
import type { Candidate } from "./gaussian-process/candidate.ts";
import { Hedge } from "./gaussian-process/hedge.ts";
import { Models } from "./gaussian-process/models.ts";
import { recall, type Recalled } from "./gaussian-process/recall.ts";
import { keyOf, TrialRows } from "./gaussian-process/rows.ts";
import { searchBest } from "./gaussian-process/search.ts";
import { learn } from "./gaussian-process/knowledge.ts";

/** The options of the Gaussian-process tuner. */
export interface GaussianProcessOptions {
  /** Points are drawn at random, or from the belief, until this many trials have ended well. Default 10. */
  readonly startupTrials?: number;
  /**
   * By what a point is chosen: the logarithm of the expected improvement ("logEI", default), the expected
   * improvement itself ("EI"), the probability of an improvement ("PI"), the lower confidence bound 1.96
   * standard deviations below the mean ("LCB"), a portfolio of EI, LCB and PI ("hedge"), or the expected
   * improvement per second ("EIps"). With several objectives it is the expected improvement of the
   * hypervolume whatever stands here.
   */
  readonly acquisition?: "logEI" | "EI" | "PI" | "LCB" | "hedge" | "EIps";
  /** Whether very skewed losses are transformed before they are learnt (Yeo and Johnson). Default true. */
  readonly warp?: boolean;
  /**
   * Whether the same point gives another loss each time: "fit" (default) finds out from the trials how much
   * another, "none" takes every loss as exact.
   */
  readonly noise?: "fit" | "none";
  /** Points looked at before climbing. Default 256. */
  readonly candidates?: number;
  /** How long a belief is kept: with n trials it counts to the power of β/n (πBO's β). Default 10. */
  readonly beliefStrength?: number;
}

type Settings = Required<GaussianProcessOptions>;

const ACQUISITIONS = ["logEI", "EI", "PI", "LCB", "hedge", "EIps"];

/**
 * Bayesian optimization with Gaussian processes: from the trials so far a smooth model says for each point
 * what loss to expect and how sure it is, and the point with most to gain is tried. Of all tuners here it
 * needs the fewest trials, on spaces of every kind: numbers, choices, and conditions too.
 *
 * - Running trials enter with the losses that the model expects of them, so that nobody looks where another
 *   is looking.
 * - Constraints that trials record are learnt by models of their own; the gain counts times the probability
 *   that they are kept, and while nothing is feasible that probability alone. So are failures: where trials
 *   fail, it stops looking.
 * - Two or three objectives: the expected improvement of the hypervolume. More: a weighing of them drawn
 *   anew for each point (ParEGO).
 * - Where its user believes the optimum to be it looks first, and forgets that as trials come (πBO).
 *
 * Jones, Schonlau and Welch, "Efficient global optimization of expensive black-box functions", Journal of
 * Global Optimization 13, 1998; Ament et al., "Unexpected improvements to expected improvement", NeurIPS
 * 2023; Hvarfner et al., "πBO", ICLR 2022; Gardner et al., ICML 2014.
 *
 * @throws TunerError where an option is none, or out of its range
 */
export function gaussianProcess(options: GaussianProcessOptions = {}): TunerSpec {
  const names = ["startupTrials", "acquisition", "warp", "noise", "candidates", "beliefStrength"];
  checkOptions("gaussianProcess", options, names);
  const { startupTrials = 10, acquisition = "logEI", warp = true, noise = "fit" } = options;
  const { candidates = 256, beliefStrength = 10 } = options;
  checkCount("gaussianProcess", "startupTrials", startupTrials, 1);
  checkCount("gaussianProcess", "candidates", candidates, 8);
  checkWord("gaussianProcess", "acquisition", acquisition, ACQUISITIONS);
  if (typeof warp !== "boolean")
    throw new TunerError(
      `tuners.gaussianProcess: warp is ${JSON.stringify(warp)}; it is true or false`,
    );
  if (noise !== "fit" && noise !== "none")
    throw new TunerError(
      `tuners.gaussianProcess: noise is ${JSON.stringify(noise)}; it is "fit" or "none"`,
    );
  if (!(beliefStrength >= 0 && beliefStrength < Infinity))
    throw new TunerError(
      `tuners.gaussianProcess: beliefStrength is ${String(beliefStrength)}; a number from 0 on is needed`,
    );
  const settings = { startupTrials, acquisition, warp, noise, candidates, beliefStrength };
  return {
    name: "gaussianProcess",
    create: (context) => new GaussianProcessTuner(context, settings),
  };
}

/** How many candidates are climbed from, at least. */
const STARTS = 4;

/** Of a variance of 1: what a factor needs to be stable. */
const NO_NOISE = 1e-6;

class GaussianProcessTuner implements Tuner {
  readonly name = "gaussianProcess";
  readonly #settings: Settings;
  readonly #cube: UnitCube;
  readonly #rows: TrialRows;
  readonly #models: Models;
  readonly #hedge: Hedge | undefined;
  readonly #choices = new Recent<Json>();
  /** What was believed at the choice that was asked about last. */
  #recalled: { readonly number: number; readonly of: Json; readonly at: Recalled } | undefined;

  constructor({ space, objectives }: TunerContext, settings: Settings) {
    this.#settings = settings;
    this.#cube = new UnitCube(space);
    this.#rows = new TrialRows(this.#cube);
    this.#models = new Models(this.#cube, settings.noise === "none" ? NO_NOISE : "fit");
    const single = Object.keys(objectives).length === 1;
    if (settings.acquisition === "hedge" && single) this.#hedge = new Hedge();
  }

  ask(context: AskContext): Point {
    const { number, random, space, trials } = context;
    const { startupTrials } = this.#settings;
    const ended = trials.filter(
      ({ state }) => state === "complete" || state === "pruned" || state === "paused",
    ).length;
    if (ended >= startupTrials) {
      const point = this.#choose(context);
      if (point !== undefined) return point;
    }
    const phase = ended < startupTrials ? "startup" : "random";
    this.#choices.set(number, { tuner: "gaussianProcess", phase, ended });
    return this.#untried(trials, () =>
      hasBelief(space) ? drawBelieved(space, random) : drawPoint(space, random),
    );
  }

  /**
   * How this trial's point was chosen, for the latest thousand: the models with their hyperparameters and
   * the trials that they were given, the scale on which losses were learnt, what was to be improved on, and
   * the ten best candidates with what each is worth: the sum of its terms, which are the gain, the limits
   * (ln of the probability that they are kept), the speed and the belief (ln of its density, times its
   * power). The first was taken. From that the worth can be computed again:
   * `test/lib/tuners/gaussian-process.test.ts` does.
   */
  explain(trial: TrialRecord): Json | undefined {
    return this.#choices.get(trial.number);
  }

  /** From the models of that time, made again from what `explain` gives; those of the last trial asked for are kept. */
  believe(
    { number }: TrialRecord,
    points: readonly Point[],
    { trials, objectives }: TunerContext & { trials: readonly TrialRecord[] },
  ): Beliefs | undefined {
    const of = this.#choices.get(number);
    if (of === undefined) return undefined;
    if (this.#recalled?.number !== number || this.#recalled.of !== of) {
      const at = recall(of, this.#cube, trials, objectives);
      this.#recalled = at && { number, of, at };
    }
    return this.#recalled?.at(points);
  }

  state(): Json {
    return this.#hedge?.state() ?? null;
  }

  restore(state: Json): void {
    this.#hedge?.restore(state);
  }

  #choose(context: AskContext): Point | undefined {
    const { number, random, trials } = context;
    const knowledge = learn(context, this.#cube, this.#rows, this.#models, this.#settings);
    if (knowledge === undefined) return undefined;
    const tried = new Set(
      trials.filter((trial) => trial.number !== number).map(({ point }) => this.#rows.keyOf(point)),
    );
    const search = (criterion: Criterion): Candidate[] =>
      searchBest({
        cube: this.#cube,
        worth: knowledge.worth(criterion),
        scales: knowledge.scales,
        incumbents: knowledge.incumbents,
        tried,
        count: this.#settings.candidates,
        starts: STARTS,
        random,
      });
    const { acquisition } = this.#settings;
    const plain = acquisition === "hedge" || acquisition === "EIps" ? "logEI" : acquisition;
    const advice = this.#hedge?.advise(number, knowledge, search, random);
    const candidates = advice?.candidates ?? search(plain);
    const [first] = candidates;
    if (first === undefined) return undefined;
    this.#choices.set(number, {
      ...knowledge.describe(candidates, advice?.criterion ?? plain),
      ...(advice && { hedge: advice.explained }),
    });
    return first.point;
  }

  /** A point that was not tried before, where drawing finds one soon. */
  #untried(trials: readonly TrialRecord[], draw: () => Point): Point {
    const tried = new Set(trials.map(({ point }) => this.#rows.keyOf(point)));
    for (let attempt = 0; attempt < 100; attempt++) {
      const point = draw();
      if (!tried.has(keyOf(this.#cube, point))) return point;
    }
    return draw();
  }
}
