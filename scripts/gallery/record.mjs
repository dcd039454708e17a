// Runs the gallery's studies and keeps what came of them in docs/gallery/studies/:
//
//   npm run build && node scripts/gallery/record.mjs [NAME…]        (half an hour for all)
//
// Times are kept from the study's first trial on.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadGallery } from "./load.mjs";
import * as core from "../../dist/lib/core.js";
import { digits, fit } from "../../dist/lib/tensorflow/index.js";
import { confirmations, races, studies, tables } from "./studies.mjs";

const folder = new URL("../../docs/gallery/studies/", import.meta.url);
const file = (name) => new URL(`${name}.json`, folder);
mkdirSync(folder, { recursive: true });
const table = (name) => JSON.parse(readFileSync(file(name), "utf8"));
const parts = { fit, data: await digits(), table };
const wanted = process.argv.slice(2);
const chosen = (all) =>
  Object.entries(all).filter(([name]) => wanted.length === 0 || wanted.includes(name));
const short = (value) => Number(value.toPrecision(6));

/** Every combination of the axes' values, the last axis fastest. */
function* combinations(axes) {
  const [first, ...rest] = axes;
  if (first === undefined) yield {};
  else
    for (const value of first[1])
      for (const more of combinations(rest)) yield { [first[0]]: value, ...more };
}

for (const [name, { axes, value }] of chosen(tables)) {
  const values = [];
  for (const params of combinations(Object.entries(axes))) {
    values.push(short(await value(params, parts)));
    if (values.length % 100 === 0) console.log(`${name}: ${values.length}`);
  }
  writeFileSync(file(name), `${JSON.stringify({ axes, values })}\n`);
  console.log(fileURLToPath(file(name)));
}

for (const [name, study] of chosen(studies)) {
  if (name === "genetic" && !existsSync(file("networks"))) continue;
  const opened = await core.openStudy({
    name,
    space: study.space(core),
    objectives: study.objectives,
    tuner: study.tuner(core),
    ...(study.pruner ? { pruner: study.pruner(core) } : {}),
    ...(study.duplicates ? { duplicates: study.duplicates } : {}),
    seed: study.seed,
  });
  const trials = typeof study.trials === "function" ? study.trials(core) : study.trials;
  await opened.optimize((trial) => study.objective(trial, parts), {
    until: { trials },
    concurrency: study.concurrency ?? 1,
    equalErrors: Infinity,
  });
  const begun = opened.trials[0].startedAt;
  const since = (at) => (at === undefined ? undefined : at - begun);
  const records = opened.trials.map((trial) => ({
    ...trial,
    // Both follow from the rest.
    params: undefined,
    seed: undefined,
    ...(trial.value === undefined ? {} : { value: short(trial.value) }),
    ...(trial.values === undefined
      ? {}
      : {
          values: Object.fromEntries(
            Object.entries(trial.values).map(([key, one]) => [key, short(one)]),
          ),
        }),
    ...(trial.error === undefined
      ? {}
      : { error: { name: trial.error.name, message: trial.error.message } }),
    reports: trial.reports.map(({ step, value, at }) => [step, short(value), since(at)]),
    startedAt: since(trial.startedAt),
    endedAt: since(trial.endedAt),
  }));
  const { tunerName, prunerName, seed } = opened;
  const explanations = opened.trials.map(({ number }) => parentsOf(opened.explain(number)));
  const kept = { name, tunerName, prunerName, seed, objectives: study.objectives };
  writeFileSync(
    file(name),
    `${JSON.stringify({ ...kept, explanations, trials: records }).replaceAll('{"number"', '\n{"number"')}\n`,
  );
  console.log(fileURLToPath(file(name)), opened.best?.value);
}

for (const [name, race] of chosen(races)) {
  const result = await core.analysis.race(race(core, parts));
  writeFileSync(file(name), `${JSON.stringify(result)}\n`);
  console.log(fileURLToPath(file(name)), result.tuners.map((tuner) => tuner.name).join(", "));
}

for (const [name, { study: of, top, seeds, train }] of chosen(confirmations)) {
  const study = loadGallery(core).studies[of];
  const plan = core.analysis.confirmPlan(study, { top, seeds });
  const runs = [];
  for (const { trial, point } of plan.candidates)
    for (const seed of plan.seeds)
      runs.push({ trial, seed, value: await train(study.space.decode(point), seed, parts) });
  const summary = core.analysis.confirmSummary(study, runs);
  writeFileSync(file(name), `${JSON.stringify(summary)}\n`);
  console.log(fileURLToPath(file(name)), summary[0].mean);
}

/** Of an explanation what figures of a whole study read: where trials come from, and in which bracket they stand. */
function parentsOf(explanation) {
  const kept = [
    "tuner",
    "parents",
    "origins",
    "round",
    "bracket",
    "rungs",
    "target",
    "difference",
    "towards",
  ];
  if (explanation === undefined || explanation === null) return null;
  return Object.fromEntries(Object.entries(explanation).filter(([key]) => kept.includes(key)));
}
