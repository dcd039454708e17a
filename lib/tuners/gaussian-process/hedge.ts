import type { RandomStream } from "../../math/random.ts";
import { hedgeChoice, hedgeShares, hedgeUpdate } from "../../models/acquisition.ts";
import type { Json } from "../../study/trial-record.ts";
import { tableOf } from "../../space/table-rows.ts";
import type { Criterion } from "./acquisition.ts";
import type { Candidate } from "./candidate.ts";
import type { Knowledge } from "./knowledge.ts";

/** scikit-optimize's advisers, EI by its logarithm. */
const ADVISERS: readonly Criterion[] = ["logEI", "LCB", "PI"];

/** What was advised for a trial: gains of the advisers before it, and the rows that they named. */
interface Advice {
  readonly number: number;
  readonly gains: readonly number[];
  readonly rows: readonly (readonly (number | null)[])[];
}

/** Trials whose advice is kept. */
const KEPT = 1000;

/** The portfolio of acquisition functions of a study: who advised what, and how well they did. */
export class Hedge {
  #advice: Advice[] = [];

  /**
   * Every adviser names its best point, and one of them is followed. Gains grow by what the model, now that
   * it knows more, expects of the points named the last time.
   */
  advise(
    number: number,
    knowledge: Knowledge,
    search: (criterion: Criterion) => Candidate[],
    random: RandomStream,
  ): { candidates: Candidate[]; criterion: Criterion; explained: Json } | undefined {
    const before = this.#advice.findLast((advice) => advice.number < number);
    const gains = before ? gainsAfter(before, knowledge) : ADVISERS.map(() => 0);
    if (gains === undefined) return undefined;
    const named = ADVISERS.map(search);
    if (named.some((candidates) => candidates.length === 0)) return undefined;
    const chosen = hedgeChoice(gains, random);
    const rows = named.map(([first]) =>
      Array.from(first!.row, (x) => (Number.isNaN(x) ? null : x)),
    );
    this.#advice = [
      ...this.#advice.filter((advice) => advice.number < number),
      { number, gains, rows },
    ];
    this.#advice = this.#advice.slice(-KEPT);
    return {
      candidates: named[chosen]!,
      criterion: ADVISERS[chosen]!,
      explained: { advisers: [...ADVISERS], gains: [...gains], shares: hedgeShares(gains), chosen },
    };
  }

  state(): Json {
    return this.#advice as unknown as Json;
  }

  restore(state: Json): void {
    if (Array.isArray(state)) this.#advice = state as Advice[];
  }
}

function gainsAfter({ gains, rows }: Advice, knowledge: Knowledge): number[] | undefined {
  const table = tableOf(
    rows.map((row) => Float64Array.from(row, (x) => x ?? Number.NaN)),
    rows[0]!.length,
  );
  const means = knowledge.expected(table);
  return means && hedgeUpdate(gains, [...means]);
}
