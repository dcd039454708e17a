// Eight kernels started at once, each of which runs a cell: until the last has done so.
import { performance } from "node:perf_hooks";
import { timed } from "../expect.mjs";

const COUNT = 8;

export default {
  rounds: 3,
  async run({ start, peer }) {
    const begun = performance.now();
    const kernels = await Promise.all(Array.from({ length: COUNT }, () => start()));
    await Promise.all(
      kernels.map(async (kernel, index) => {
        await kernel.ready();
        await timed(kernel, peer.print(`kernel ${index}`), `kernel ${index}`);
      }),
    );
    return {
      [`${COUNT} kernels at once, until each ran a cell, ms`]: performance.now() - begun,
      [`memory of the ${COUNT}, MB`]: kernels.reduce((sum, kernel) => sum + kernel.memory(), 0),
    };
  },
};
