// Printed lines, byte for byte and in the cell that printed them; one long write; a figure that is drawn anew.
import { expectText, Wrong } from "../expect.mjs";

const lines = (count) => Array.from({ length: count }, (_, index) => `line ${index}\n`).join("");

/** A task of one cell and the next, whose outputs are told apart. */
const printing = (what, rounds, cell, expected) => ({
  rounds,
  async run({ start, peer }) {
    const kernel = await start();
    await kernel.ready();
    await kernel.execute(peer.print("warm"));
    // Both are queued at once: what the first printed late would stand in the second.
    const first = kernel.execute(cell(peer), { patience: 20_000 });
    const second = kernel.execute(peer.print("after"), { patience: 20_000 });
    const [answer, after] = await Promise.all([first, second]);
    expectText(answer, expected);
    expectText(after, "after\n");
    return { [what]: answer.ms };
  },
});

export const line1k = printing("1,000 printed lines, ms", 5, (peer) => peer.lines(1e3), lines(1e3));
export const line20k = printing(
  "20,000 printed lines, ms",
  3,
  (peer) => peer.lines(2e4),
  lines(2e4),
);
export const line100k = printing(
  "100,000 printed lines, ms",
  3,
  (peer) => peer.lines(1e5),
  lines(1e5),
);
export const write = printing(
  "10 MB in one write, ms",
  3,
  (peer) => peer.write(1e7),
  "x".repeat(1e7),
);

const UPDATES = 2000;
export const updates = {
  rounds: 3,
  async run({ start, peer }) {
    if (!peer.updates) return {};
    const kernel = await start();
    await kernel.ready();
    const answer = await kernel.execute(peer.updates(UPDATES), { patience: 20_000 });
    const seen = answer.outputs.filter(({ type }) => type === "update_display_data");
    if (seen.length !== UPDATES) throw new Wrong(`${seen.length} of ${UPDATES} updates came`);
    seen.forEach(({ content }, index) => {
      const html = content.data["text/html"];
      if (html.length < 50_000 || !html.startsWith(`${index + 1}y`))
        throw new Wrong(`update ${index + 1} is another`);
    });
    return { [`${UPDATES} updates of a 50 kB figure, ms`]: answer.ms };
  },
};
