// Our study with an empty objective: node --expose-gc ours.mjs random|tpe TRIALS DIMENSIONS, as peer.py.
import { performance } from "node:perf_hooks";
import { float, openStudy, tuners } from "../../dist/lib/index.js";

const [kind, trials, dimensions] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const space = Object.fromEntries(
  Array.from({ length: dimensions }, (_, index) => [`x${index}`, float(0, 1)]),
);

async function run(count) {
  const study = await openStudy({ space, tuner: tuners[kind](), seed: 1 });
  const begun = performance.now();
  await study.optimize(() => 0, { until: { trials: count }, panel: false });
  if (study.trials.length !== count) throw new Error(`${study.trials.length} trials, not ${count}`);
  return [(1000 * count) / (performance.now() - begun), study];
}

/** What is in use, on the heap and beside it (typed arrays). */
function used() {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

await run(200);
const before = used();
const [perSecond, study] = await run(trials);
const bytes = (used() - before) / study.trials.length;
process.stdout.write(JSON.stringify({ perSecond, bytes }));
