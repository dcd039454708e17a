// Tunebook beside tslab, Deno, IJavascript and ipykernel: one client, the kernels in turn, each task in a
// kernel of its own. Where the answer is wrong there is no figure but what was wrong.
//   node bench/kernels/run.mjs [--only TASK,…] [--kernels NAME,…] [--rounds N]
import { parseArgs } from "node:util";
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kernel } from "../support/kernel.mjs";
import { digits, median, publish, root, table } from "../support/report.mjs";
import { peers } from "./peers.mjs";

const { values: given } = parseArgs({
  options: { only: { type: "string" }, kernels: { type: "string" }, rounds: { type: "string" } },
});
const wanted = given.kernels?.split(",") ?? Object.keys(peers);

// A notebook's folder as a user has it: packages, and nothing else that a kernel could read or compile.
const folder = mkdtempSync(join(tmpdir(), "bench-notebook-"));
symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

/** The order of the table. */
const ORDER = ["start", "cells", "output", "asking", "comms", "interrupt", "many", "ending"];
const found = readdirSync(new URL("tasks", import.meta.url)).map((file) =>
  file.replace(".mjs", ""),
);
for (const file of found) if (!ORDER.includes(file)) throw new Error(`Where does ${file} stand?`);

const installed = Object.entries(peers).filter(([name, peer]) => {
  if (!wanted.includes(name)) return false;
  peer.command = peer.executable ? peer.executable() : true;
  if (!peer.command) process.stderr.write(`${name} is left out: it could not be installed.\n`);
  return peer.command;
});

/** Runs a task once in a fresh kernel; gives its figures, or what was wrong. */
async function once(task, peer) {
  const started = [];
  const start = async (wrap = (argv) => argv) => {
    const argv = (file) => wrap(peer.argv(file, peer.command));
    const kernel = await Kernel.start(argv, { cwd: folder });
    started.push(kernel);
    return kernel;
  };
  try {
    return { figures: await task.run({ start, peer }) };
  } catch (error) {
    return { wrong: error.message };
  } finally {
    await Promise.all(started.map((kernel) => kernel.stop()));
  }
}

/** figure → kernel → its values; and what went wrong, by task and kernel. */
const figures = new Map();
const faults = [];
for (const file of ORDER) {
  const tasks = Object.entries(await import(`./tasks/${file}.mjs`));
  for (const [name, task] of tasks) {
    const id = name === "default" ? file : `${file}/${name}`;
    if (given.only && !given.only.split(",").some((part) => id.startsWith(part))) continue;
    const wrong = new Map();
    for (let round = 0; round < Number(given.rounds ?? task.rounds); round++) {
      for (const [kernel, peer] of installed) {
        // What failed is not tried again: some fail by a minute's silence.
        if (wrong.has(kernel)) continue;
        const result = await once(task, peer);
        if (result.wrong) wrong.set(kernel, [...(wrong.get(kernel) ?? []), result.wrong]);
        for (const [what, value] of Object.entries(result.figures ?? {})) {
          const row = figures.get(what) ?? new Map();
          figures.set(what, row.set(kernel, [...(row.get(kernel) ?? []), value]));
        }
        process.stderr.write(`${id} ${round + 1} ${kernel}: ${JSON.stringify(result)}\n`);
      }
    }
    for (const [kernel, texts] of wrong) faults.push({ id, kernel, text: texts[0] });
    // One wrong answer of several rounds is a wrong answer.
    for (const row of figures.values()) row.task ??= id;
    for (const row of figures.values())
      if (row.task === id) for (const kernel of wrong.keys()) row.set(kernel, "wrong");
  }
}

const names = installed.map(([name]) => name);
const lost = [];
const rows = [...figures].map(([what, row]) => {
  const values = names.map((name) => row.get(name));
  const numbers = values.map((value) => (Array.isArray(value) ? median(value) : undefined));
  const others = numbers.filter(
    (value, index) => names[index] !== "Tunebook" && value !== undefined,
  );
  const [ours] = numbers;
  const best = Math.min(...others);
  if (others.length && !(ours <= best))
    lost.push(
      `${what}: ${names[numbers.indexOf(best)]} ${digits(best)}, Tunebook ${ours === undefined ? "wrong" : digits(ours)}`,
    );
  const cells = values.map((value, index) =>
    value === "wrong" ? "✘" : value ? digits(numbers[index]) : "–",
  );
  return [what, ...cells, others.length && ours ? digits(best / ours) : "–"];
});
const list = (lines) => (lines.length ? lines.map((line) => `- ${line}`).join("\n") : "none");
publish(
  "kernels/run",
  "Five kernels",
  [
    "Medians; the kernels in turn, one client, each task in a kernel of its own. ✘ the answer was wrong or did not come; – the kernel has no such thing.",
    table([["", ...names, "best other ÷ Tunebook"], ...rows]),
    `Rows that Tunebook does not win:\n\n${list(lost)}`,
    `What was wrong:\n\n${list(faults.map(({ id, kernel, text }) => `${kernel}, ${id}: ${text.replaceAll("\n", " ").slice(0, 160)}`))}`,
  ].join("\n\n"),
);
process.exit(0);
