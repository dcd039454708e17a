// Plays matches and keeps each player's results on each problem; what is there is not played again.
//
//   node bench/tuners/run.mjs --players ours:tpe,optuna-tpe [--problems branin,mixed,tuning] [--seeds 20]
//                             [--out bench/results/tuners] [--minutes 60] [--again]
//
// Problems by name, by family, by half (tuning, report), or all. Seeds 0 … 19. `--minutes` ends the run
// after the match in which they are over. `--again` plays what is there once more (of your own tuner,
// after a change). A shard is written after each seed, so that a run can be ended and gone on with.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compileSpace } from "../../dist/lib/space/compile.js";
import { root } from "../support/report.mjs";
import { play } from "./match.mjs";
import { folderOf, playerOf } from "./players.mjs";
import { problems } from "./problems/index.mjs";

const { values: options } = parseArgs({
  options: {
    players: { type: "string" },
    problems: { type: "string", default: "all" },
    seeds: { type: "string", default: "20" },
    out: { type: "string", default: join(root, "bench/results/tuners") },
    minutes: { type: "string", default: "Infinity" },
    again: { type: "boolean", default: false },
  },
});
if (!options.players) throw new Error("Say who plays: --players ours:tpe,optuna-tpe");

const words = options.problems.split(",");
const isWanted = ({ name, family, half }) =>
  words.some((word) => ["all", name, family, half].includes(word));
const wanted = Object.values(problems).filter(isWanted);
const unknown = words.filter(
  (word) =>
    word !== "all" &&
    !Object.values(problems).some((p) => [p.name, p.family, p.half].includes(word)),
);
if (unknown.length > 0)
  throw new Error(`There is no problem, family or half ${unknown.join(", ")}.`);

const seeds = Number(options.seeds);
const end = Date.now() + Number(options.minutes) * 60_000;

function shardOf(file, player, problem) {
  if (existsSync(file) && !options.again) return JSON.parse(readFileSync(file, "utf8"));
  return {
    player: player.name,
    problem: problem.name,
    trials: problem.trials,
    versions: {},
    seeds: {},
  };
}

/** A seed a line, so that differences can be read. */
function textOf({ seeds: runs, ...head }) {
  const lines = Object.entries(runs).map(
    ([seed, run]) => `${JSON.stringify(seed)}:${JSON.stringify(run)}`,
  );
  return `${JSON.stringify(head).slice(0, -1)},"seeds":{\n${lines.join(",\n")}\n}}\n`;
}

for (const name of options.players.split(/,(?![^{]*\})/)) {
  const player = playerOf(name);
  const folder = join(options.out, folderOf(name));
  mkdirSync(folder, { recursive: true });
  for (const problem of wanted) {
    const space = compileSpace(problem.space);
    if (!player.plays({ problem, space })) continue;
    const file = join(folder, `${problem.name}.json`);
    const shard = shardOf(file, player, problem);
    const begun = Date.now();
    let played = 0;
    for (let seed = 0; seed < seeds && Date.now() < end; seed++) {
      if (shard.seeds[seed] !== undefined) continue;
      shard.seeds[seed] = await play(player, problem, seed);
      shard.versions = player.versions;
      played++;
      if (!name.startsWith("ours:") || seed === seeds - 1) writeFileSync(file, textOf(shard));
    }
    if (played > 0) {
      writeFileSync(file, textOf(shard));
      const each = ((Date.now() - begun) / 1000 / played).toFixed(2);
      process.stdout.write(`${name} on ${problem.name}: ${played} seeds, ${each} s each\n`);
    }
  }
  player.close();
}
