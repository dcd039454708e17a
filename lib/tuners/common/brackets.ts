import type { Direction } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { survivors } from "../../math/halving.ts";
import { byLoss, lossAt } from "./rungs.ts";
import type { ScheduleBracket } from "./schedule.ts";

/** One bracket as it stands in a study: the trials from a number on are its own. */
export interface Bracket {
  /** Which of the brackets of its round, from 0. */
  readonly index: number;
  readonly round: number;
  /** The number of its first trial. */
  readonly first: number;
  readonly plan: ScheduleBracket;
}

/**
 * The bracket of a trial's number, where rounds of the same brackets follow one another.
 *
 * By number alone, so that the tuner, its pruner and a study that is opened again agree without keeping
 * anything: a trial that was enqueued, or added from elsewhere, takes its place like any other.
 */
export function bracketOf(number: number, brackets: readonly ScheduleBracket[]): Bracket {
  const perRound = brackets.reduce((sum, { trials }) => sum + trials, 0);
  const round = Math.floor(number / perRound);
  let first = round * perRound;
  let index = 0;
  while (number >= first + brackets[index]!.trials) first += brackets[index++]!.trials;
  return { index, round, first, plan: brackets[index]! };
}

/** How the trials of a bracket stand at one rung. */
export interface Standing {
  readonly rung: number;
  readonly epoch: number;
  /** Those who are to be trained to this rung, by number. */
  readonly members: readonly number[];
  /** Those who came there, the best first. */
  readonly ranked: readonly { readonly number: number; readonly loss: number }[];
  /** How many of them go on. */
  readonly places: number;
  /** Whether nobody is on the way any more. */
  readonly settled: boolean;
}

/**
 * How a bracket stands, from its lowest rung up to the first that is not settled. All that have begun are
 * members of the lowest; the best of a settled rung are those of the next. Who failed or was interrupted on
 * the way leaves its place empty; who completed early counts with its value.
 *
 * @param closing no more trials will begin: a bracket that is not full is halved as it is
 */
export function standings(
  { first, plan }: Bracket,
  trials: readonly TrialRecord[],
  { direction, reductionFactor }: { direction: Direction; reductionFactor: number },
  closing = false,
): Standing[] {
  const began = Math.max(Math.min(trials.length - first, plan.trials), 0);
  const isFull = began === plan.trials;
  const sizes = isFull
    ? plan.rungs.map((rung) => rung.trials)
    : // At least one of them is trained to the end.
      survivors(began, plan.rungs.length, reductionFactor).map((size) => Math.max(size, 1));
  const stand: Standing[] = [];
  let members = Array.from({ length: began }, (_, place) => first + place);
  for (const [rung, { epoch }] of plan.rungs.entries()) {
    let settled = rung > 0 || isFull || closing;
    const ranked: { number: number; loss: number }[] = [];
    for (const number of members) {
      const trial = trials[number]!;
      const loss = lossAt(trial, epoch, direction);
      if (loss !== undefined) ranked.push({ number, loss });
      else if (ON_THE_WAY.has(trial.state)) settled = false;
    }
    ranked.sort(byLoss);
    const places = Math.min(sizes[rung + 1] ?? 0, ranked.length);
    stand.push({ rung, epoch, members, ranked, places, settled });
    if (!settled) break;
    members = ranked.slice(0, places).map(({ number }) => number);
  }
  return stand;
}

/** A trial that goes on, and why. */
export interface BracketPromotion {
  readonly number: number;
  /** The rung that it goes on to. */
  readonly to: number;
  /** Its rank at the rung below, from 1, of how many, and how many of them go on. */
  readonly rank: number;
  readonly of: number;
  readonly places: number;
}

/** The best paused trial of a bracket that goes on now; undefined where there is none. */
export function nextPromotion(
  bracket: Bracket,
  trials: readonly TrialRecord[],
  rule: { direction: Direction; reductionFactor: number },
  closing = false,
): BracketPromotion | undefined {
  const stand = standings(bracket, trials, rule, closing);
  const upper = stand.at(-1)!;
  const lower = stand.at(-2);
  const number = upper.members.find((member) => {
    const isThere = upper.ranked.some((each) => each.number === member);
    return trials[member]!.state === "paused" && !isThere;
  });
  if (number === undefined) return undefined;
  const ranked = lower?.ranked ?? [];
  const rank = ranked.findIndex((each) => each.number === number) + 1;
  return { number, to: upper.rung, rank, of: ranked.length, places: lower?.places ?? 0 };
}

/** States of a trial that may still come to a rung. */
const ON_THE_WAY = new Set<TrialRecord["state"]>(["waiting", "running", "paused"]);
