/** Notebook files (nbformat 4): reading with care, writing as Jupyter does. */
import { randomUUID } from "node:crypto";
import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

export type JsonObject = Record<string, unknown>;

/** An output as the file holds it, with whole texts instead of lists of lines. */
export interface Output extends JsonObject {
  output_type: "stream" | "display_data" | "execute_result" | "error";
}

export interface Cell extends JsonObject {
  cell_type: string;
  id?: string;
  metadata: JsonObject;
  source: string;
  execution_count?: number | null;
  outputs?: Output[];
}

export interface Notebook extends JsonObject {
  nbformat: number;
  nbformat_minor: number;
  metadata: JsonObject;
  cells: Cell[];
}

/** A file that is no notebook this program can run; the message says why. */
export class NotebookError extends Error {
  override name = "NotebookError";
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads a notebook. @throws NotebookError */
export function readNotebook(path: string): Notebook {
  let content: string;
  try {
    content = readFileSync(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = { ENOENT: "there is no such file", EISDIR: "it is a folder" }[code ?? ""];
    throw new NotebookError(`${path} cannot be read: ${why ?? message}.`, { cause: error });
  }
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw new NotebookError(
      `${path} is not a notebook: it is not JSON (${(error as Error).message}).`,
      { cause: error },
    );
  }
  if (!isObject(value) || !Array.isArray(value["cells"])) {
    throw new NotebookError(`${path} is not a notebook of format 4: it has no list of cells.`);
  }
  if (value["nbformat"] !== 4) {
    throw new NotebookError(
      `${path} is a notebook of format ${String(value["nbformat"])}, and only 4 is understood. Open and save it in Jupyter to convert it.`,
    );
  }
  const cells = value["cells"].map((cell: unknown, index) => readCell(path, cell, index));
  return {
    ...value,
    nbformat: 4,
    // 4.5 gave cells their ids, which displays and the kernel name them by.
    nbformat_minor: Math.max(5, Number(value["nbformat_minor"]) || 0),
    metadata: isObject(value["metadata"]) ? value["metadata"] : {},
    cells,
  };
}

function readCell(path: string, cell: unknown, index: number): Cell {
  if (!isObject(cell) || typeof cell["cell_type"] !== "string") {
    throw new NotebookError(`${path} is damaged: its cell ${index + 1} has no cell_type.`);
  }
  return {
    ...cell,
    cell_type: cell["cell_type"],
    id: typeof cell["id"] === "string" ? cell["id"] : newCellId(),
    metadata: isObject(cell["metadata"]) ? cell["metadata"] : {},
    source: joined(cell["source"]),
  };
}

/** A new cell's id, as nbformat makes them. */
export function newCellId(): string {
  return randomUUID().slice(0, 8);
}

function joined(value: unknown): string {
  return Array.isArray(value) ? value.join("") : String(value ?? "");
}

/**
 * Writes a notebook whole or not at all: into a file beside it, which then takes its place.
 * Keys are sorted and texts split into lines, as nbformat does it, so that files compare line by line.
 */
export function writeNotebook(path: string, notebook: Notebook): void {
  const target = follow(path);
  const text = `${JSON.stringify(sorted({ ...notebook, cells: notebook.cells.map(splitCell) }), null, 1)}\n`;
  const next = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    writeFileSync(next, text, { mode: modeOf(target) });
    renameSync(next, target);
  } catch (error) {
    rmSync(next, { force: true });
    throw new NotebookError(`${path} cannot be written: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}

/** The file that a link leads to, so that the link stays one. */
function follow(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function modeOf(path: string): number {
  try {
    return statSync(path).mode;
  } catch {
    return 0o666;
  }
}

function splitCell(cell: Cell): JsonObject {
  const outputs = cell.outputs && { outputs: cell.outputs.map(splitOutput) };
  return { ...cell, source: splitLines(cell.source), ...outputs };
}

function splitOutput(output: Output): JsonObject {
  if (typeof output["text"] === "string") return { ...output, text: splitLines(output["text"]) };
  if (!isObject(output["data"])) return output;
  const data = Object.entries(output["data"]).map(([mime, content]) => [
    mime,
    // JSON stays as it is, binary content one string.
    typeof content === "string" && (mime.startsWith("text/") || SPLIT.has(mime))
      ? splitLines(content)
      : content,
  ]);
  return { ...output, data: Object.fromEntries(data) as unknown };
}

const SPLIT = new Set(["application/javascript", "image/svg+xml"]);

function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
