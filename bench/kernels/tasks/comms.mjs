// A message to a comm and back: while nothing runs, and while an asynchronous study computes 5 ms at a time.
import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { Wrong } from "../expect.mjs";
import { median } from "../../support/report.mjs";

/** Sends and waits for the same data on iopub; resolves with the milliseconds. */
function echoed(kernel, comm) {
  const data = { token: randomUUID() };
  return new Promise((done, failed) => {
    const late = setTimeout(() => failed(new Error("the comm did not answer in 10 s")), 10_000);
    const begun = performance.now();
    kernel.onPublished = (type, content) => {
      if (type !== "comm_msg" || content.data?.token !== data.token) return;
      clearTimeout(late);
      done(performance.now() - begun);
    };
    kernel.request("comm_msg", { comm_id: comm, data }, { reply: false });
  });
}

/** Runs a cell that prints first; resolves once it has, since a cell that is still being compiled is no busy one. */
function begun(kernel, code) {
  return new Promise((done) => {
    kernel.onPublished = (type) => type === "stream" && done({ ended });
    const ended = kernel.execute(code);
  });
}

const echo = (what, busy) => ({
  rounds: 3,
  async run({ start, peer }) {
    if (!peer.echo) return {};
    const kernel = await start();
    await kernel.ready();
    await kernel.execute(peer.echo);
    const comm = randomUUID();
    const opened = { comm_id: comm, target_name: "echo", data: {} };
    await kernel.request("comm_open", opened, { reply: false });
    await echoed(kernel, comm);
    const running = busy ? await begun(kernel, peer.study) : undefined;
    let over = false;
    running?.ended.then(() => (over = true));
    const times = [];
    while (times.length < 20) {
      const time = await echoed(kernel, comm);
      // Where a kernel answers once the study has ended, the messages after that one are quick, and say nothing.
      if (over) break;
      times.push(time);
    }
    if (times.length === 0) throw new Wrong("it answered when the study had ended");
    await running?.ended;
    return { [what]: median(times) };
  },
});

export const idle = echo("comm there and back, ms", false);
export const busy = echo("comm there and back during an asynchronous study, ms", true);
