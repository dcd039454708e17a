// Seconds per epoch of the digits network on the WASM and on the plain backend, in turn, each in a
// process of its own; both train the same networks to the same accuracy.
import { spawnSync } from "node:child_process";
import { digits, median, publish, root, table } from "./support/report.mjs";

const ROUNDS = 3;
const EPOCHS = 5;
const networks = {
  32: { hidden: [32], batchSize: 32, learningRate: 0.01 },
  "64, 64": { hidden: [64, 64], batchSize: 32, learningRate: 0.01 },
  "256, 256": { hidden: [256, 256], batchSize: 32, learningRate: 0.001 },
};

function train(backend) {
  const shown = [EPOCHS, ...Object.values(networks)].map((value) => JSON.stringify(value));
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [`${root}/bench/epoch/train.mjs`, ...shown],
    { env: { ...process.env, TUNEBOOK_BACKEND: backend }, encoding: "utf8" },
  );
  if (stderr) throw new Error(stderr);
  const { name, results } = JSON.parse(stdout);
  if (name !== backend) throw new Error(`${backend} was asked for, ${name} computed`);
  return results;
}

const names = Object.keys(networks);
const times = { wasm: names.map(() => []), cpu: names.map(() => []) };
const accuracies = { wasm: [], cpu: [] };
for (let round = 0; round < ROUNDS; round++) {
  for (const backend of ["wasm", "cpu"]) {
    train(backend).forEach((result, index) => {
      times[backend][index].push(...result.times);
      accuracies[backend][index] = result.valAccuracy;
    });
  }
}

const rows = names.map((name, index) => {
  const [wasm, cpu] = [times.wasm, times.cpu].map((all) => median(all[index]) / 1000);
  const gap = Math.abs(accuracies.wasm[index] - accuracies.cpu[index]);
  // A faster backend that learns something else would be no backend.
  if (gap > 0.01) throw new Error(`${name}: accuracies differ by ${gap}`);
  const accuracy = `${(100 * accuracies.wasm[index]).toFixed(1)}%`;
  return [name, digits(wasm), digits(cpu), digits(cpu / wasm), accuracy];
});
publish(
  "epoch",
  "An epoch of the digits network",
  `Seconds per epoch (1078 images, batches of 32, Adam); medians of ${ROUNDS * EPOCHS} epochs, the two backends in turn. Accuracy on the validation images after ${EPOCHS} epochs.\n\n${table(
    [["neurons", "WASM", "plain", "gain", "accuracy"], ...rows],
  )}`,
);
