// Round trips to reply and idle; a loop at the top level; and a notebook of 500 cells, each of which uses the
// names of the one before and of far earlier ones.
import { timed } from "../expect.mjs";
import { median, quantile } from "../../support/report.mjs";

const CELLS = 500;
const EDGE = 50;

export default {
  rounds: 3,
  async run({ start, peer }) {
    const kernel = await start();
    await kernel.ready();
    await kernel.execute("1 + 1");
    const small = [];
    for (let index = 0; index < 100; index++) {
      small.push(await timed(kernel, `${index} + 1`, `${index + 1}`));
    }
    const loop = await timed(kernel, peer.arithmetic, "8999994");
    const memory = { "memory after the first 100 small cells, MB": kernel.memory() };
    const chained = [];
    for (let index = 0; index < CELLS; index++) {
      chained.push(await timed(kernel, peer.chained(index), `${index === 0 ? 1 : index}`));
    }
    const last = median(chained.slice(-EDGE));
    return {
      "1 + 1, median, ms": median(small),
      "1 + 1, 95th percentile, ms": quantile(small, 0.95),
      "loop of 3 million at the top level, ms": loop,
      [`chained cells ${CELLS - EDGE} … ${CELLS}, median, ms`]: last,
      [`… divided by cells 10 … ${10 + EDGE}`]: last / median(chained.slice(10, 10 + EDGE)),
      ...memory,
      [`memory after ${CELLS} chained cells, MB`]: kernel.memory(),
    };
  },
};
