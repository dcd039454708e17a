import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
// @ts-expect-error plain JavaScript of the build
import * as percent from "../../../scripts/course/percent.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));

interface Cell {
  type: "code" | "markdown";
  source: string;
}

interface Converter {
  readPercent(text: string): Cell[];
  writePercent(cells: readonly Cell[]): string;
  toNotebook(cells: readonly Cell[], name: string): Notebook;
  fromNotebook(notebook: object): Cell[];
  notebookText(notebook: object): string;
}

interface Notebook {
  cells: {
    id: string;
    source: string[];
    cell_type: string;
    execution_count: number | null;
    outputs: { output_type: string }[];
  }[];
  metadata: { kernelspec: { name: string } };
  nbformat: number;
  nbformat_minor: number;
}

const { readPercent, writePercent, toNotebook, fromNotebook, notebookText } =
  percent as unknown as Converter;

const cells: Cell[] = [
  { type: "markdown", source: "# Title\n\n- `// %%` in text\n\n    indented" },
  { type: "code", source: "const a = 1;\n\n\nconst b = `\n  // text\n`;" },
  { type: "code", source: "" },
  { type: "code", source: "!ls\n%time 1 + 1" },
  { type: "markdown", source: "last" },
];

function lines(list: readonly Cell[]): string[] {
  return notebookText(toNotebook(list, "01-x")).split("\n");
}

describe("lessons as sources and as notebooks", () => {
  it("keep every cell on the way there and back", () => {
    expect(readPercent(writePercent(cells))).toEqual(cells);
    expect(fromNotebook(toNotebook(cells, "01-x"))).toEqual(cells);
    expect(fromNotebook(JSON.parse(notebookText(toNotebook(cells, "01-x"))))).toEqual(cells);
  });

  it("are the format that jupytext reads", () => {
    expect(writePercent(cells.slice(0, 2))).toBe(
      "// %% [markdown]\n// # Title\n//\n// - `// %%` in text\n//\n//     indented\n\n" +
        "// %%\nconst a = 1;\n\n\nconst b = `\n  // text\n`;\n",
    );
    expect(readPercent("// %%\r\nlet a;\r\n// %% [markdown]\r\n// b\r\n")).toEqual([
      { type: "code", source: "let a;" },
      { type: "markdown", source: "b" },
    ]);
  });

  it("have stable ids, unique and legal", () => {
    const notebook = toNotebook(cells, "01-x");
    expect(notebook.cells.map((cell) => cell.id)).toEqual([
      "01-x-01",
      "01-x-02",
      "01-x-03",
      "01-x-04",
      "01-x-05",
    ]);
    expect(notebook).toMatchObject({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { kernelspec: { name: "tunebook" } },
    });
    const long = toNotebook(cells, `01-${"long".repeat(40)}`);
    for (const { id } of long.cells) expect(id).toMatch(/^[\w-]{1,64}$/);
  });

  it("change few lines for one edited sentence", () => {
    const edited = cells.map((cell, index) => (index === 4 ? { ...cell, source: "new" } : cell));
    const before = lines(cells);
    expect(lines(edited).filter((line, index) => line !== before[index])).toHaveLength(1);
  });

  it("are refused where a line belongs to no cell", () => {
    expect(() => readPercent("import x;\n// %%\n")).toThrow("Line 1 stands before the first cell");
    expect(() => readPercent("// %% [raw]\n")).toThrow("Line 1");
    expect(() => readPercent("// %% [markdown]\nlet a;\n")).toThrow("Line 2");
    expect(() => writePercent([{ type: "code", source: "// %% a" }])).toThrow("another cell");
    expect(() => fromNotebook({ cells: [{ cell_type: "raw", source: "" }] })).toThrow("raw");
  });
});

function read(name: string): string {
  return readFileSync(new URL(`../../../notebooks/course/${name}`, import.meta.url), "utf8");
}

describe("the first lesson", () => {
  it("says in its notebook what its source says, and in the list of exercises what their files say", () => {
    const build = join(root, "scripts", "build-course.mjs");
    const { stderr, status } = spawnSync(process.execPath, [build, "--check"], {
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    const notebook = JSON.parse(read("01-why-tuning-is-hard.ipynb")) as Notebook;
    expect(fromNotebook(notebook)).toEqual(readPercent(read("01-why-tuning-is-hard.ts")));
  });

  it("was executed: every cell to run has run, and none ended in an error", () => {
    const { cells } = JSON.parse(read("01-why-tuning-is-hard.ipynb")) as Notebook;
    const code = cells.filter((cell) => cell.cell_type === "code");
    expect(code.map((cell) => cell.execution_count)).toEqual(code.map((_, index) => index + 1));
    const types = code.flatMap((cell) => cell.outputs.map((output) => output.output_type));
    expect(types).toContain("display_data");
    expect(types).not.toContain("error");
  });

  it("has no stretch of text between two cells to run that is longer than 120 words", () => {
    let words = 0;
    for (const { type, source } of readPercent(read("01-why-tuning-is-hard.ts")).slice(0, -3)) {
      words = type === "code" ? 0 : words + source.split(/\s+/).length;
      expect(words, source.slice(0, 60)).toBeLessThanOrEqual(120);
    }
  });
});

it("every lesson type-checks as one module", () => {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const { stdout, status } = spawnSync(process.execPath, [tsc, "-p", "notebooks"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stdout).toBe("");
  expect(status).toBe(0);
});
