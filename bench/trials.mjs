// What a whole trial costs with an empty objective, in time and memory: random search and TPE, beside Optuna 5
// and Rustuna, in turn.
//
//   node bench/trials.mjs [--quick]
import { spawnSync } from "node:child_process";
import { digits, median, publish, python, root, table } from "./support/report.mjs";

const QUICK = process.argv.includes("--quick");
const ROUNDS = QUICK ? 1 : 5;
const DIMENSIONS = 5;
const RUNS = QUICK
  ? [["random", 500]]
  : [
      ["random", 1000],
      ["random", 10_000],
      ["tpe", 1000],
    ];

function tunebook(kind, trials) {
  const file = `${root}/bench/trials/ours.mjs`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--expose-gc", file, kind, String(trials), String(DIMENSIONS)],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${file} failed\n${stderr}`);
  return JSON.parse(stdout);
}

const rows = [];
for (const [kind, trials] of RUNS) {
  const all = { tunebook: [], rustuna: [], optuna: [] };
  for (let round = 0; round < ROUNDS; round++) {
    all.tunebook.push(tunebook(kind, trials));
    for (const peer of ["rustuna", "optuna"])
      all[peer].push(python(`${root}/bench/trials/peer.py`, peer, kind, trials, DIMENSIONS));
  }
  const milliseconds = Object.values(all).map((runs) =>
    median(runs.map(({ perSecond }) => 1000 / perSecond)),
  );
  const bytes = Object.values(all).map((runs) => median(runs.map((run) => run.bytes)));
  rows.push([
    kind,
    trials,
    ...milliseconds.map(digits),
    ...bytes.map((n) => digits(Math.round(n))),
  ]);
}
const names = ["Tunebook", "Rustuna", "Optuna 5"];
const body =
  `Milliseconds of a whole trial, and bytes that it leaves behind (of ours on the heap and beside it after a ` +
  `collection, of theirs by which the process grew), ${DIMENSIONS} dimensions, in memory; medians of ${ROUNDS} ` +
  `rounds, in turn, each in a process of its own after 200 trials to warm up.\n\n${table([
    [
      "tuner",
      "trials",
      ...names.map((name) => `${name} ms`),
      ...names.map((name) => `${name} bytes`),
    ],
    ...rows,
  ])}`;
if (QUICK) process.stdout.write(`${body}\n`);
else publish("trials", "A trial with an empty objective", body);
