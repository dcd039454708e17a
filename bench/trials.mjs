// Trials per second of random search with an empty objective, beside Optuna's, in turn.
import { performance } from "node:perf_hooks";
import { float, openStudy, tuners } from "../dist/lib/index.js";
import { digits, median, publish, python, root, table } from "./support/report.mjs";

const ROUNDS = 5;
const DIMENSIONS = 5;
const space = Object.fromEntries(
  Array.from({ length: DIMENSIONS }, (_, index) => [`x${index}`, float(0, 1)]),
);

async function tunebook(trials) {
  const study = await openStudy({ space, tuner: tuners.random(), seed: 1 });
  const begun = performance.now();
  await study.optimize(() => 0, { until: { trials }, panel: false });
  if (study.trials.length !== trials)
    throw new Error(`${study.trials.length} trials, not ${trials}`);
  return (1000 * trials) / (performance.now() - begun);
}

const rows = [];
for (const trials of [1000, 10_000]) {
  const ours = [];
  const theirs = [];
  await tunebook(200); // both sides are warm: Optuna's script runs a study of 200 first as well
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await tunebook(trials));
    theirs.push(python(`${root}/bench/trials/optuna_random.py`, trials, DIMENSIONS).perSecond);
  }
  rows.push([
    trials,
    ...[ours, theirs].map((rates) => digits(median(rates))),
    digits(median(ours) / median(theirs)),
  ]);
}
publish(
  "trials",
  "Random search, empty objective",
  `Trials per second, ${DIMENSIONS} dimensions, in memory; medians of ${ROUNDS} rounds, the two in turn.\n\n${table(
    [["trials", "Tunebook", "Optuna 5", "ratio"], ...rows],
  )}`,
);
