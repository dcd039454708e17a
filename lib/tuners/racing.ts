import { pointKey } from "../space/point-key.ts";
import type { Space } from "../space/space.ts";
import { TunerError } from "../study/errors.ts";
import { lossesOf } from "../study/losses.ts";
import type { Direction } from "../study/observer.ts";
import type { Json, Point, TrialRecord } from "../study/trial-record.ts";
import type {
  Answer,
  AskContext,
  Beliefs,
  Tuner,
  TunerContext,
  TunerSpec,
} from "../study/tuner.ts";
import { checkCount, checkInner, checkOptions } from "./common/options.ts";
import { Recent } from "./common/recent.ts";
import { random } from "./random.ts";

/** Options of {@link racing}. */
export interface RacingOptions {
  /** Chooses new configurations. Default `tuners.random()`. */
  readonly tuner?: TunerSpec;
  /** How often one configuration is run at most, each time with another seed. Default 3. */
  readonly replicates?: number;
}

/**
 * Spends runs where they tell most, for objectives with noise: a new configuration is run once, and again
 * only as long as it looks at least as good as the best so far (the incumbent); it takes over once it has as
 * many runs and a better mean. Whenever challengers come, the incumbent is run again too, so that it does
 * not stay the best by one lucky run. Each run is a trial of its own; `study.best` is a run of the incumbent.
 *
 * The intensification of SMAC: Hutter, Hoos and Leyton-Brown, "Sequential model-based optimization for
 * general algorithm configuration", LION 2011, procedure 2, with one instance and new seeds.
 *
 * @throws TunerError where an option is none, or `tuner` brings a schedule; from `create` with several objectives
 */
export function racing(options: RacingOptions = {}): TunerSpec {
  checkOptions("racing", options, ["tuner", "replicates"]);
  const { tuner = random(), replicates = 3 } = options;
  checkInner("racing", tuner);
  checkCount("racing", "replicates", replicates, 2);
  if (tuner.pruner !== undefined) {
    throw new TunerError(
      `tuners.racing cannot race what tuners.${tuner.name} schedules: both decide how long to look; race another tuner`,
    );
  }
  return {
    name: "racing",
    create(context) {
      const names = Object.keys(context.objectives);
      if (names.length !== 1) {
        throw new TunerError(
          `tuners.racing compares means of one objective, but the study has ${names.length}: ${names.join(", ")}; keep one of them`,
        );
      }
      return new RacingTuner(tuner.create(context), context, replicates);
    },
  };
}

/** A configuration with all of its runs. */
interface Entrant {
  readonly point: Point;
  /** Its first trial that was not interrupted. */
  readonly first: TrialRecord;
  /** The number of its last run. */
  last: number;
  /** Losses of its complete runs, their sum, and how many are running. */
  readonly losses: number[];
  sum: number;
  running: number;
  failed: boolean;
}

/** What was run, and why. */
type Choice = { readonly why: "new" | "challenger" | "incumbent"; readonly field: Json };

class RacingTuner implements Tuner {
  readonly name = "racing";
  readonly replicates = true;
  readonly #tuner: Tuner;
  readonly #space: Space;
  readonly #objectives: Readonly<Record<string, Direction>>;
  readonly #most: number;
  readonly #choices = new Recent<Choice>();
  readonly #keys = new WeakMap<Point, string>();

  constructor(tuner: Tuner, { space, objectives }: TunerContext, most: number) {
    this.#tuner = tuner;
    this.#space = space;
    this.#objectives = objectives;
    this.#most = most;
  }

  async ask(context: AskContext): Promise<Answer> {
    const trials = context.trials.filter(({ number }) => number !== context.number);
    const field = this.#field(trials);
    const incumbent = lead(field);
    if (incumbent !== undefined) {
      const challenger = field.find((entrant) => this.#isInRace(entrant, incumbent));
      if (challenger !== undefined) return this.#again(context.number, challenger, incumbent);
      // One more run of the incumbent for each configuration that came after its last one.
      const isMet = field.some(({ first }) => first.number > incumbent.last);
      if (isMet && incumbent.losses.length + incumbent.running < this.#most)
        return this.#again(context.number, incumbent, incumbent);
    }
    const answer = await this.#new(context, field);
    this.#choices.set(context.number, { why: "new", field: null });
    return answer;
  }

  /** A configuration that has not been run, as far as the tuner has one. */
  async #new(context: AskContext, field: readonly Entrant[]): Promise<Answer> {
    const trials = field.map((entrant) => this.#asOne(entrant));
    const known = new Set(field.map(({ point }) => this.#keyOf(point)));
    for (let attempt = 0; ; attempt++) {
      const answer = await this.#tuner.ask({ ...context, trials, attempt });
      if (typeof answer !== "object" || attempt === MOST_ATTEMPTS) return answer;
      if (!known.has(this.#keyOf(answer))) return answer;
    }
  }

  incumbent(trials: readonly TrialRecord[]): number | undefined {
    const best = lead(this.#field(trials));
    if (best === undefined) return undefined;
    // Its own runs differ: the first complete one stands for them.
    const key = this.#keyOf(best.point);
    const runs = trials.filter(({ point }) => this.#keyOf(point) === key);
    return runs.find(({ state }) => state === "complete")?.number;
  }

  tell(trial: TrialRecord, context: TunerContext): void {
    const choice = this.#choices.get(trial.number);
    // The tuner behind is told of each configuration once, by its first run.
    if (choice === undefined || choice.why === "new") this.#tuner.tell?.(trial, context);
  }

  state(): Json {
    return this.#tuner.state?.() ?? null;
  }

  restore(state: Json, context: TunerContext): void {
    if (state !== null) this.#tuner.restore?.(state, context);
  }

  /** Whether it was a new configuration or a run again, and how the two stood; of the latest thousand. */
  explain(
    trial: TrialRecord,
    context: TunerContext & { trials: readonly TrialRecord[] },
  ): Json | undefined {
    const choice = this.#choices.get(trial.number);
    if (choice === undefined) return undefined;
    const { why, field } = choice;
    if (why !== "new")
      return { tuner: "racing", phase: why, ...(field as { [key: string]: Json }) };
    return { tuner: "racing", phase: "new", why: this.#tuner.explain?.(trial, context) ?? null };
  }

  /** As the one who chose the point. */
  believe(
    trial: TrialRecord,
    points: readonly Point[],
    context: TunerContext & { trials: readonly TrialRecord[] },
  ): Beliefs | undefined {
    if (this.#choices.get(trial.number)?.why !== "new") return undefined;
    return this.#tuner.believe?.(trial, points, context);
  }

  #again(number: number, entrant: Entrant, incumbent: Entrant): Point {
    const describe = ({ first, losses }: Entrant): Json => ({
      trial: first.number,
      losses: [...losses],
    });
    this.#choices.set(number, {
      why: entrant === incumbent ? "incumbent" : "challenger",
      field: { entrant: describe(entrant), incumbent: describe(incumbent) },
    });
    return entrant.point;
  }

  /** Whether a challenger has fewer runs than the incumbent, and a mean that is at least as good. */
  #isInRace(entrant: Entrant, incumbent: Entrant): boolean {
    if (entrant === incumbent || entrant.failed || entrant.running > 0) return false;
    const runs = entrant.losses.length;
    if (runs === 0 || runs >= Math.min(incumbent.losses.length, this.#most)) return false;
    return meanOf(entrant) <= meanOf(incumbent);
  }

  /** The point's key, worked out once: each ask goes through the whole history. */
  #keyOf(point: Point): string {
    let key = this.#keys.get(point);
    if (key === undefined) this.#keys.set(point, (key = pointKey(this.#space, point)));
    return key;
  }

  /** The configurations in the order in which they came. */
  #field(trials: readonly TrialRecord[]): Entrant[] {
    const field = new Map<string, Entrant>();
    for (const trial of trials) {
      if (trial.state === "interrupted" || trial.state === "waiting") continue;
      const key = this.#keyOf(trial.point);
      let entrant = field.get(key);
      if (entrant === undefined) {
        const { point, number } = trial;
        entrant = {
          point,
          first: trial,
          last: number,
          losses: [],
          sum: 0,
          running: 0,
          failed: false,
        };
        field.set(key, entrant);
      }
      entrant.last = trial.number;
      if (trial.state === "running") entrant.running++;
      const loss = lossesOf(trial, this.#objectives)?.[0];
      if (loss !== undefined) {
        entrant.losses.push(loss);
        entrant.sum += loss;
      } else if (trial.state !== "running") entrant.failed = true;
    }
    return [...field.values()];
  }

  /** A configuration as one trial whose value is the mean of its runs: what the tuner behind sees. */
  #asOne(entrant: Entrant): TrialRecord {
    const { first, losses } = entrant;
    if (losses.length === 0) return first;
    const [name, direction] = Object.entries(this.#objectives)[0]!;
    const value = direction === "maximize" ? -meanOf(entrant) : meanOf(entrant);
    return { ...first, state: "complete", value, values: { [name]: value } };
  }
}

/** Points that the tuner behind gives, and that were run before, until one is taken all the same. */
const MOST_ATTEMPTS = 20;

function meanOf({ sum, losses }: Entrant): number {
  return sum / losses.length;
}

/** Who leads after everybody has raced whoever led before them: as many runs and a better mean take over. */
function lead(field: readonly Entrant[]): Entrant | undefined {
  let incumbent: Entrant | undefined;
  for (const entrant of field) {
    if (entrant.losses.length === 0 || entrant.failed) continue;
    const isAhead =
      incumbent === undefined ||
      (entrant.losses.length >= incumbent.losses.length && meanOf(entrant) < meanOf(incumbent));
    if (isAhead) incumbent = entrant;
  }
  return incumbent;
}
