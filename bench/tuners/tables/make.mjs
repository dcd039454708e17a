// Trains the small models over grids of their settings and keeps the losses as tables beside this file.
//
//   npm run build && node bench/tuners/tables/make.mjs [NAME…]      (a few minutes)
//
// A table: `axes` (name, kind, log, levels), `values` with the last axis fastest, and for networks
// `curves`, the validation loss after each epoch.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { digits, fit } from "../../../dist/lib/tensorflow/index.js";
import { kernelRidge, linear, nearest, trees } from "./learners.mjs";

const float = (name, levels, log = false) => ({ name, kind: "float", log, levels });
const int = (name, levels, log = false) => ({ name, kind: "int", log, levels });
const choice = (name, levels) => ({ name, kind: "choice", log: false, levels });

const EPOCHS = 15;
const WORST = 1.5 * Math.log(10);

function rowsOf(part) {
  const width = part.x.length / part.y.length;
  return {
    rows: Array.from(part.y, (_, row) =>
      Array.from(part.x.subarray(row * width, (row + 1) * width)),
    ),
    labels: Array.from(part.y),
  };
}

const data = await digits();
const train = rowsOf(data.train);
const judged = rowsOf(data.validation);
const plain = { train, judged };

/** Every setting of the axes, the last axis fastest. */
function* settings(axes) {
  if (axes.length === 0) return yield {};
  const [axis, ...rest] = axes;
  for (const level of axis.levels)
    for (const inner of settings(rest)) yield { [axis.name]: level, ...inner };
}

/** Each table: its axes, and what gives the values of all levels of the last axis at once. */
const recipes = {
  neighbours: {
    axes: [
      float("power", [0.5, 0.75, 1, 1.5, 2, 3, 5]),
      float("contrast", [0.25, 0.5, 1, 1.5, 2.5], true),
      choice("weights", ["uniform", "distance"]),
      int("neighbours", [1, 2, 3, 4, 5, 7, 9, 12, 16, 24], true),
    ],
    run: (setting, counts) => nearest(setting, counts, plain),
  },
  linear: {
    axes: [
      float("rate", [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3], true),
      float("decay", [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1], true),
      float("momentum", [0, 0.3, 0.6, 0.8, 0.9, 0.95]),
      choice("batch", [8, 32, 128]),
    ],
    run: (setting, batches) => batches.map((batch) => linear({ ...setting, batch }, plain)),
  },
  trees: {
    axes: [
      int("depth", [2, 4, 6, 8, 10, 14]),
      int("leaf", [1, 2, 4, 8, 16], true),
      int("pixels", [1, 2, 4, 8, 16, 32, 64], true),
      choice("criterion", ["gini", "entropy"]),
      int("trees", [1, 2, 4, 8, 16], true),
    ],
    run: (setting, counts) => trees(setting, counts, plain),
  },
  kernel: {
    axes: [
      choice("kernel", ["gauss", "laplace", "relu"]),
      float("gamma", [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3], true),
      int("features", [16, 32, 64, 128, 192], true),
      float("lambda", [1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100], true),
    ],
    run: (setting, lambdas) => kernelRidge(setting, lambdas, plain),
  },
  network: {
    axes: [
      int("neurons", [8, 16, 32, 64, 128], true),
      int("layers", [1, 2, 3]),
      float("rate", [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1], true),
      choice("batch", [16, 64]),
      choice("activation", ["relu", "tanh", "sigmoid"]),
    ],
    async run({ rate, batch, neurons, layers }, activations, curves) {
      const values = [];
      for (const activation of activations) {
        const params = { neurons, layers, learningRate: rate, batchSize: batch, activation };
        const { history } = await fit(params, data, { epochs: EPOCHS, seed: 1 });
        const curve = history.map(({ valLoss }) => Math.min(WORST, valLoss));
        curves.push(...curve);
        values.push(curve.at(-1));
      }
      return values;
    },
  },
};

const short = (value) => Number(value.toPrecision(5));
const wanted = process.argv.slice(2);
for (const [name, { axes, run }] of Object.entries(recipes)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const values = [];
  const curves = [];
  for (const setting of settings(axes.slice(0, -1)))
    values.push(...(await run(setting, axes.at(-1).levels, curves)));
  const table = { axes, values: values.map(short) };
  if (curves.length > 0) Object.assign(table, { epochs: EPOCHS, curves: curves.map(short) });
  const file = fileURLToPath(new URL(`${name}.json`, import.meta.url));
  writeFileSync(file, `${JSON.stringify(table)}\n`);
  process.stdout.write(`${name}: ${values.length} settings, best ${Math.min(...table.values)}\n`);
}
