// From the start of the process to its first answer and to the first printed line of a cell; a heavy import.
import { performance } from "node:perf_hooks";
import { timed } from "../expect.mjs";

export default {
  rounds: 10,
  async run({ start, peer }) {
    const kernel = await start();
    const figures = { "start → kernel_info, ms": await kernel.ready() };
    await timed(kernel, peer.print("first"), "first");
    figures["start → first cell's output and idle, ms"] = performance.now() - kernel.spawned;
    if (peer.heavy) {
      const heavy = await timed(kernel, peer.heavy, "function");

      figures["cell that imports TensorFlow.js, ms"] = heavy;
    }
    return figures;
  },
};
