// From the interrupt to the end of the cell; what was computed before must still be there.
import { performance } from "node:perf_hooks";
import { timed } from "../expect.mjs";

const stop = (what, cell) => ({
  rounds: 5,
  async run({ start, peer }) {
    if (!cell(peer)) return {};
    const kernel = await start();
    await kernel.ready();
    await kernel.execute(peer.forget("kept"));
    await kernel.execute(peer.recall("kept"));
    const running = kernel.execute(cell(peer), { patience: 15_000 });
    // The cell says nothing: it is given time to begin.
    await new Promise((done) => setTimeout(done, 700));
    const begun = performance.now();
    if (peer.interrupt === "message")
      kernel.request("interrupt_request", {}, { channel: "control", idle: false });
    else kernel.process.kill("SIGINT");
    await running;
    const ms = performance.now() - begun;
    await timed(kernel, peer.recall("kept"), "42");
    return { [what]: ms };
  },
});

export const loop = stop("Stop on an endless loop, ms", (peer) => peer.forever);
export const sleep = stop("Stop on an await, ms", (peer) => peer.sleeping);
export const pending = stop("Stop on 10,000 pending promises, ms", (peer) => peer.pending);
