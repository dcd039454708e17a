import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cli, python, root, succeed } from "./support/run.ts";

interface Output {
  output_type: string;
  name?: string;
  text?: string | string[];
  metadata?: { tunebook?: { progress?: boolean } };
  data?: Record<string, unknown>;
}

interface Cell {
  cell_type: string;
  id: string;
  source: string | string[];
  execution_count?: number | null;
  outputs?: Output[];
}

const text = (value: string | string[]) => (typeof value === "string" ? value : value.join(""));

/** Durations differ from run to run; everything else may not. */
const withoutDurations = (value: string) =>
  value.replace(/\d[\d.,\u2009]*\s?(ms|min|h|s)\b/g, "▒").replace(/▒(\s?▒)+/g, "▒");

/** The numbers of a figure or a panel: every trial's parameters and values stand in them. */
function numbers(value: unknown): unknown {
  if (typeof value === "string") return withoutDurations(value);
  if (Array.isArray(value)) return value.map(numbers);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !["id", "elapsed", "left", "study", "control"].includes(key))
      .map(([key, inner]) => [key, numbers(inner)]),
  );
}

const FIGURE = "application/vnd.tunebook.plotly.v1+json";
const lesson = join(root, "notebooks/course/01-why-tuning-is-hard.ipynb");
const scratch = mkdtempSync(join(tmpdir(), "lesson-parity-"));

describe.skipIf(!python)("lesson 01 by nbclient and by `tunebook run`", () => {
  let byNbclient: Cell[];
  let byRun: Cell[];

  beforeAll(async () => {
    await succeed(process.execPath, [cli, "install", "--prefix", scratch]);
    const env = {
      JUPYTER_PATH: join(scratch, "share/jupyter"),
      TUNEBOOK_COURSE_PROGRESS: join(scratch, "a.json"),
    };
    const [one, two] = [join(scratch, "nbclient.ipynb"), join(scratch, "run.ipynb")];
    await succeed(python!, [join(root, "test/system/python/run_nbclient.py"), lesson, one], {
      env,
    });
    await succeed(process.execPath, [cli, "run", lesson, "--output", two], {
      env: { ...env, TUNEBOOK_COURSE_PROGRESS: join(scratch, "b.json") },
    });
    [byNbclient, byRun] = [one, two].map((file) =>
      (JSON.parse(readFileSync(file, "utf8")).cells as Cell[]).map((cell) => ({
        ...cell,
        // Bars are shown of what takes longer than half a second: one run may have them, the other not.
        // Without a front end nbclient gets what loads Plotly in a page; its outputs have no text.
        ...(cell.outputs && {
          outputs: cell.outputs.filter(
            ({ metadata, data }) =>
              metadata?.tunebook?.progress !== true &&
              text((data?.["text/plain"] ?? "some") as string | string[]) !== "",
          ),
        }),
      })),
    ) as [Cell[], Cell[]];
  }, 400_000);

  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  const both = (read: (cell: Cell) => unknown) => [byRun.map(read), byNbclient.map(read)];

  it("has the same cells, run in the same order", () => {
    const [ours, theirs] = both(({ cell_type, id, source, execution_count }) => [
      cell_type,
      id,
      text(source),
      execution_count ?? null,
    ]);
    expect(ours).toEqual(theirs);
    expect(byRun.filter(({ cell_type }) => cell_type === "code").length).toBeGreaterThan(5);
  });

  it("has the same output types and MIME keys", () => {
    const [ours, theirs] = both(({ outputs }) =>
      outputs?.map(({ output_type, name, data }) => [
        output_type,
        name,
        data && Object.keys(data).toSorted(),
      ]),
    );
    expect(ours).toEqual(theirs);
    const kinds = byRun
      .flatMap(({ outputs }) => outputs ?? [])
      .map(({ output_type }) => output_type);
    expect(kinds).toContain("display_data");
    expect(kinds).not.toContain("error");
  });

  it("has equal trials: the figures hold the same parameters and values", () => {
    const figures = (cells: Cell[]) =>
      cells
        .flatMap(({ outputs }) => outputs ?? [])
        .flatMap(({ data }) => (data?.[FIGURE] ? [data[FIGURE]] : []));
    expect(figures(byRun).length).toBeGreaterThanOrEqual(4);
    expect(numbers(figures(byRun))).toEqual(numbers(figures(byNbclient)));
  });

  it("has equal text once durations are taken out", () => {
    const [ours, theirs] = both(({ outputs }) =>
      outputs?.map(({ text: stream, data }) =>
        withoutDurations(text((stream ?? data?.["text/plain"] ?? "") as string | string[])),
      ),
    );
    expect(ours).toEqual(theirs);
  });

  it("saves a picture of every figure", () => {
    for (const { data } of byRun.flatMap(({ outputs }) => outputs ?? [])) {
      if (data?.[FIGURE])
        expect(text(data["image/png"] as string).replace(/\s/g, "")).toMatch(/^iVBORw0KGgo/);
    }
  });
});
