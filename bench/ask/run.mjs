// Milliseconds of one ask of TPE, beside Optuna 5 and Rustuna: a study that holds so many finished trials
// is asked for the next, told its value, asked again. The three take turns, so that all of them meet the
// same machine.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { float, openStudy, tuners } from "../../dist/lib/index.js";
import { digits, median, publish, root, table } from "../support/report.mjs";

const SIZES = [
  [10, 100],
  [10, 1000],
  [10, 10_000],
  [50, 1000],
];
const ROUNDS = 6;
const ASKS = 5;

/** Random points for the first so many trials, TPE after them. */
function after(trials) {
  return {
    name: "tpe",
    create(context) {
      const random = tuners.random().create(context);
      const tpe = tuners.tpe().create(context);
      return {
        name: "tpe",
        ask: (request) => (request.number < trials ? random : tpe).ask(request),
      };
    },
  };
}

const loss = (point) => Object.values(point).reduce((sum, value) => sum + (value - 0.3) ** 2, 0);

async function ours(dimensions, trials) {
  const names = Array.from({ length: dimensions }, (_, k) => `x${k}`);
  const space = Object.fromEntries(names.map((name) => [name, float(0, 1)]));
  const study = await openStudy({ space, tuner: after(trials), seed: 1 });
  const step = async () => {
    const begun = performance.now();
    const trial = await study.ask();
    const time = performance.now() - begun;
    await study.tell(trial, loss(trial.params));
    return time;
  };
  for (let number = 0; number < trials; number++) await step();
  return step;
}

const command = process.env.TUNEBOOK_PYTHON ?? join(root, ".python", "bin", "python");
// The peers' numerics get their own best kernels.
const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...env } = process.env;
const peers = spawn(command, [join(root, "bench/ask/peers.py")], {
  env,
  stdio: ["pipe", "pipe", "inherit"],
});
const answers = createInterface({ input: peers.stdout })[Symbol.asyncIterator]();

async function theirs(peer, trials, dimensions, asks) {
  peers.stdin.write(`${JSON.stringify([peer, trials, dimensions, asks])}\n`);
  const { value, done } = await answers.next();
  if (done) throw new Error("The peers ended; they need a Python with bench/requirements.txt");
  return JSON.parse(value);
}

// All sides are warm: a study of other dimensions first.
const warm = await ours(7, 50);
for (let ask = 0; ask < 150; ask++) await warm();
for (const peer of ["optuna", "rustuna"]) await theirs(peer, 50, 7, 20);

const rows = [];
for (const [dimensions, trials] of SIZES) {
  const step = await ours(dimensions, trials);
  const times = { ours: [], optuna: [], rustuna: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (let ask = 0; ask < ASKS; ask++) times.ours.push(await step());
    for (const peer of ["optuna", "rustuna"])
      times[peer].push(...(await theirs(peer, trials, dimensions, ASKS)));
  }
  const [us, optuna, rustuna] = [times.ours, times.optuna, times.rustuna].map(median);
  rows.push([
    trials.toLocaleString("en"),
    dimensions,
    ...[us, rustuna, optuna].map(digits),
    digits(rustuna / us),
    digits(optuna / us),
  ]);
}
peers.stdin.end();
publish(
  "ask/run",
  "One ask of TPE",
  `Milliseconds of an ask with all of its values, in memory, at so many finished trials; medians of ${ROUNDS * ASKS} asks, in turns of ${ASKS}.\n\n${table(
    [
      [
        "trials",
        "dimensions",
        "Tunebook",
        "Rustuna",
        "Optuna 5",
        "Rustuna / ours",
        "Optuna / ours",
      ],
      ...rows,
    ],
  )}`,
);
