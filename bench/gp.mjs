// The arithmetic of a Gaussian process beside NumPy and SciPy on OpenBLAS, one thread each: the log
// likelihood with its gradient, and the posterior of 256 points. Times are of the CPU, so that other
// work on the machine counts little; the results are compared before they are.
//
//   node bench/gp.mjs [--quick]
import { loadKernels } from "../dist/lib/math/kernels.js";
import { Embedding } from "../dist/lib/models/gaussian-process/embedding.js";
import { plainEngine } from "../dist/lib/models/gaussian-process/plain-engine.js";
import { wasmEngine } from "../dist/lib/models/gaussian-process/wasm-engine.js";
import { digits, median, publish, python, root, table } from "./support/report.mjs";

const QUICK = process.argv.includes("--quick");
const SIZES = QUICK ? [50, 200] : [50, 100, 200, 500, 1000];
const D = 10;
const parameters = { signal: 1.3, noise: 1e-3, lengthscales: Array(D).fill(0.7) };

function rows(first, count) {
  return Float64Array.from({ length: count * D }, (_, place) => {
    const product = (first + Math.floor(place / D) + 1) * Math.sqrt((place % D) + 2.5);
    return product - Math.floor(product);
  });
}

/** Median CPU milliseconds. Short work is repeated within a measurement: the clock ticks in microseconds. */
function cpu(rounds, work) {
  for (let warm = 0; warm < Math.min(rounds, 50); warm++) work();
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
  }
  return median(times);
}

function close(name, n, ours, theirs) {
  // NumPy's side takes squared distances by |a|² + |b|² − 2ab, which costs digits.
  if (!(Math.abs(ours - theirs) <= 1e-6 * Math.max(1, Math.abs(theirs))))
    throw new Error(`${name} at n = ${n}: ${ours}, but NumPy has ${theirs}`);
}

const kernels = loadKernels();
if (kernels === undefined) throw new Error("This Node has no WebAssembly SIMD.");
const engine = wasmEngine(kernels);
const likelihoods = [];
const posteriors = [];
for (const n of SIZES) {
  const rounds = n < 200 ? 400 : n < 500 ? 60 : n < 1000 ? 15 : 7;
  const x = rows(0, n);
  const y = Float64Array.from(
    { length: n },
    (_, row) => Math.sin(5 * x[row * D]) + x[row * D + 1] ** 2,
  );
  const embedding = new Embedding(Array(D).fill("numeric"));
  const data = { embedding, coordinates: embedding.embed(x, n), y };
  const theirs = python(`${root}/bench/gp/peers.py`, n, D, rounds);
  const gradient = new Float64Array(D + 2);
  close("likelihood", n, engine.logLikelihood(data, parameters, gradient), theirs.value);
  gradient.forEach((slope, place) => close(`slope ${place}`, n, slope, theirs.gradient[place]));
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const queries = rows(100_000, 256);
  const factor = engine.factorize(data, parameters);
  const { mean, explained } = factor.predict(queries, 256);
  close("mean", n, sum(mean), theirs.mean);
  close("variance", n, 256 * parameters.signal - sum(explained), theirs.variance);

  const ours = cpu(rounds, () => engine.logLikelihood(data, parameters, gradient));
  const plain =
    n > 200 ? undefined : cpu(7, () => plainEngine.logLikelihood(data, parameters, gradient));
  likelihoods.push([
    n,
    digits(ours),
    plain === undefined ? "" : digits(plain),
    digits(theirs.likelihood),
    digits(theirs.likelihood / ours),
  ]);
  engine.factorize(data, parameters);
  const predicted = cpu(rounds, () => factor.predict(queries, 256));
  posteriors.push([
    n,
    digits(predicted),
    digits(theirs.posterior),
    digits(theirs.posterior / predicted),
  ]);
}
publish(
  "gp",
  "Gaussian processes: likelihood, gradient and posterior",
  `Milliseconds of the CPU, medians, one thread, d = ${D}. Log likelihood with its gradient by all ${D + 2} hyperparameters:

${table([["points", "Tunebook", "plain TypeScript", "NumPy, SciPy", "ratio"], ...likelihoods])}

Mean and variance at 256 points, the factor being there:

${table([["points", "Tunebook", "NumPy, SciPy", "ratio"], ...posteriors])}`,
);
