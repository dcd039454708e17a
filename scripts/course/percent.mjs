// Lessons are written as TypeScript in the "percent" format, which jupytext also reads, and turned
// into notebooks: `// %%` begins a code cell, `// %% [markdown]` a cell of text, whose lines are
// comments. Pure functions; scripts/build-course.mjs reads and writes the files.

const MARKER = /^\/\/ %%(.*)$/;

/** A cell: its kind and its text without a trailing newline. */
/** @typedef {{ type: "code" | "markdown", source: string }} Cell */

/**
 * Source in percent format → cells.
 * @param {string} text
 * @returns {Cell[]}
 */
export function readPercent(text) {
  const cells = [];
  let current;
  text.split(/\r?\n/).forEach((line, index) => {
    const marker = MARKER.exec(line);
    if (marker) {
      const words = marker[1].trim();
      if (words !== "" && words !== "[markdown]") {
        throw new Error(
          `Line ${index + 1}: "${line}" begins no cell; write "// %%" or "// %% [markdown]".`,
        );
      }
      current = { type: words === "" ? "code" : "markdown", lines: [] };
      cells.push(current);
    } else if (current?.type === "markdown") {
      if (line.trim() !== "" && !/^\/\/( |$)/.test(line)) {
        throw new Error(`Line ${index + 1}: text of a markdown cell begins with "// ": ${line}`);
      }
      current.lines.push(line.replace(/^\/\/ ?/, ""));
    } else if (current) {
      current.lines.push(line);
    } else if (line.trim() !== "") {
      throw new Error(`Line ${index + 1} stands before the first cell; begin with "// %%".`);
    }
  });
  return cells.map(({ type, lines }) => ({ type, source: trimBlank(lines).join("\n") }));
}

/**
 * Cells → source in percent format. `readPercent` gives the same cells back.
 * @param {readonly Cell[]} cells
 */
export function writePercent(cells) {
  return cells
    .map(({ type, source }) => {
      const lines = source.split("\n");
      if (type === "markdown") {
        return ["// %% [markdown]", ...lines.map((line) => (line ? `// ${line}` : "//"))].join(
          "\n",
        );
      }
      const marker = lines.find((line) => MARKER.test(line));
      if (marker !== undefined) {
        throw new Error(`A code cell holds the line "${marker}", which would begin another cell.`);
      }
      return source === "" ? "// %%" : `// %%\n${source}`;
    })
    .map((cell) => `${cell}\n`)
    .join("\n");
}

/**
 * Cells → a notebook (nbformat 4.5) without outputs. Ids are the name and the cell's place, so that
 * the same source always gives the same file.
 * @param {readonly Cell[]} cells
 * @param {string} name the lesson: "01-why-tuning-is-hard"
 */
export function toNotebook(cells, name) {
  const digits = Math.max(2, String(cells.length).length);
  return {
    cells: cells.map(({ type, source }, index) => {
      const id = `${name.slice(0, 60)}-${String(index + 1).padStart(digits, "0")}`;
      const lines = source === "" ? [] : source.split(/(?<=\n)/);
      return type === "markdown"
        ? { cell_type: type, id, metadata: {}, source: lines }
        : { cell_type: type, execution_count: null, id, metadata: {}, outputs: [], source: lines };
    }),
    metadata: {
      kernelspec: {
        display_name: "TypeScript (Tunebook)",
        language: "typescript",
        name: "tunebook",
      },
      language_info: {
        codemirror_mode: "typescript",
        file_extension: ".ts",
        mimetype: "text/typescript",
        name: "typescript",
        nbconvert_exporter: "script",
        pygments_lexer: "typescript",
      },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** A notebook → its cells; raw cells, which a lesson has none of, are an error. */
export function fromNotebook(notebook) {
  return notebook.cells.map(({ cell_type: type, source }, index) => {
    if (type !== "code" && type !== "markdown") {
      throw new Error(
        `Cell ${index + 1} is of the type "${type}"; a lesson has code and markdown.`,
      );
    }
    return { type, source: Array.isArray(source) ? source.join("") : source };
  });
}

/** A notebook as its file's text: one space of indentation, as Jupyter writes it. */
export function notebookText(notebook) {
  return `${JSON.stringify(notebook, undefined, 1)}\n`;
}

function trimBlank(lines) {
  let start = 0;
  let end = lines.length;
  while (start < end && lines[start].trim() === "") start++;
  while (end > start && lines[end - 1].trim() === "") end--;
  return lines.slice(start, end);
}
