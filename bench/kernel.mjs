// The kernel beside tslab from npm, in turn and by the same client: start, small cells, a heavy
// import, 2000 printed lines, a loop. A figure counts only if the outputs were right.
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { Kernel } from "./support/kernel.mjs";
import { digits, median, publish, root, table } from "./support/report.mjs";

const ROUNDS = 5;
const node = process.execPath;
const kernels = {
  Tunebook: (file) => [node, join(root, "dist/cli/main.js"), "kernel", "--connection-file", file],
  tslab: (file) => [
    node,
    "--experimental-vm-modules",
    join(root, "node_modules/tslab/bin/tslab"),
    "kernel",
    "--config-path",
    file,
  ],
};

const printed = ({ outputs }) =>
  outputs
    .map(({ type, content }) =>
      type === "stream" ? content.text : (content.data?.["text/plain"] ?? ""),
    )
    .join("");

function expect(answer, text, what) {
  if (!printed(answer).includes(text)) {
    throw new Error(`${what}: ${JSON.stringify([answer.reply, ...answer.outputs]).slice(0, 400)}`);
  }
  return answer.ms;
}

async function measure(argv) {
  const figures = {};
  const kernel = await Kernel.start(argv, { cwd: root });
  try {
    figures["spawn → kernel_info"] = await kernel.ready();
    expect(await kernel.execute("console.log('first', 6 * 7)"), "first 42", "first cell");
    figures["spawn → first result"] = performance.now() - kernel.spawned;
    const small = [];
    for (let index = 0; index < 20; index++) {
      small.push(
        expect(
          await kernel.execute(`const a${index} = ${index}; console.log(a${index} + 1)`),
          String(index + 1),
          "small cell",
        ),
      );
    }
    figures["small cell"] = median(small);
    figures["cell importing TensorFlow.js"] = expect(
      await kernel.execute(
        "import * as tf from '@tensorflow/tfjs';\nconsole.log(typeof tf.tensor)",
      ),
      "function",
      "heavy import",
    );
    figures["cell after it"] = expect(
      await kernel.execute("console.log(tf.scalar(3).shape.length)"),
      "0",
      "cell after the import",
    );
    figures["loop of 3 million"] = expect(
      await kernel.execute("let s = 0;\nfor (let i = 0; i < 3e6; i++) s += i % 7;\nconsole.log(s)"),
      "8999994",
      "loop",
    );
  } finally {
    await kernel.stop();
  }
  return figures;
}

const runs = { Tunebook: [], tslab: [] };
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, argv] of Object.entries(kernels)) runs[name].push(await measure(argv));
}
const rows = Object.keys(runs.Tunebook[0]).map((what) => {
  const [ours, theirs] = ["Tunebook", "tslab"].map((name) =>
    median(runs[name].map((run) => run[what])),
  );
  return [what, digits(ours), digits(theirs), digits(theirs / ours)];
});
publish(
  "kernel",
  "The kernel beside tslab",
  `Milliseconds to reply and idle, medians of ${ROUNDS} rounds, the two in turn; type errors block a cell in both.\n\n${table(
    [["", "Tunebook", "tslab 1.0.22", "tslab ÷ Tunebook"], ...rows],
  )}`,
);
