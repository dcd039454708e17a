import { type RandomStream, randomStream } from "../math/random.ts";
import { drawPoint } from "../space/draw.ts";
import { enumerate } from "../space/enumerate.ts";
import { isLegalPoint } from "../space/legal.ts";
import type { Space } from "../space/space.ts";
import { boxSpace } from "./boxed-space.ts";
import { StudyError, TunerError } from "./errors.ts";
import type { Box } from "./steering.ts";
import {
  FINISHED,
  type Json,
  type Point,
  type TrialRecord,
  type TrialState,
} from "./trial-record.ts";
import { Tried } from "./tried.ts";
import { type Answer, type Beliefs, type Tuner, type TunerContext, WAIT } from "./tuner.ts";

/**
 * What becomes of a point that a trial of the study has already:
 * - "avoid": the tuner is asked for another, and where it has none one is drawn at random; a finite space
 *   of which every configuration has been tried is exhausted;
 * - "reuse": the trial takes over the earlier one's values without being run;
 * - "allow": it is run again (an objective with noise).
 */
export const DUPLICATES = ["avoid", "reuse", "allow"] as const;
/** One of {@link DUPLICATES}. */
export type Duplicates = (typeof DUPLICATES)[number];

/** Place of the tuner's random stream below the study's seed and a trial's number. */
const STREAM = 0;

/** How often a tuner is asked for another point, and how many are then drawn at random. */
const ATTEMPTS = 20;
const DRAWS = 100;

/** The largest space of which every configuration is looked at, to find one that has not been tried. */
const MOST_LISTED = 100_000;

/** A tuner's state as a storage keeps it. */
export interface TunerState {
  readonly by: string;
  readonly state: Json;
  /** The trials that the state takes into account. */
  readonly told: readonly number[];
}

/** What a source of points is made of. */
export interface PointSourceParts {
  readonly tuner: Tuner;
  /** A fresh tuner of the same kind; left out where the space is not known beforehand. */
  readonly makeTuner?: (context: TunerContext) => Tuner;
  readonly duplicates: Duplicates;
}

/**
 * Where the points of a study come from: its tuner, within what the study was narrowed to, and a random draw
 * where the tuner has nothing left. It reads the study's trials, and changes none.
 */
export class PointSource {
  /** The study as it was opened: all of its space. */
  readonly context: TunerContext;
  readonly tried: Tried;

  readonly #records: readonly TrialRecord[];
  #tuner: Tuner;
  /** The part of the space from which points come. */
  #box: Box | undefined;
  /** What the tuner is given as the space: all of it, or that part. */
  #asked: TunerContext;
  readonly #makeTuner: PointSourceParts["makeTuner"];
  readonly #duplicates: Duplicates;
  /** Trials whose points were drawn since all that the tuner proposed had been tried. */
  readonly #drawn = new Set<number>();

  /** @param records the study's trials, by number; they grow while it runs */
  constructor(
    { tuner, makeTuner, duplicates }: PointSourceParts,
    context: TunerContext,
    records: readonly TrialRecord[],
  ) {
    this.context = context;
    this.tried = new Tried(context.space);
    this.#records = records;
    this.#asked = context;
    this.#tuner = tuner;
    this.#makeTuner = makeTuner;
    this.#duplicates = duplicates;
  }

  get tuner(): Tuner {
    return this.#tuner;
  }

  get box(): Box | undefined {
    return this.#box;
  }

  /** What its tuner is told with an ask, a promotion or a question. */
  get #told() {
    return { ...this.#asked, trials: this.#records };
  }

  /**
   * Takes up what a storage kept of a tuner, where that was the same one.
   *
   * @returns the trials that it knows by that
   */
  restore(saved: TunerState | undefined): ReadonlySet<number> {
    if (saved === undefined || saved.by !== this.#tuner.name || !this.#tuner.restore)
      return new Set();
    this.#tuner.restore(saved.state, this.context);
    return new Set(saved.told);
  }

  /** What the tuner knows beyond the trials; undefined where that is nothing. */
  state(): TunerState | undefined {
    const state = this.#tuner.state?.();
    if (state === undefined) return undefined;
    const told = this.#records.filter(({ state }) => isEnd(state)).map(({ number }) => number);
    return { by: this.#tuner.name, state, told };
  }

  /** Tells the tuner of the trials that have ended and that it does not know, in the order of their ends. */
  teach(known: ReadonlySet<number>): void {
    const ends = this.#records.filter(({ state, number }) => isEnd(state) && !known.has(number));
    ends.sort((one, other) => (one.endedAt ?? 0) - (other.endedAt ?? 0));
    for (const record of ends) this.tell(record);
  }

  /** Tells the tuner of a trial that has ended. */
  tell(record: TrialRecord): void {
    this.#tuner.tell?.(record, this.#asked);
  }

  /**
   * From now on points come from this part of the space; undefined: from all of it. A fresh tuner takes over,
   * which learns of all trials; where none can serve that part, the one that is there is asked until it hits it.
   *
   * @throws StudyError where the space is not known beforehand
   */
  narrow(box: Box | undefined): void {
    const { context } = this;
    if (this.#makeTuner === undefined)
      throw new StudyError(
        "This study's objective says itself what may vary, so it cannot be narrowed: give openStudy a space, or other ranges to trial.float.",
      );
    const asked = box === undefined ? context : { ...context, space: boxSpace(context.space, box) };
    // Throws where nothing of it is allowed.
    if (asked.space.constraints.length > 0) drawPoint(asked.space, randomStream(0));
    let tuner: Tuner;
    try {
      tuner = this.#makeTuner(asked);
    } catch (error) {
      if (!(error instanceof TunerError)) throw error;
      tuner = this.#tuner;
    }
    this.#box = box;
    if (tuner === this.#tuner) return;
    this.#asked = asked;
    const state = this.#tuner.state?.();
    this.#tuner = tuner;
    if (state === undefined || tuner.restore === undefined) this.teach(new Set());
    else tuner.restore(state, asked);
  }

  /**
   * The paused trial that the tuner wants to go on with.
   *
   * @param closing whether the study has as many trials as it shall have
   * @throws StudyError where the tuner names a trial that is not paused
   */
  promoted(closing: boolean): TrialRecord | undefined {
    const number = this.#tuner.promote?.({ ...this.#told, closing });
    if (number === undefined) return undefined;
    const record = this.#records[number];
    if (record?.state === "paused") return record;
    throw new StudyError(
      `The ${this.#tuner.name} tuner wants to go on with trial ${number}, which is ${record?.state ?? "not there"}.`,
    );
  }

  /** The tuner's point for a trial: one that has not been tried, unless that is allowed. */
  async choose(number: number): Promise<Answer> {
    const random = randomStream(this.context.seed, number, STREAM);
    for (let attempt = 0; ; attempt++) {
      const ask = { ...this.#told, number, random };
      const answer = await this.#tuner.ask(attempt === 0 ? ask : { ...ask, attempt });
      if (answer === undefined || answer === WAIT) return answer;
      // The box may have come while the tuner thought, or the tuner may not keep to it.
      const isInside = this.#box === undefined || isLegalPoint(this.#drawing, answer);
      const isFresh =
        this.#duplicates !== "avoid" || this.#tuner.replicates || !this.tried.has(answer);
      if (isInside && isFresh) return answer;
      if (attempt < ATTEMPTS) continue;
      const other = this.#drawUntried(random);
      if (other === undefined && isInside && this.context.space.size === Infinity) return answer;
      this.#drawn.add(number);
      return other;
    }
  }

  /** The complete trial whose values a trial of this point takes over, where duplicates are reused. */
  reused(point: Point): TrialRecord | undefined {
    if (this.#duplicates !== "reuse") return undefined;
    const same = this.tried.at(point).map((number) => this.#records[number]!);
    return same.find(({ state }) => state === "complete");
  }

  /** The space from which a point is drawn where the tuner has none. */
  get #drawing(): Space {
    const { space } = this.context;
    return this.#box === undefined ? space : boxSpace(space, this.#box);
  }

  /** A random point that has not been tried; undefined where there seems to be none. */
  #drawUntried(random: RandomStream): Point | undefined {
    const space = this.#drawing;
    for (let draw = 0; draw < DRAWS; draw++) {
      const point = drawPoint(space, random);
      if (!this.tried.has(point)) return point;
    }
    if (space.size > MOST_LISTED) return undefined;
    const left = [...enumerate(space)].filter((point) => !this.tried.has(point));
    return left.length === 0 ? undefined : left[random.int(0, left.length - 1)];
  }

  /** Why a trial has its point, as its tuner tells it. */
  explain(record: TrialRecord): Json | undefined {
    if (this.#drawn.has(record.number)) {
      const why =
        "Every point that the tuner proposed had been tried, or lay outside of what the study was narrowed to, so one was drawn at random.";
      return { tuner: this.#tuner.name, phase: "drawn", why };
    }
    return this.#tuner.explain?.(record, this.#told);
  }

  /** What its tuner believed of points when it chose this trial's. */
  believe(record: TrialRecord, points: readonly Point[]): Beliefs | undefined {
    if (this.#drawn.has(record.number)) return undefined;
    return this.#tuner.believe?.(record, points, this.#told);
  }

  /** The number of the best trial, where the tuner sees another one in it than that of the best value. */
  get incumbent(): number | undefined {
    return this.#tuner.incumbent?.(this.#records);
  }
}

/** Whether a tuner is told of this state. */
export function isEnd(state: TrialState): boolean {
  return FINISHED.has(state) || state === "interrupted";
}
