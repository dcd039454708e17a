// A notebook of 300 cells, each using names of the one before and of far earlier ones, as a queue
// ("Run all") and with pauses between them. Milliseconds of each cell to reply and idle, the
// processor's milliseconds (which other programs disturb less), and the resident memory of the three processes. A figure counts only if the cell's value was right.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Kernel, processTree } from "./support/kernel.mjs";
import { digits, median, publish, root, table } from "./support/report.mjs";

const CELLS = 300;
const BIN = 10;
const argv = (file) => [
  process.execPath,
  join(root, "dist/cli/main.js"),
  "kernel",
  "--connection-file",
  file,
];

const cellOf = (i) =>
  i === 0
    ? "let total = 0; interface T0 { n: number } const a0: T0 = { n: 1 }; const f0 = (x: number) => x; total"
    : `interface T${i} { n: number; before?: T${i - 1} }
const a${i}: T${i} = { n: f${i - 1}(a${i - 1}.n) };
const f${i} = (x: number) => x + a${i >> 1}.n - a${i >> 2}.n;
total += a${i}.n + f${i}(1); total`;

/** The same without types, run here: what the kernel must answer. */
function expected() {
  const run = new Function(
    `const values = []; let total = 0; ${Array.from({ length: CELLS }, (_, i) =>
      i === 0
        ? "const a0 = { n: 1 }; const f0 = (x) => x; values.push(total);"
        : `const a${i} = { n: f${i - 1}(a${i - 1}.n) }; const f${i} = (x) => x + a${i >> 1}.n - a${i >> 2}.n; total += a${i}.n + f${i}(1); values.push(total);`,
    ).join("\n")} return values`,
  );
  return run();
}

const status = (pid, field) =>
  Number(
    new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0,
  );
/** Resident megabytes of the kernel, the language server and the runtime. */
function memory(pid) {
  const found = { kernel: 0, server: 0, runtime: 0 };
  for (const each of processTree(pid)) {
    const command = readFileSync(`/proc/${each}/cmdline`, "utf8");
    const name = each === pid ? "kernel" : command.includes("--lsp") ? "server" : "runtime";
    found[name] += status(each, "VmRSS") / 1024;
  }
  return found;
}

/** Processor milliseconds that the processes have used up to now, in steps of ten. */
function processor(pid) {
  let ticks = 0;
  for (const each of processTree(pid)) {
    const stat = readFileSync(`/proc/${each}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks * 10;
}

async function measure(pause) {
  const kernel = await Kernel.start(argv);
  await kernel.ready();
  await kernel.execute("1");
  const values = expected();
  const rows = [];
  let before = processor(kernel.process.pid);
  for (let i = 0; i < CELLS; i++) {
    if (pause) await new Promise((done) => setTimeout(done, pause));
    const answer = await kernel.execute(cellOf(i));
    const shown = answer.outputs.find(({ type }) => type === "execute_result")?.content.data[
      "text/plain"
    ];
    if (shown !== String(values[i])) {
      throw new Error(
        `cell ${i}: ${shown}, not ${values[i]}: ${JSON.stringify(answer.reply).slice(0, 400)}`,
      );
    }
    const row = { ms: answer.ms };
    rows.push(row);
    if ((i + 1) % BIN) continue;
    const now = processor(kernel.process.pid);
    Object.assign(row, memory(kernel.process.pid), { cpu: (now - before) / BIN });
    before = now;
  }
  await kernel.stop();
  return rows;
}

const bins = (rows) =>
  Array.from({ length: CELLS / BIN }, (_, at) => {
    const part = rows.slice(at * BIN, (at + 1) * BIN);
    return {
      from: at * BIN + 1,
      ...part.at(-1),
      median: median(part.map(({ ms }) => ms)),
    };
  });

const queue = bins(await measure(0));
const paused = bins(await measure(100));
// The first thirty and the last thirty: the processor is counted in steps of ten milliseconds.
const mean = (rows) => rows.reduce((sum, { cpu }) => sum + cpu, 0) / rows.length;
const ratio = (rows) => mean(rows.slice(-3)) / mean(rows.slice(0, 3));
const text = table([
  [
    "cells",
    "queue, ms",
    "queue, CPU ms",
    "pauses, ms",
    "pauses, CPU ms",
    "kernel MB",
    "language server MB",
    "runtime MB",
  ],
  ...queue.map(({ from, median: ms, cpu, kernel, server, runtime }, at) => [
    `${from}–${from + BIN - 1}`,
    digits(ms),
    digits(cpu),
    digits(paused[at].median),
    digits(paused[at].cpu),
    digits(kernel),
    digits(server),
    digits(runtime),
  ]),
]);
const closing = `The last thirty cells cost ${digits(ratio(queue))} times the processor time of the first thirty in a queue, ${digits(ratio(paused))} times with pauses of 100 ms.`;
publish("growth", "A notebook of 300 cells", `${text}\n\n${closing}`);
writeFileSync(join(root, "bench/results/growth.svg"), plot());

/** Two small panels: milliseconds and megabytes over the cells. */
function plot() {
  const panel = (title, series, left) => {
    const most = Math.max(...series.flatMap(({ values }) => values)) * 1.1;
    const x = (i) => left + 50 + (i / (CELLS / BIN - 1)) * 250;
    const y = (value) => 170 - (value / most) * 140;
    const lines = series.map(({ name, values, colour }, at) => {
      const points = values
        .map((value, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`)
        .join(" ");
      return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="1.5"/><text x="${left + 56 + at * 95}" y="24" fill="${colour}">${name}</text>`;
    });
    const ticks = [0, 0.5, 1].map((part) => {
      const value = (most / 1.1) * part;
      return `<text x="${left + 44}" y="${y(value) + 3}" text-anchor="end">${Math.round(value)}</text><path d="M${left + 50} ${y(value)}h250" stroke="#8884" fill="none"/>`;
    });
    const cells = [1, 150, 300].map(
      (n) =>
        `<text x="${x(((n - 1) / (CELLS - 1)) * (CELLS / BIN - 1))}" y="186" text-anchor="middle">${n}</text>`,
    );
    return `<text x="${left + 50}" y="10" font-weight="600">${title}</text>${ticks.join("")}${cells.join("")}${lines.join("")}`;
  };
  const pick = (rows, key) => rows.map((row) => row[key]);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 195" width="660" height="195" font-family="system-ui, sans-serif" font-size="10" fill="#777">
${panel(
  "processor ms per cell",
  [
    { name: "in a queue", values: pick(queue, "cpu"), colour: "#2a7ab8" },
    { name: "with pauses", values: pick(paused, "cpu"), colour: "#d1742f" },
  ],
  0,
)}
${panel(
  "resident MB",
  [
    { name: "kernel", values: pick(queue, "kernel"), colour: "#2a7ab8" },
    { name: "server", values: pick(queue, "server"), colour: "#d1742f" },
    { name: "runtime", values: pick(queue, "runtime"), colour: "#3a8f5c" },
  ],
  340,
)}
</svg>
`;
}
