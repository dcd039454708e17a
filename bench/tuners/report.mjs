// The tables of the tuners' race, from the results that are there.
//
//   node bench/tuners/report.mjs [--ours ours:auto,ours:tpe] [--against optuna-tpe,…]
//                                [--half report|tuning|both] [--out FOLDER…] [--problems] [--publish]
//
// Without --ours: every player of ours with results. `--out` may name more than one folder, for instance
// the committed results and one's own, separated by commas. `--problems` adds a table by problem;
// `--publish` writes bench/results/tuners.md.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { digits, publish, root, table } from "../support/report.mjs";
import { folderOf } from "./players.mjs";
import { problems } from "./problems/index.mjs";
import { chance, compare, curveOf, holm, logArea, mean, median, ranks, scaleOf } from "./score.mjs";

const { values: options } = parseArgs({
  options: {
    ours: { type: "string" },
    against: { type: "string" },
    half: { type: "string", default: "both" },
    out: { type: "string", default: join(root, "bench/results/tuners") },
    problems: { type: "boolean", default: false },
    publish: { type: "boolean", default: false },
  },
});

/** Runs of a player on a problem by seed, from whichever folder has them. */
function readRuns(folder, problem) {
  for (const base of options.out.split(",").toReversed()) {
    const file = join(base, folder, `${problem}.json`);
    if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  }
}

const folders = new Set();
for (const base of options.out.split(","))
  for (const entry of readdirSync(base, { withFileTypes: true }))
    if (entry.isDirectory()) folders.add(entry.name);

/** player → problem → { curves, scores } by seed. */
const results = new Map();
const versions = new Map();
const scales = new Map();
for (const folder of [...folders].toSorted()) {
  const byProblem = new Map();
  for (const problem of Object.values(problems)) {
    const shard = readRuns(folder, problem.name);
    const runs = Object.values(shard?.seeds ?? {});
    if (runs.length === 0) continue;
    versions.set(folder, shard.versions);
    if (!scales.has(problem.name)) scales.set(problem.name, scaleOf(problem));
    const curves = runs.map((run) => curveOf(run, problem.trials, scales.get(problem.name)));
    byProblem.set(problem.name, { curves, scores: curves.map(logArea) });
  }
  if (byProblem.size > 0) results.set(folder, byProblem);
}

const listed = (text, fallback) => text?.split(/,(?![^{]*\})/).map(folderOf) ?? fallback;
const isOurs = (folder) => folder.startsWith("ours-");
const ours = listed(options.ours, [...results.keys()].filter(isOurs));
const theirs = listed(
  options.against,
  [...results.keys()].filter((name) => !isOurs(name)),
);
const families = [...new Set(Object.values(problems).map(({ family }) => family))];

/** Problems of a half (and a family) on which both have played. */
function shared(one, other, half, family) {
  return Object.values(problems).filter(
    (problem) =>
      (half === "both" || problem.half === half) &&
      (family === undefined || problem.family === family) &&
      results.get(one)?.has(problem.name) &&
      results.get(other)?.has(problem.name),
  );
}

const pairsOf = (one, other, list) =>
  list.map(({ name }) => [results.get(one).get(name).scores, results.get(other).get(name).scores]);
const range = ({ p, low, high }) => `${p.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;

/** Ours against each of the others: P in all and by family, corrected over the others. */
function duels(player, half) {
  const rivals = theirs.filter((other) => shared(player, other, half).length > 0);
  const overall = rivals.map((other) =>
    compare(pairsOf(player, other, shared(player, other, half))),
  );
  const corrected = holm(overall.map(({ pValue }) => pValue));
  const rows = rivals.map((other, index) => [
    other,
    String(shared(player, other, half).length),
    String(
      Math.min(
        ...shared(player, other, half).map(
          ({ name }) => results.get(other).get(name).scores.length,
        ),
      ),
    ),
    range(overall[index]),
    corrected[index].toFixed(3),
    ...families.map((family) => {
      const pairs = pairsOf(player, other, shared(player, other, half, family));
      return pairs.length === 0 ? "" : mean(pairs.map(([a, b]) => chance(a, b))).toFixed(2);
    }),
  ]);
  return table([["against", "problems", "seeds", "P [95%]", "p (Holm)", ...families], ...rows]);
}

/** Every player on the problems of a half that all of them have played. */
function standings(half) {
  const players = [...ours, ...theirs].filter((name) => results.has(name));
  const counts = Object.values(problems)
    .filter((problem) => half === "both" || problem.half === half)
    .map(({ name }) => ({
      name,
      players: players.filter((player) => results.get(player).has(name)),
    }));
  const rankOf = new Map(players.map((player) => [player, []]));
  for (const { name, players: present } of counts) {
    if (present.length < 2) continue;
    const means = present.map((player) => mean(results.get(player).get(name).scores));
    // As a share of the field, since not everybody plays everywhere: 0 the best, 1 the last.
    ranks(means).forEach((rank, index) =>
      rankOf.get(present[index]).push((rank - 1) / (present.length - 1)),
    );
  }
  const rows = players.map((player) => {
    const played = counts
      .filter(({ players: present }) => present.includes(player))
      .map(({ name }) => name);
    const all = played.map((name) => results.get(player).get(name));
    const last = (curve) => curve.at(-1);
    const finals = all.map(({ curves }) => median(curves.map(last)));
    const success = all.map(({ curves }) =>
      mean(curves.map((curve) => (last(curve) < 0.1 ? 1 : 0))),
    );
    const places = rankOf.get(player);
    const boot = intervalOf(places);
    return {
      place: mean(places),
      cells: [
        player,
        String(played.length),
        `${mean(places).toFixed(2)} [${boot.low.toFixed(2)}, ${boot.high.toFixed(2)}]`,
        mean(all.map(({ scores }) => mean(scores))).toFixed(2),
        digits(Math.exp(mean(finals.map(Math.log)))),
        `${(100 * mean(success)).toFixed(0)}%`,
      ],
    };
  });
  const sorted = rows.toSorted((one, other) => one.place - other.place).map(({ cells }) => cells);
  return table([
    ["player", "problems", "mean rank, 0 … 1 [95%]", "log gap, mean", "final gap", "success"],
    ...sorted,
  ]);
}

/** The 95% interval of a mean over problems, by their spread. */
function intervalOf(values) {
  if (values.length < 2) return { low: 0, high: 1 };
  const centre = mean(values);
  const error = Math.sqrt(mean(values.map((value) => (value - centre) ** 2)) / (values.length - 1));
  return { low: Math.max(0, centre - 1.96 * error), high: Math.min(1, centre + 1.96 * error) };
}

function byProblem() {
  const players = [...ours, ...theirs].filter((name) => results.has(name));
  const rows = Object.values(problems).map(({ name, family, half }) => [
    name,
    family,
    half,
    ...players.map((player) => {
      const found = results.get(player).get(name);
      return found ? digits(median(found.curves.map((curve) => curve.at(-1)))) : "";
    }),
  ]);
  return table([["problem", "family", "half", ...players], ...rows]);
}

const halves = { report: "The half for the report", tuning: "The half for tuning", both: "All" };
const wantedHalves = options.half === "both" ? ["report", "tuning", "both"] : [options.half];
const parts = [];
for (const half of wantedHalves) {
  parts.push(`## ${halves[half]}`, standings(half));
  for (const player of ours)
    if (results.has(player)) parts.push(`P that ${player} beats`, duels(player, half));
}
if (options.problems || options.publish)
  parts.push("## Final gap by problem, medians, in scales", byProblem());
const shown = [...versions].map(([player, found]) => {
  const packages = Object.entries(found).map(([name, version]) => `${name} ${version}`);
  return packages.length > 0 ? `${player}: ${packages.join(", ")}` : undefined;
});
const body = `${parts.join("\n\n")}\n\n${shown.filter(Boolean).join("; ")}.`;
if (options.publish) publish("tuners/report", "The race of the tuners", body);
else process.stdout.write(`${body}\n`);
