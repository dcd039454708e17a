// TPE beside Python's Optuna 5 on eight problems: 60 trials, the same first ten points on both sides.
//
//   node bench/tpe-quality/run.mjs [SEEDS]
//
// For each problem and seed a run is scored by the mean over the trials after start-up of ln(regret of the
// best so far); P is the chance that one of our runs scores better than one of theirs, over all pairs of
// seeds, ties counting half. The interval is a bootstrap over problems and seeds.
import { writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { randomStream } from "../../dist/lib/math/random.js";
import { compileSpace } from "../../dist/lib/space/compile.js";
import { choice, float, int, oneOf } from "../../dist/lib/space/parameters.js";
import { random } from "../../dist/lib/tuners/random.js";
import { tpe } from "../../dist/lib/tuners/tpe.js";
import { digits, publish, root, table } from "../support/report.mjs";
import { problems } from "./functions.mjs";

const SEEDS = Number(process.argv[2] ?? 30);
const TRIALS = 60;
const STARTUP = 10;
/** Regrets below this are equally good; it keeps the logarithm finite. */
const LEAST = 1e-6;

function parameter(entry) {
  if (entry.kind === "choice") return choice(entry.choices);
  if (entry.kind === "oneOf") {
    const branches = Object.entries(entry.branches).map(([name, inner]) => [name, record(inner)]);
    return oneOf(Object.fromEntries(branches));
  }
  const options = { log: entry.log, ...(entry.step ? { step: entry.step } : {}) };
  return entry.kind === "int"
    ? int(entry.low, entry.high, options)
    : float(entry.low, entry.high, options);
}

function record(entries) {
  return Object.fromEntries(entries.map((entry) => [entry.name, parameter(entry)]));
}

/** Params with what stands under a `oneOf` brought to the top, as Optuna has it. */
function flat(params) {
  const point = {};
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === "object" && value !== null) {
      const { kind, ...inner } = value;
      Object.assign(point, { [name]: kind }, inner);
    } else point[name] = value;
  }
  return point;
}

/** One of our runs: the true value of each trial. */
function play(problem, space, seed, noise, startup) {
  const context = { space, objectives: { loss: "minimize" }, seed: 500 + seed };
  const tuner = tpe().create(context);
  const trials = [];
  const values = [];
  for (let number = 0; number < TRIALS; number++) {
    const stream = randomStream(context.seed, number);
    const point = startup[number] ?? tuner.ask({ ...context, number, trials, random: stream });
    const value = problem.value(flat(space.decode(point)));
    const seen = value + noise[number];
    trials.push({
      number,
      state: "complete",
      point,
      value: seen,
      values: { loss: seen },
      reports: [],
    });
    values.push(value);
  }
  return values;
}

function theirs(task) {
  const command = process.env.TUNEBOOK_PYTHON ?? join(root, ".python", "bin", "python");
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...env } = process.env;
  return new Promise((done, failed) => {
    const child = spawn(command, [join(root, "bench/tpe-quality/optuna_tpe.py")], { env });
    let out = "";
    let complaints = "";
    child.stdout.on("data", (chunk) => (out += chunk));
    child.stderr.on("data", (chunk) => (complaints += chunk));
    child.on("error", failed);
    child.on("close", (code) => {
      if (code === 0) done(JSON.parse(out));
      else
        failed(new Error(`Optuna's side failed; it needs bench/requirements.txt\n${complaints}`));
    });
    child.stdin.end(JSON.stringify(task));
  });
}

/** Mean ln regret of the best so far after start-up. Of a noisy problem by the true values. */
function score(values, optimum) {
  let best = Infinity;
  let sum = 0;
  values.forEach((value, number) => {
    best = Math.min(best, value);
    if (number >= STARTUP) sum += Math.log(Math.max(best - optimum, LEAST));
  });
  return sum / (TRIALS - STARTUP);
}

function chance(ours, their) {
  let wins = 0;
  for (const one of ours)
    for (const other of their) wins += one < other ? 1 : one === other ? 0.5 : 0;
  return wins / (ours.length * their.length);
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

const names = Object.keys(problems);
const spaces = names.map((name) => compileSpace(record(problems[name].space)));
const draws = random().create({});
const startup = spaces.map((space) =>
  Array.from({ length: SEEDS }, (_, seed) =>
    Array.from({ length: STARTUP }, (_, number) =>
      draws.ask({ space, number, trials: [], random: randomStream(seed, number, 7) }),
    ),
  ),
);
const noise = names.map((name) =>
  Array.from({ length: SEEDS }, (_, seed) => {
    const stream = randomStream(seed, 3);
    return Array.from({ length: TRIALS }, () => stream.normal() * (problems[name].noise ?? 0));
  }),
);
const plain = (index) =>
  startup[index].map((points) => points.map((point) => flat(spaces[index].decode(point))));
const checks = names.flatMap((name, index) => plain(index)[0].map((point) => [name, point]));

const pending = theirs({
  trials: TRIALS,
  startup: Object.fromEntries(names.map((name, index) => [name, plain(index)])),
  noise: Object.fromEntries(names.map((name, index) => [name, noise[index]])),
  spaces: Object.fromEntries(names.map((name) => [name, problems[name].space])),
  checks,
});
const ourValues = names.map((name, index) =>
  startup[index].map((points, seed) =>
    play(problems[name], spaces[index], seed, noise[index][seed], points),
  ),
);
const answer = await pending;
checks.forEach(([name, point], index) => {
  const here = problems[name].value(point);
  if (Math.abs(here - answer.checks[index]) > 1e-9 * Math.max(1, Math.abs(here)))
    throw new Error(`${name} differs between the two sides at ${JSON.stringify(point)}`);
});

const ours = names.map((name, index) =>
  ourValues[index].map((v) => score(v, problems[name].optimum)),
);
const their = names.map((name) => answer.values[name].map((v) => score(v, problems[name].optimum)));
const perProblem = names.map((_, index) => chance(ours[index], their[index]));
const overall = mean(perProblem);

const stream = randomStream(11);
const pick = (items) => items.map(() => items[stream.int(0, items.length - 1)]);
const samples = Array.from({ length: 2000 }, () =>
  mean(
    pick(names.map((_, index) => index)).map((index) =>
      chance(pick(ours[index]), pick(their[index])),
    ),
  ),
).toSorted((a, b) => a - b);
const interval = [samples[50], samples[1949]];
// Over seeds alone: what these eight problems themselves allow.
const bySeeds = Array.from({ length: 2000 }, () =>
  mean(names.map((_, index) => chance(pick(ours[index]), pick(their[index])))),
).toSorted((a, b) => a - b);

const final = (values, optimum) => median(values.map((v) => Math.min(...v) - optimum));
const rows = names.map((name, index) => [
  name,
  perProblem[index].toFixed(2),
  digits(final(ourValues[index], problems[name].optimum)),
  digits(final(answer.values[name], problems[name].optimum)),
]);
const result = {
  trials: TRIALS,
  seeds: SEEDS,
  p: overall,
  interval,
  intervalOverSeeds: [bySeeds[50], bySeeds[1949]],
  problems: Object.fromEntries(
    names.map((name, index) => [
      name,
      { p: perProblem[index], ours: ours[index], theirs: their[index] },
    ]),
  ),
};
writeFileSync(
  join(root, "bench/results/tpe-quality-run.json"),
  `${JSON.stringify(result, null, 1)}\n`,
);
const range = ([low, high]) => `[${low.toFixed(2)}, ${high.toFixed(2)}]`;
publish(
  "tpe-quality/run",
  "TPE beside Optuna 5's TPE",
  `${names.length} problems, ${TRIALS} trials, ${SEEDS} seeds, the same first ${STARTUP} points. ` +
    `P is the chance that a run of ours beats one of theirs in mean log regret after start-up: ` +
    `**${overall.toFixed(3)}**, 95% ${range(interval)} over problems and seeds, ` +
    `${range(result.intervalOverSeeds)} over seeds alone.\n\n${table([
      ["problem", "P", "median regret, ours", "theirs"],
      ...rows,
      ["all", overall.toFixed(3), "", ""],
    ])}`,
);
