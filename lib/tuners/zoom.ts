import { UnitCube } from "../space/vectors.ts";
import type { Json, Point, TrialRecord } from "../study/trial-record.ts";
import { FINISHED } from "../study/trial-record.ts";
import type { AskContext, Tuner, TunerContext, TunerSpec } from "../study/tuner.ts";
import { drawPoint } from "../space/draw.ts";
import { checkCount, checkOptions, checkShare } from "./common/options.ts";
import { bestFirst } from "./common/ranking.ts";
import { Recent } from "./common/recent.ts";
import { type Box, describeBox, drawFrom, narrow, vectorsOf, wholeBox } from "./zoom/box.ts";

/** The options of iterative random search. */
export interface ZoomOptions {
  /** Finished trials in a round. Default 20. */
  readonly perRound?: number;
  /** How many rounds there are; the last one's box stays. Default: no end. */
  readonly rounds?: number;
  /** The least width of a side after a round, as a share of what it was, in (0, 1). Default 0.5. */
  readonly shrink?: number;
  /** The best trials that a box is laid around, as a share of a round, in (0, 1]; at least two. Default 0.2. */
  readonly elite?: number;
}

/**
 * Iterative random search: a round of random points from the whole space, then a round from a smaller box
 * around the best of them, and so on, zooming in.
 *
 * A side of the box narrows the faster the more its parameter matters: where it does, the best points lie
 * close together; where it does not, they are scattered and the side stays wide. Choices become as likely as
 * they are frequent among the best. With many trials running, those asked for before a round ended still
 * come from its box.
 *
 * Related: Anderson, "Recent advances in finding best operating conditions", JASA 48, 1953 (random search in
 * shrinking regions); Solis and Wets, "Minimization by random search techniques", 1981.
 *
 * @throws TunerError where an option is none, or out of its range
 */
export function zoom(options: ZoomOptions = {}): TunerSpec {
  checkOptions("zoom", options, ["perRound", "rounds", "shrink", "elite"]);
  const { perRound = 20, rounds = Infinity, shrink = 0.5, elite = 0.2 } = options;
  checkCount("zoom", "perRound", perRound, 2);
  if (rounds !== Infinity) checkCount("zoom", "rounds", rounds, 1);
  checkShare("zoom", "shrink", shrink, { below: 1 });
  checkShare("zoom", "elite", elite, { upTo: 1 });
  return {
    name: "zoom",
    create: ({ space }) => new ZoomTuner(new UnitCube(space), { perRound, rounds, shrink, elite }),
  };
}

/** Draws from a box that broke the constraints or had been tried, before the whole space is drawn from. */
const MOST_DRAWS = 200;
const MOST_ATTEMPTS = 20;

/** One round: what it draws from, and whose points that was laid around. */
interface Round {
  readonly box: Box;
  readonly best: readonly number[];
}

class ZoomTuner implements Tuner {
  readonly name = "zoom";
  readonly #cube: UnitCube;
  readonly #settings: Required<ZoomOptions>;
  #rounds: Round[];
  /** By trial: its round; -1 where it came from the whole space after all. */
  readonly #chosen = new Recent<number>();

  constructor(cube: UnitCube, settings: Required<ZoomOptions>) {
    this.#cube = cube;
    this.#settings = settings;
    this.#rounds = [{ box: wholeBox(cube), best: [] }];
  }

  ask(context: AskContext): Point {
    const { space, number, trials, random, attempt = 0 } = context;
    this.#follow(trials, context);
    const round = this.#rounds.length - 1;
    const { box } = this.#rounds[round] as Round;
    const draws = attempt < MOST_ATTEMPTS ? MOST_DRAWS : 0;
    for (let draw = 0; draw < draws; draw++) {
      const point = this.#cube.write(drawFrom(box, this.#cube, random));
      if (!space.allows(point)) continue;
      this.#chosen.set(number, round);
      return point;
    }
    this.#chosen.set(number, -1);
    return drawPoint(space, random);
  }

  /** The boxes so far, as trials alone would not give them where many were running. */
  state(): Json {
    return this.#rounds.map(({ box, best }) => ({ box, best })) as unknown as Json;
  }

  restore(state: Json): void {
    this.#rounds = structuredClone(state) as unknown as Round[];
  }

  /**
   * The round of a trial, of the latest thousand: its box in the parameters' own values (`low` and `high`, or
   * the share of each choice), and the numbers of the trials that it was laid around.
   */
  explain(trial: TrialRecord): Json | undefined {
    const index = this.#chosen.get(trial.number);
    if (index === undefined) return undefined;
    const round = this.#rounds[index];
    if (round === undefined) return { tuner: "zoom", round: null, phase: "whole space" };
    return {
      tuner: "zoom",
      round: index,
      box: describeBox(round.box, this.#cube),
      best: [...round.best],
    };
  }

  /**
   * Begins the next round, or several, where enough trials have finished; where there are fewer than rounds
   * were made for (the study was rewound), the later ones are forgotten.
   */
  #follow(trials: readonly TrialRecord[], { objectives }: TunerContext): void {
    const { perRound, rounds, shrink, elite } = this.#settings;
    let finished = 0;
    for (const { state } of trials) if (FINISHED.has(state)) finished++;
    const wanted = Math.min(Math.floor(finished / perRound) + 1, rounds);
    if (this.#rounds.length > wanted) this.#rounds.length = wanted;
    if (this.#rounds.length === wanted) return;
    const ended = trials.filter(({ state }) => FINISHED.has(state));
    while (this.#rounds.length < wanted) {
      const known = ended.slice(0, this.#rounds.length * perRound);
      const best = bestFirst(known, objectives).slice(0, Math.max(2, Math.round(elite * perRound)));
      const before = this.#rounds.at(-1) as Round;
      const vectors = vectorsOf(
        this.#cube,
        best.map(({ point }) => point),
      );
      this.#rounds.push({
        box: narrow(this.#cube, before.box, vectors, shrink),
        best: best.map(({ number }) => number),
      });
    }
  }
}
