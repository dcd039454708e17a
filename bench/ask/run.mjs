// Milliseconds of one ask, beside Optuna 5 and Rustuna: a study that holds so many finished trials is asked for
// the next, told its value, asked again. The three take turns, so that all of them meet the same machine.
//
//   node bench/ask/run.mjs [--quick]
//
// TPE beside both, the Gaussian process beside Optuna's where its Python has torch. `--quick` takes the
// small studies only and publishes nothing.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { choice, float, int, openStudy, tuners } from "../../dist/lib/index.js";
import { digits, publish, quantile, root, table } from "../support/report.mjs";

const QUICK = process.argv.includes("--quick");
/** Trials × dimensions. Optuna's own Gaussian process takes seconds at a thousand. */
const SIZES = {
  tpe: QUICK
    ? [
        [50, 10],
        [200, 10],
      ]
    : [50, 200, 1000, 10_000].flatMap((trials) => [
        [trials, 10],
        [trials, 50],
      ]),
  gp: QUICK
    ? [[50, 10]]
    : [
        [50, 10],
        [200, 10],
        [1000, 10],
        [200, 50],
      ],
};
/** Rounds of turns, and how often each is asked in one. The first round warms up and does not count. */
const ROUNDS = { tpe: 13, gp: 6 };
const ASKS = { ours: 5, rustuna: 5, optuna: 2 };

/** As peers.py has it: of five dimensions two plain, one logarithmic, one of integers, one of choices. */
function spaceOf(dimensions, mixed) {
  const kinds = mixed
    ? [
        () => float(0, 1),
        () => float(0, 1),
        () => float(1e-5, 1, { log: true }),
        () => int(1, 64),
        () => choice(["a", "b", "c"]),
      ]
    : [() => float(0, 1)];
  return Object.fromEntries(
    Array.from({ length: dimensions }, (_, k) => [`x${k}`, kinds[k % kinds.length]()]),
  );
}

const loss = (params) =>
  Object.values(params).reduce(
    (sum, value) =>
      sum + (typeof value === "string" ? value.charCodeAt(0) % 3 : Math.abs(value - 0.3)),
    0,
  );

/** Random points for the first so many trials, the tuner after them. */
function after(trials, tuner) {
  return {
    name: tuner.name,
    create(context) {
      const random = tuners.random().create(context);
      const chosen = tuner.create(context);
      return {
        name: tuner.name,
        ask: (request) => (request.number < trials ? random : chosen).ask(request),
        tell: (trial, told) => chosen.tell?.(trial, told),
      };
    },
  };
}

async function ours(tuner, trials, dimensions, mixed) {
  const study = await openStudy({
    space: spaceOf(dimensions, mixed),
    tuner: after(trials, tuner),
    seed: 1,
  });
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

/** Milliseconds of some asks; undefined where the peer cannot do it. */
async function theirs(peer, ...request) {
  peers.stdin.write(`${JSON.stringify([peer, ...request])}\n`);
  const { value, done } = await answers.next();
  if (done) throw new Error("The peers ended; they need a Python with bench/requirements.txt");
  return JSON.parse(value) ?? undefined;
}

/** All of one kind and size, in turns. */
async function measure(kind, tuner, trials, dimensions, mixed) {
  const step = await ours(tuner, trials, dimensions, mixed);
  const times = { ours: [], rustuna: [], optuna: [] };
  for (let round = 0; round < ROUNDS[kind]; round++) {
    const taken = { ours: [] };
    for (let ask = 0; ask < ASKS.ours; ask++) taken.ours.push(await step());
    for (const peer of ["rustuna", "optuna"]) {
      if (kind === "gp" && peer === "rustuna") continue;
      taken[peer] = await theirs(peer, kind, trials, dimensions, mixed, ASKS[peer]);
    }
    if (round === 0) continue;
    for (const [name, some] of Object.entries(taken)) if (some) times[name].push(...some);
  }
  return times;
}

const shown = (times) =>
  times.length === 0 ? ["–", "–"] : [digits(quantile(times, 0.5)), digits(quantile(times, 0.95))];
const ratio = (theirTimes, ourTimes) =>
  theirTimes.length === 0 ? "–" : digits(quantile(theirTimes, 0.5) / quantile(ourTimes, 0.5));

/** The table of one kind of tuner. */
async function tableOf(kind, tuner) {
  const rows = [];
  for (const mixed of [false, true]) {
    for (const [trials, dimensions] of SIZES[kind]) {
      const times = await measure(kind, tuner, trials, dimensions, mixed);
      rows.push([
        mixed ? "mixed" : "numeric",
        trials.toLocaleString("en"),
        dimensions,
        ...shown(times.ours),
        ...(kind === "tpe" ? shown(times.rustuna) : []),
        ...shown(times.optuna),
        ...(kind === "tpe" ? [ratio(times.rustuna, times.ours)] : []),
        ratio(times.optuna, times.ours),
      ]);
      process.stderr.write(`${kind} ${rows.at(-1).join(" ")}\n`);
    }
  }
  const names = kind === "tpe" ? ["Tunebook", "Rustuna", "Optuna 5"] : ["Tunebook", "Optuna 5"];
  const head = [
    "space",
    "trials",
    "dimensions",
    ...names.flatMap((name) => [`${name} p50`, "p95"]),
    ...names.slice(1).map((name) => `${name} / ours`),
  ];
  return table([head, ...rows]);
}

// All sides are warm: studies of other dimensions first, of both kinds.
for (const mixed of [false, true]) {
  const warm = await ours(tuners.tpe(), 50, 7, mixed);
  for (let ask = 0; ask < 300; ask++) await warm();
  for (const peer of ["optuna", "rustuna"]) await theirs(peer, "tpe", 50, 7, mixed, 20);
}

const parts = [`TPE:\n\n${await tableOf("tpe", tuners.tpe())}`];
if (tuners.gaussianProcess !== undefined) {
  const torch = await theirs("optuna", "gp", 12, 3, false, 1);
  parts.push(
    `The Gaussian process${torch ? "" : " (Optuna's needs torch, which its Python does not have)"}:\n\n` +
      (await tableOf("gp", tuners.gaussianProcess())),
  );
}
peers.stdin.end();
const body =
  `Milliseconds of an ask with all of its values, in memory, at so many finished trials, in turns; ` +
  `median and 95th percentile of ${(ROUNDS.tpe - 1) * ASKS.ours} asks (Optuna: ${(ROUNDS.tpe - 1) * ASKS.optuna}; ` +
  `Gaussian processes: ${(ROUNDS.gp - 1) * ASKS.ours} and ${(ROUNDS.gp - 1) * ASKS.optuna}).\n\n${parts.join("\n\n")}`;
if (QUICK) process.stdout.write(`${body}\n`);
else publish("ask/run", "One ask", body);
