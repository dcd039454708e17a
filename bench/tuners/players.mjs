// Who plays. `ours:NAME` is a tuner of this package, with options after a question mark:
// `ours:tpe?{"candidates":48}`; the others are Python processes that speak the protocol of peers/protocol.py.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { levelOf } from "../../dist/lib/math/levels.js";
import { simulate } from "../../dist/lib/study/simulate.js";
import { tuners } from "../../dist/lib/tuners/index.js";
import { root } from "../support/report.mjs";

const isContinuous = ({ space }) => space.dimensions.every(({ kind }) => kind === "float");
const isSingle = ({ problem }) => problem.objectives === undefined;
const isFree = ({ problem }) => problem.family !== "constrained";

/** Peers: script, its arguments, and what it can play. */
const peers = {
  "optuna-tpe": { script: "optuna_peer.py", args: ["tpe"] },
  "optuna-gp": { script: "optuna_peer.py", args: ["gp"] },
  "optuna-cmaes": {
    script: "optuna_peer.py",
    args: ["cmaes"],
    plays: (match) => isContinuous(match) && isSingle(match) && isFree(match),
  },
  "optuna-nsga2": {
    script: "optuna_peer.py",
    args: ["nsga2"],
    plays: ({ problem }) => problem.objectives !== undefined || problem.family === "constrained",
  },
  "optuna-random": { script: "optuna_peer.py", args: ["random"] },
  hyperopt: { script: "hyperopt_peer.py", plays: (match) => isSingle(match) && isFree(match) },
  skopt: { script: "skopt_peer.py", plays: (match) => isSingle(match) && isFree(match) },
  smac: { script: "smac_peer.py", plays: (match) => isSingle(match) && isFree(match) },
  hebo: { script: "hebo_peer.py", plays: (match) => isSingle(match) && isFree(match) },
};

export const peerNames = Object.keys(peers);

/** A name as a folder's: "ours:tpe?{"candidates":48}" → "ours-tpe-candidates-48". */
export const folderOf = (name) => name.replaceAll(/[^\w.]+/g, "-").replace(/-$/, "");

/** @throws Error where there is no such player */
export function playerOf(name) {
  if (name.startsWith("ours:")) return ourPlayer(name);
  const peer = peers[name];
  if (peer === undefined)
    throw new Error(`There is no player ${name}. There are ours:NAME and ${peerNames.join(", ")}.`);
  return new Peer(name, peer);
}

function ourPlayer(name) {
  const [, tuner, options = "{}"] = /^ours:(\w+)(?:\?(.*))?$/.exec(name) ?? [];
  if (tuners[tuner] === undefined)
    throw new Error(`There is no tuner ${tuner}. There are ${Object.keys(tuners).join(", ")}.`);
  return {
    name,
    versions: {},
    plays: () => true,
    close() {},
    async play({ problem, space, seed, initial, evaluate }) {
      const outcomes = [];
      const names = problem.objectives ?? ["value"];
      await simulate({
        space,
        tuner: tuners[tuner](JSON.parse(options)),
        objectives: Object.fromEntries(names.map((objective) => [objective, "minimize"])),
        trials: problem.trials,
        seed: 500 + seed,
        initial,
        objective({ point, number }) {
          const outcome = evaluate(point, number);
          outcomes[number] = outcome;
          const values = Object.fromEntries(names.map((key, k) => [key, outcome.told[k]]));
          return { values, constraints: outcome.constraints };
        },
      });
      return outcomes;
    },
  };
}

/** A peer in its own process, which lives for many matches. */
class Peer {
  versions = {};
  #peer;
  #process;
  #answers;

  constructor(name, peer) {
    this.name = name;
    this.#peer = peer;
  }

  plays(match) {
    return this.#peer.plays?.(match) ?? true;
  }

  async play({ problem, space, seed, initial, evaluate }) {
    const names = problem.objectives ?? ["value"];
    const { versions } = await this.#call({
      do: "open",
      dimensions: space.dimensions.map(plainDimension),
      objectives: names.length,
      seed: 1000 + seed,
      trials: problem.trials,
      startup: initial.length,
      constraints: problem.family === "constrained",
    });
    this.versions = versions;
    const outcomes = [];
    for (let number = 0; number < problem.trials; number++) {
      const given = initial[number];
      const point = given ?? legal(space, (await this.#call({ do: "ask" })).point);
      const outcome = evaluate(point, number);
      outcomes.push(outcome);
      const { told: values, constraints } = outcome;
      const tell = { do: "tell", values, constraints };
      await this.#call(given ? { ...tell, point } : tell);
    }
    return outcomes;
  }

  close() {
    this.#process?.stdin.end();
  }

  async #call(request) {
    if (this.#process === undefined) this.#start();
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#answers.next();
    if (done)
      throw new Error(`${this.name} ended; it needs bench/requirements.txt and TUNEBOOK_PYTHON.`);
    return JSON.parse(value);
  }

  #start() {
    const command = process.env.TUNEBOOK_PYTHON ?? join(root, ".bench", "bin", "python");
    const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...env } = process.env;
    const threads = ["OMP", "OPENBLAS", "MKL", "NUMBA"].map((who) => [`${who}_NUM_THREADS`, "1"]);
    const script = join(root, "bench/tuners/peers", this.#peer.script);
    this.#process = spawn(command, [script, ...(this.#peer.args ?? [])], {
      env: { ...env, ...Object.fromEntries(threads), PYTHONHASHSEED: "0" },
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }
}

/** A dimension as the protocol has it. */
function plainDimension({ path, condition, kind, low, high, log, step, choices }) {
  return { path, condition, kind, low, high, log, step, choices };
}

/** A peer's point, moved onto the legal values from which rounding may have taken it; inactive ones left out. */
export function legal(space, given) {
  const point = {};
  for (const { path } of space.dimensions) {
    const dimension = space.active(point).find((active) => active.path === path);
    if (dimension !== undefined) point[path] = legalValue(dimension, given[path]);
  }
  return point;
}

function legalValue(dimension, value) {
  const { kind, path, low, high, step, choices } = dimension;
  if (kind === "categorical") {
    if (!choices.includes(value)) throw new Error(`${path} is ${value}`);
    return value;
  }
  if (!Number.isFinite(value)) throw new Error(`${path} is ${value}`);
  const inside = Math.min(Math.max(value, low), high);
  if (step === undefined || levelOf(dimension, inside) >= 0) return inside;
  return Math.min(high, low + step * Math.round((inside - low) / step));
}
