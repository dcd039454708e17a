// Reads the recorded studies of docs/gallery/studies/ as what figures are drawn from.
import { readFileSync } from "node:fs";
import { networkError, networksSpace, studies as definitions } from "./studies.mjs";

const BEGUN = Date.UTC(2026, 0, 5, 9);
const read = (name) =>
  JSON.parse(
    readFileSync(new URL(`../../docs/gallery/studies/${name}.json`, import.meta.url), "utf8"),
  );

/**
 * What an entry of the gallery is given beside `plots`.
 *
 * @param core the library without host: what lib/core.ts exports
 */
export function loadGallery(core) {
  const kept = new Map();
  const studyOf = (name) => {
    if (!kept.has(name)) kept.set(name, viewOf(core, name));
    return kept.get(name);
  };
  const studies = Object.defineProperties(
    {},
    Object.fromEntries(
      Object.keys(definitions).map((name) => [
        name,
        { enumerable: true, get: () => studyOf(name) },
      ]),
    ),
  );
  return {
    core,
    analysis: core.analysis,
    /** Name → study, read when first asked for. */
    studies,
    /** "landscape" and "networks": `axes` (name → values) and `values`, the last axis fastest. */
    table: read,
    networksSpace: () => core.compileSpace(networksSpace(core)),
    networkError: (params) => networkError((kept["networks"] ??= read("networks")), params),
    /** A study that can be asked: of the same space and objectives, with the first trials of the recorded one. */
    async reopen(name, { tuner, trials = Infinity }) {
      const { space, objectives, seed } = definitions[name];
      const study = await core.openStudy({ name, space: space(core), objectives, tuner, seed });
      const recorded = studyOf(name).trials.slice(0, trials);
      await study.add(
        ...recorded
          .filter(({ state }) => state === "complete" || state === "pruned")
          .map(({ params, state, values, reports }) => ({
            params,
            state,
            result: values,
            reports,
          })),
      );
      return study;
    },
  };
}

/**
 * A recorded study as it stood at a moment, with what ran then running.
 *
 * @param seconds since its first trial began
 */
export function momentOf(study, seconds) {
  const now = BEGUN + 1000 * seconds;
  const trials = study.trials
    .filter(({ startedAt }) => startedAt <= now)
    .map((trial) => {
      if (trial.endedAt !== undefined && trial.endedAt <= now) return trial;
      const reports = trial.reports.filter(({ at }) => at <= now);
      const open = { state: "running", endedAt: undefined, value: undefined, values: undefined };
      return { ...trial, ...open, reports };
    });
  const [[name, direction]] = Object.entries(study.objectives);
  const sign = direction === "maximize" ? -1 : 1;
  const [best] = trials
    .filter(({ state }) => state === "complete")
    .toSorted((one, other) => sign * (one.values[name] - other.values[name]));
  return { ...study, trials, best };
}

/** The plan under which a recorded study ran, and the clock at so many seconds of it. */
export const planOf = (trials) => ({
  trials,
  seconds: undefined,
  concurrency: 2,
  startedAt: BEGUN,
  isPaused: false,
  stoodStill: 0,
  box: undefined,
});
/** Seconds into `digits` at which two networks are halfway. */
export const MIDWAY = 84;
export const clockAt = (seconds) => BEGUN + 1000 * seconds;

function viewOf(core, name) {
  const recorded = read(name);
  const { space: definition } = definitions[name];
  const space = core.compileSpace(definition(core));
  const trials = recorded.trials.map((trial) => ({
    values: undefined,
    value: undefined,
    ...trial,
    params: space.decode(trial.point),
    seed: trial.number,
    reports: trial.reports.map(([step, value, at]) => ({ step, value, at: BEGUN + at })),
    startedAt: BEGUN + trial.startedAt,
    endedAt: trial.endedAt === undefined ? undefined : BEGUN + trial.endedAt,
  }));
  const { tunerName, prunerName, seed, objectives, explanations } = recorded;
  const [[first, direction], ...others] = Object.entries(objectives);
  const sign = direction === "maximize" ? -1 : 1;
  const best =
    others.length > 0
      ? undefined
      : trials
          .filter(({ state }) => state === "complete")
          .toSorted((one, other) => sign * (one.values[first] - other.values[first]))[0];
  return {
    name,
    space,
    objectives,
    tunerName,
    prunerName,
    seed,
    trials,
    best,
    explain: (trial) => explanations[typeof trial === "number" ? trial : trial.number] ?? undefined,
  };
}
