import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { exercises } from "../../lib/course/exercises/index.ts";
import { cli, root, run } from "./support/run.ts";

const folder = mkdtempSync(join(tmpdir(), "tunebook-solved-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Cell {
  source: string[];
  outputs?: { output_type: string; evalue?: string; data?: Record<string, string | string[]> }[];
}

/** A lesson as its notebook has it, with every exercise solved. */
function solved(lesson: keyof typeof exercises): { cells: Cell[] } {
  const path = join(root, "notebooks", "course", `${lesson}.ipynb`);
  const notebook = JSON.parse(readFileSync(path, "utf8")) as { cells: Cell[] };
  for (const { starter, solution } of Object.values(exercises[lesson])) {
    const cell = notebook.cells.find(({ source }) => source.join("").includes(starter))!;
    cell.source = [cell.source.join("").replace(starter, () => solution)];
  }
  for (const cell of notebook.cells) if (cell.outputs) cell.outputs = [];
  return notebook;
}

/** Milliseconds that a lesson may take: each trains some dozens of networks, here on whatever is left of the machine. */
const LIMIT = 600_000;

const lessons = Object.keys(exercises) as (keyof typeof exercises)[];

it.each(lessons)(
  "%s: with its solutions every check passes and every claim holds",
  async (lesson) => {
    const copy = join(folder, `${lesson}.ipynb`);
    writeFileSync(copy, JSON.stringify(solved(lesson)));
    const { code, stderr } = await run(process.execPath, [cli, "run", copy], {
      cwd: folder,
      // Strict: a check that does not pass, or a claim that does not hold, ends the run.
      env: { TUNEBOOK_COURSE: "strict", TUNEBOOK_DATA_DIR: join(folder, "data") },
    });
    const { cells } = JSON.parse(readFileSync(copy, "utf8")) as { cells: Cell[] };
    const outputs = cells.flatMap((cell) => cell.outputs ?? []);
    const errors = outputs.filter((output) => output.output_type === "error");
    expect(errors.map((output) => output.evalue)).toEqual([]);
    expect(code, stderr).toBe(0);
    const texts = outputs.map((output) => [output.data?.["text/plain"] ?? ""].flat().join(""));
    expect(texts.filter((text) => text.startsWith("✓")).length).toBeGreaterThan(0);
    expect(texts.filter((text) => /^[✗○!]/.test(text))).toEqual([]);
  },
  LIMIT,
);
