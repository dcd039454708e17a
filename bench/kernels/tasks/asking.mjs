// Completion and inspection, while nothing runs and while a cell computes without a pause.
import { Wrong } from "../expect.mjs";
import { median } from "../../support/report.mjs";

const BUSY = 1500;

function completion(kernel, { sample }) {
  const content = { code: sample.code, cursor_pos: sample.code.length };
  return kernel.request("complete_request", content).then((answer) => {
    const names = answer.reply.matches ?? [];
    if (!names.some((name) => name.endsWith(sample.member)))
      throw new Wrong(`no ${sample.member} among ${names.length} completions`);
    return answer.ms;
  });
}

function inspection(kernel, { inspected }) {
  const content = { code: inspected.code, cursor_pos: 2, detail_level: 0 };
  return kernel.request("inspect_request", content).then((answer) => {
    if (!answer.reply.found || !JSON.stringify(answer.reply.data).includes(inspected.says))
      throw new Wrong("nothing found");
    return answer.ms;
  });
}

const idle = (what, ask) => ({
  rounds: 3,
  async run({ start, peer }) {
    const kernel = await start();
    await kernel.ready();
    await kernel.execute(peer.sample.setup);
    await kernel.execute(peer.inspected.setup);
    const times = [];
    for (let index = 0; index < 21; index++) times.push(await ask(kernel, peer));
    return {
      [`${what}, the first, ms`]: times[0],
      [`${what}, median, ms`]: median(times.slice(1)),
    };
  },
});

const busy = (what, ask) => ({
  rounds: 5,
  async run({ start, peer }) {
    const kernel = await start();
    await kernel.ready();
    await kernel.execute(peer.sample.setup);
    await kernel.execute(peer.inspected.setup);
    await ask(kernel, peer);
    const begun = new Promise((done) => {
      kernel.onPublished = (type, _, parent) => type === "execute_input" && parent && done();
      // Not every kernel says that it has begun.
      setTimeout(done, 300);
    });
    const running = kernel.execute(peer.loop(BUSY));
    await begun;
    const ms = await ask(kernel, peer);
    await running;
    return { [`${what} while a cell loops for ${BUSY / 1000} s, ms`]: ms };
  },
});

export const completing = idle("completion", completion);
export const inspecting = idle("inspection", inspection);
export const completingBusy = busy("completion", completion);
export const inspectingBusy = busy("inspection", inspection);
