// What every bench shares: the median, a Markdown table, the machine in a line, and Python.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** The value below which a share of the values lies, between neighbours in proportion. */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = sorted[Math.min(below + 1, sorted.length - 1)];
  return sorted[below] + (place - below) * (above - sorted[below]);
}

/** Three significant digits, without an exponent. */
export const digits = (value) =>
  value >= 1000 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));

/** A Markdown table from rows of cells, the first being its head. */
export function table([head, ...rows]) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Prints a result and keeps it in bench/results/NAME.md. */
export function publish(name, title, body) {
  const machine = `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores.`;
  const text = `# ${title}\n\n${body}\n\n${machine} Run: \`node bench/${name}.mjs\`.\n`;
  const file = join(root, "bench", "results", `${name.replaceAll("/", "-")}.md`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(text);
}

/** Runs a Python script of the bench; its standard output is JSON. The peer's numerics get their own best kernels. */
export function python(script, ...args) {
  const command = process.env.TUNEBOOK_PYTHON ?? join(root, ".python", "bin", "python");
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...env } = process.env;
  const { status, stdout, stderr, error } = spawnSync(command, [script, ...args.map(String)], {
    encoding: "utf8",
    env,
  });
  if (status !== 0) {
    throw new Error(
      `${script} failed; the benches need a Python with bench/requirements.txt, named in TUNEBOOK_PYTHON.\n${error ?? stderr}`,
    );
  }
  return JSON.parse(stdout);
}
