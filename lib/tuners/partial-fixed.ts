import { TunerError } from "../study/errors.ts";
import type { Json, Point, TrialRecord } from "../study/trial-record.ts";
import type {
  Answer,
  AskContext,
  Beliefs,
  Tuner,
  TunerContext,
  TunerSpec,
} from "../study/tuner.ts";
import { checkOptions } from "./common/options.ts";
import { fixSpace, flatten } from "./partial-fixed/fixed-space.ts";

/** The options of a search with some parameters kept the same. */
export interface PartialFixedOptions {
  /**
   * The values to keep, as the objective sees them, or by path: `{ optimizer: { kind: "sgd" } }` or
   * `{ "optimizer.kind": "sgd" }`.
   */
  readonly fixed: Readonly<Record<string, unknown>>;
  /** Searches the rest. */
  readonly tuner: TunerSpec;
}

/**
 * Keeps some parameters at a value and lets another tuner search the others: what was found already stays,
 * and the search goes on in what is left.
 *
 * The inner tuner sees a space in which those parameters have that value only. Trials that had another
 * value there are no points of that space: what a tuner makes of such is its own matter (TPE still learns
 * from their other parameters, a Gaussian process leaves them out).
 *
 * ```ts
 * tuners.partialFixed({ fixed: { optimizer: { kind: "sgd" } }, tuner: tuners.tpe() })
 * ```
 *
 * @throws TunerError where an option is missing or unknown; from `create` where a path is none of the
 *   space's or a value none of its parameter's
 */
export function partialFixed(options: PartialFixedOptions): TunerSpec {
  checkOptions("partialFixed", options ?? {}, ["fixed", "tuner"]);
  const { fixed, tuner } = options ?? {};
  if (typeof fixed !== "object" || fixed === null || typeof tuner?.create !== "function") {
    throw new TunerError(
      "tuners.partialFixed needs the values to keep and the tuner for the rest; " +
        "write partialFixed({ fixed: { batchSize: 32 }, tuner: tuners.tpe() })",
    );
  }
  return {
    name: "partialFixed",
    ...(tuner.pruner !== undefined && { pruner: tuner.pruner }),
    create(context) {
      const flat = flatten(context.space, fixed);
      const space = fixSpace(context.space, flat);
      return new PartialFixedTuner(tuner.create({ ...context, space }), space, Object.keys(flat));
    },
  };
}

class PartialFixedTuner implements Tuner {
  readonly name = "partialFixed";
  readonly planned?: number;
  readonly #inner: Tuner;
  readonly #space: TunerContext["space"];
  readonly #paths: readonly string[];

  constructor(inner: Tuner, space: TunerContext["space"], paths: readonly string[]) {
    this.#inner = inner;
    this.#space = space;
    this.#paths = paths;
    if (inner.planned !== undefined) this.planned = inner.planned;
    // Only what the inner tuner has: a study reads from their presence what must be kept.
    if (inner.promote) this.promote = (context) => inner.promote?.(this.#inside(context));
    if (inner.state) this.state = () => inner.state?.() ?? null;
    if (inner.restore)
      this.restore = (state, context) => inner.restore?.(state, this.#inside(context));
  }

  promote?: Tuner["promote"];
  state?: () => Json;
  restore?: (state: Json, context: TunerContext) => void;

  ask(context: AskContext): Answer | Promise<Answer> {
    return this.#inner.ask(this.#inside(context));
  }

  tell(trial: TrialRecord, context: TunerContext): void {
    this.#inner.tell?.(trial, this.#inside(context));
  }

  /** What was kept, and what the tuner of the rest says. */
  explain(
    trial: TrialRecord,
    context: TunerContext & { trials: readonly TrialRecord[] },
  ): Json | undefined {
    const why = this.#inner.explain?.(trial, this.#inside(context));
    if (why === undefined) return undefined;
    const point: Point = trial.point;
    const kept = this.#paths.flatMap((path) => {
      const value = point[path];
      return value === undefined ? [] : [[path, value] as const];
    });
    return { tuner: "partialFixed", fixed: Object.fromEntries(kept), why };
  }

  /** As the one who chose the point. */
  believe(
    trial: TrialRecord,
    points: readonly Point[],
    context: TunerContext & { trials: readonly TrialRecord[] },
  ): Beliefs | undefined {
    return this.#inner.believe?.(trial, points, this.#inside(context));
  }

  #inside<Context extends TunerContext>(context: Context): Context {
    return { ...context, space: this.#space };
  }
}
