/** When trials ran, as data: bars over the clock, packed into lanes of what ran at once. */
import type { StudyView } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { bestOf, drawnState } from "../common/trial-words.ts";

/** How a trial's bar is drawn. */
export type BarKind = "best" | "complete" | "pruned" | "failed" | "running" | "interrupted";

/** One piece of a trial: all of it, or what ran between two pauses. */
export interface TimelineBar {
  readonly trial: TrialRecord;
  readonly kind: BarKind;
  /** Seconds since the first trial began. */
  readonly start: number;
  readonly end: number;
  /** 0, 1, 2…: pieces in one lane never overlap. */
  lane: number;
  /** Whether it is the last of its trial: there its state shows. */
  readonly isLast: boolean;
  /** Seconds of the pause before it; 0 where there was none. */
  readonly pause: number;
}

/** Everything that the timeline shows. */
export interface TimelineData {
  readonly bars: readonly TimelineBar[];
  readonly lanes: number;
  /** Trials that began. */
  readonly trials: number;
  readonly waiting: number;
  /** Seconds from the first begin to the last that is known. */
  readonly seconds: number;
  /** What part of all lanes' time trials ran, 0…1. */
  readonly busy: number;
  readonly busyOf: readonly number[];
  /** What part of the running time went to trials that were stopped early or failed, 0…1. */
  readonly stopped: number;
}

/** Packs the pieces into as few lanes as there were trials at once: each takes the first that is free. */
export function timelineData(study: StudyView): TimelineData {
  const begun = study.trials.filter(({ startedAt }) => startedAt !== undefined);
  const known = begun.flatMap(({ startedAt, endedAt, reports }) =>
    [startedAt!, endedAt ?? -Infinity, reports.at(-1)?.at ?? -Infinity].filter(Number.isFinite),
  );
  const first = known.reduce((least, at) => Math.min(least, at), Infinity);
  const last = known.reduce((most, at) => Math.max(most, at), -Infinity);
  const best = bestOf(study);
  // Only where trials are paused may a long gap between two reports be a pause.
  const mayPause = study.trials.some(({ state }) => state === "paused");
  const begins = begun.map(({ startedAt }) => startedAt!);
  const pauses = new Map(mayPause ? begun.map((trial) => [trial, pausesOf(trial, begins)]) : []);
  const stops = [
    ...begun.flatMap(({ endedAt }) => endedAt ?? []),
    ...[...pauses.values()].flat().map(({ stop }) => stop),
  ].toSorted((one, other) => one - other);
  const bars = begun
    .filter(({ state }) => state !== "waiting")
    .flatMap((trial) => piecesOf(trial, { first, last, pauses, stops }, trial === best))
    .toSorted((one, other) => one.start - other.start || one.trial.number - other.trial.number);
  const ends: number[] = [];
  for (const bar of bars) {
    const free = ends.findIndex((end) => end <= bar.start + SLACK);
    bar.lane = free < 0 ? ends.length : free;
    ends[bar.lane] = bar.end;
  }
  const seconds = bars.length === 0 ? 0 : (last - first) / 1000;
  const ran = (chosen: readonly TimelineBar[]) =>
    chosen.reduce((sum, { start, end }) => sum + (end - start), 0);
  const all = ran(bars);
  const share = (part: number, whole: number) => (whole > 0 ? Math.min(1, part / whole) : 0);
  return {
    bars,
    lanes: ends.length,
    trials: new Set(bars.map(({ trial }) => trial.number)).size,
    waiting: study.trials.filter(({ state }) => state === "waiting").length,
    seconds,
    busy: share(all, seconds * ends.length),
    busyOf: ends.map((_, lane) => share(ran(bars.filter((bar) => bar.lane === lane)), seconds)),
    stopped: share(ran(bars.filter(({ kind }) => kind === "pruned" || kind === "failed")), all),
  };
}

/** Clocks of several machines, and what lies between an end and the next begin, differ by so many seconds. */
const SLACK = 0.003;

/** A gap so many times as long as a trial's usual step is a pause; */
const PAUSE = 5;
/** so is one of so many, where another trial began within so many milliseconds of its beginning. */
const SHORT_PAUSE = { times: 1.5, within: 5 };

/** What is known of the study's time; milliseconds. */
interface Clock {
  readonly first: number;
  readonly last: number;
  readonly pauses: ReadonlyMap<TrialRecord, readonly Pause[]>;
  /** When something ended or was paused, in order. */
  readonly stops: readonly number[];
}

/** A pause inside a trial: its last report before, its first after, and how long it takes for a step. */
interface Pause {
  readonly stop: number;
  readonly report: number;
  readonly usual: number;
}

function pausesOf({ startedAt = 0, reports }: TrialRecord, begins: readonly number[]): Pause[] {
  const times = [startedAt, ...reports.map(({ at }) => at).filter(Number.isFinite)];
  const steps = times.slice(1).map((at, k) => at - times[k]!);
  const middle = Math.floor((steps.length - 1) / 2);
  const usual = steps.toSorted((one, other) => one - other)[middle] ?? 0;
  if (steps.length < 2 || !(usual > 0)) return [];
  const madeWay = (stop: number) =>
    begins.some((at) => at >= stop && at <= stop + SHORT_PAUSE.within);
  return steps.flatMap((step, k) => {
    const [stop, report] = [times[k]!, times[k + 1]!];
    // Before its first report no trial can be paused.
    if (k === 0 || step <= SHORT_PAUSE.times * usual) return [];
    return step > PAUSE * usual || madeWay(stop) ? [{ stop, report, usual }] : [];
  });
}

/** A trial cut at its pauses; times in seconds since `first`. */
function piecesOf(
  trial: TrialRecord,
  { first, last, pauses, stops }: Clock,
  isBest: boolean,
): TimelineBar[] {
  const { startedAt = first, endedAt } = trial;
  const seconds = (at: number) => Math.max(0, (at - first) / 1000);
  const kind = kindOf(trial, isBest);
  const pieces: TimelineBar[] = [];
  let [start, pause] = [startedAt, 0];
  const add = (end: number, isLast: boolean) =>
    pieces.push({
      trial,
      kind,
      start: seconds(start),
      end: Math.max(seconds(start), seconds(end)),
      lane: 0,
      isLast,
      pause,
    });
  for (const { stop, report, usual } of pauses.get(trial) ?? []) {
    add(stop, false);
    // When it went on is not recorded: a usual step before the report, or once something else made way.
    const made = stops.findLast((at) => at <= report && at > report - usual);
    start = made ?? report - usual;
    pause = (start - stop) / 1000;
  }
  add(endedAt ?? Math.max(last, startedAt), true);
  return pieces;
}

function kindOf(trial: TrialRecord, isBest: boolean): BarKind {
  if (isBest) return "best";
  const state = drawnState(trial.state);
  return state === "waiting" ? "interrupted" : state;
}

/** Of very many bars those that differ by what a picture can show: one for each pixel of a lane and kind. */
export function shownBars(data: TimelineData, pixels = 1400): readonly TimelineBar[] {
  if (data.bars.length <= 1500) return data.bars;
  const seen = new Set<string>();
  return data.bars.filter(({ start, end, lane, kind }) => {
    const place = Math.floor((start / data.seconds) * pixels);
    if (((end - start) / data.seconds) * pixels >= 2 || kind === "best") return true;
    const key = `${lane} ${place} ${kind}`;
    return seen.has(key) ? false : Boolean(seen.add(key));
  });
}
