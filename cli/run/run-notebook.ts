/** Executes a notebook from its first cell to its last, or to the first that fails. */
import { randomUUID } from "node:crypto";
import { dirname, resolve } from "node:path";
import { KERNELS } from "../../kernel/install/kernelspec.ts";
import type { SourceLanguage } from "../../kernel/language/language.ts";
import type { Ask } from "./ask.ts";
import { NotebookOutputs } from "./cell-outputs.ts";
import { type CellEnd, executeCell } from "./execute-cell.ts";
import { KernelProcess } from "./kernel-process.ts";
import { type Cell, type Notebook, readNotebook, writeNotebook } from "./notebook-file.ts";
import { injectParameters } from "./parameters.ts";
import type { Terminal } from "./terminal.ts";

export interface RunOptions {
  /** The notebook's file. Its folder is where cells run. */
  notebook: string;
  /** Where the executed notebook is written. */
  output: string;
  parameters: [name: string, value: unknown][];
  /** Seconds that one cell may take; undefined: any. */
  timeout: number | undefined;
  /** The command that starts a kernel, without `--connection-file FILE`. */
  kernel: string[];
  terminal: Terminal;
  /** Answers what cells ask; undefined: nobody can. */
  ask?: Ask | undefined;
}

/** How a run ended. */
export interface RunEnd {
  ran: number;
  /** Of code cells that are not empty. */
  of: number;
  /** Why it ended before the last cell; undefined if it did not. */
  failure: string | undefined;
  /** The first error that ended no cell since nobody awaited it: in a promise, a timer or a listener. */
  uncaught: string | undefined;
}

/** Runs and saves; the file is written anew after each cell, so that a failure keeps what was there. */
export async function runNotebook(options: RunOptions): Promise<RunEnd> {
  const { terminal, parameters } = options;
  const notebook = readNotebook(options.notebook);
  if (parameters.length > 0) {
    for (const name of injectParameters(notebook, parameters)) {
      terminal.say(`The notebook's parameters hold no "${name}"; it is set all the same.`);
    }
  }
  const cells = notebook.cells.filter(runs);
  const language = languageOf(notebook);
  const command =
    language === "javascript" ? [...options.kernel, "--language", language] : options.kernel;
  const kernel = await KernelProcess.start(command, dirname(resolve(options.notebook)));
  const stop = () => kernel.interrupt();
  let interrupted = false;
  const onSignal = () => {
    // The second Ctrl+C does not wait for the cell.
    if (interrupted) process.exit(130);
    interrupted = true;
    stop();
  };
  process.on("SIGINT", onSignal);
  try {
    noteLanguage(notebook, kernel);
    // The file is for JupyterLab with the labextension and for GitHub: figures need no loader in it.
    kernel.request("shell", "comm_open", {
      comm_id: randomUUID(),
      target_name: "tunebook.frontend",
      data: {},
    });
    const outputs = new NotebookOutputs();
    let uncaught: string | undefined;
    for (const [index, cell] of cells.entries()) {
      terminal.begin(index + 1, cells.length, cell);
      const since = performance.now();
      const end = await executeCell(cell, {
        kernel,
        outputs,
        limit: options.timeout === undefined ? undefined : options.timeout * 1000,
        carryOn: mayFail(cell),
        ask: options.ask,
        show: (message) => {
          terminal.show(message);
          if (message.type !== "error" || mayFail(cell)) return;
          const { ename, evalue } = message.content;
          uncaught ??= `cell ${index + 1}: ${String(ename)}: ${String(evalue)}`;
        },
      }).finally(() => {
        terminal.end((performance.now() - since) / 1000);
        writeNotebook(options.output, notebook);
      });
      const failure = interrupted ? "it was stopped" : failureOf(end, cell, options.timeout);
      if (failure) {
        return {
          ran: index + 1,
          of: cells.length,
          failure: `cell ${index + 1}: ${failure}`,
          uncaught,
        };
      }
    }
    writeNotebook(options.output, notebook);
    return { ran: cells.length, of: cells.length, failure: undefined, uncaught };
  } finally {
    process.off("SIGINT", onSignal);
    await kernel.close();
  }
}

const hasTag = ({ metadata }: Cell, tag: string) =>
  Array.isArray(metadata["tags"]) && metadata["tags"].includes(tag);

/** Which cells are executed: as nbclient has it, those with code, save tagged ones. */
function runs(cell: Cell): boolean {
  return cell.cell_type === "code" && cell.source.trim() !== "" && !hasTag(cell, "skip-execution");
}

function mayFail(cell: Cell): boolean {
  return hasTag(cell, "raises-exception");
}

function failureOf(end: CellEnd, cell: Cell, timeout: number | undefined): string | undefined {
  if (end.status === "timeout") return `it took longer than ${timeout} s, and was stopped`;
  return end.status === "error" && !mayFail(cell) ? end.error : undefined;
}

/** Plain JavaScript where the notebook's kernelspec says so, TypeScript for all others. */
function languageOf({ metadata }: Notebook): SourceLanguage {
  const spec = metadata["kernelspec"] as { name?: unknown; language?: unknown } | undefined;
  const [, javascript] = KERNELS;
  return spec?.language === "javascript" || spec?.name === javascript.name
    ? "javascript"
    : "typescript";
}

function noteLanguage(notebook: Notebook, kernel: KernelProcess): void {
  const { language_info: language } = kernel.info;
  if (language) notebook.metadata["language_info"] = language;
  const [spec] = KERNELS;
  notebook.metadata["kernelspec"] ??= {
    name: spec.name,
    display_name: spec.displayName,
    language: spec.language,
  };
}
