import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { MagicError, type KernelMagic, type MagicContext } from "./common/magic.ts";
import { pathIn, pathMatches } from "./common/paths.ts";
import { splitWords } from "./common/words.ts";

const CODE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** Runs a file or a notebook within this one. */
export const run: KernelMagic = {
  name: "run",
  form: "line",
  usage: ["%run FILE.ts", "%run NOTEBOOK.ipynb"],
  summary:
    "Runs a file, or the cells of a notebook, as if they stood here: their names are yours afterwards.",
  help: `
Their output appears below the cell; the values of their last lines do not. Relative imports start from the
folder in which cells run. An error ends it, and the names defined until then stay. It stands above a
cell's code, which may use the names.`,
  example: "%run setup.ts",
  complete: ({ word }, { folder }) =>
    pathMatches(word, folder, { endings: [".ts", ".tsx", ".mts", ".js", ".mjs", ".ipynb"] }),
  async run(argument, context) {
    const [file, ...others] = splitWords(argument);
    if (file === undefined || others.length > 0) {
      throw new MagicError("%run wants one file: %run setup.ts or %run other.ipynb");
    }
    const path = pathIn((await context.where()).folder, file);
    let text: string;
    try {
      text = readFileSync(path, "utf8");
    } catch (error) {
      throw new MagicError(`%run cannot read ${file}: ${(error as Error).message}`, {
        cause: error,
      });
    }
    const runs = running.get(context.session) ?? new Set<string>();
    running.set(context.session, runs);
    if (runs.has(path)) throw new MagicError(`${file} runs itself by %run, without an end.`);
    runs.add(path);
    try {
      if (file.endsWith(".ipynb")) await runNotebook(text, basename(file), context);
      else if (CODE.test(file)) await context.runCode(text, basename(file));
      else throw new MagicError(`%run runs .ts, .js and .ipynb files, and ${file} is neither.`);
    } finally {
      runs.delete(path);
    }
  },
};

/** The files that are being run, by session: one must not run itself. */
const running = new WeakMap<object, Set<string>>();

async function runNotebook(
  text: string,
  name: string,
  { runCode, signal }: MagicContext,
): Promise<void> {
  let cells: unknown;
  try {
    cells = (JSON.parse(text) as { cells?: unknown }).cells;
  } catch (error) {
    throw new MagicError(`${name} is no notebook: ${(error as Error).message}`, { cause: error });
  }
  if (!Array.isArray(cells)) throw new MagicError(`${name} is no notebook: it has no cells.`);
  let number = 0;
  for (const cell of cells as { cell_type?: string; source?: string | string[] }[]) {
    if (cell.cell_type !== "code") continue;
    number++;
    const code = Array.isArray(cell.source) ? cell.source.join("") : (cell.source ?? "");
    if (code.trim() !== "" && !signal.aborted) await runCode(code, `${name} cell ${number}`);
  }
}
