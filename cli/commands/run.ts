/** `tunebook run NOTEBOOK`: executes a notebook without Jupyter, and saves it. */
import { join } from "node:path";
import { packageRoot } from "../../kernel/package-info.ts";
import { terminalAsk } from "../run/ask.ts";
import { parseParameter } from "../run/parameters.ts";
import { runNotebook } from "../run/run-notebook.ts";
import { Terminal } from "../run/terminal.ts";
import { type Command, text, texts, UsageError } from "../support/command.ts";

const command: Command = {
  summary: "execute a notebook without Jupyter, and save it",
  help: `tunebook run NOTEBOOK [-p NAME=VALUE]… [--output FILE] [--timeout SECONDS]

  -p, --parameter NAME=VALUE  set a variable after the cell tagged "parameters"; VALUE is JSON, else a text
  --output FILE               where to save (default: the notebook itself)
  --timeout SECONDS           stop when a cell takes longer

  Cells run in the notebook's folder. When a cell fails, what ran so far is saved and the exit code is 1;
  an error that nobody catches, as of a promise that is not awaited, ends no cell, but the exit code is 1 as well.`,
  options: {
    parameter: { type: "string", short: "p", multiple: true },
    output: { type: "string", short: "o" },
    timeout: { type: "string" },
  },
  arguments: { min: 1, max: 1 },
  async run(values, [notebook]) {
    const terminal = new Terminal();
    const output = text(values, "output") ?? notebook!;
    const end = await runNotebook({
      notebook: notebook!,
      output,
      parameters: texts(values, "parameter").map(parseParameter),
      timeout: seconds(text(values, "timeout")),
      kernel: [process.execPath, join(packageRoot, "dist", "cli", "main.js"), "kernel"],
      terminal,
      ask: terminalAsk(),
    });
    const all = `${end.of} ${end.of === 1 ? "cell" : "cells"} ran; saved ${output}`;
    if (end.failure !== undefined) {
      terminal.say(
        `Failed in ${firstLine(end.failure)}. ${end.ran} of ${end.of} cells ran; saved ${output}`,
      );
      return 1;
    }
    if (end.uncaught !== undefined) {
      terminal.say(`Nobody caught the error of ${firstLine(end.uncaught)}. ${all}`);
      return 1;
    }
    terminal.say(all);
    return 0;
  },
};

/** As the middle of a sentence. */
const firstLine = (text: string) => text.split("\n")[0]!.replace(/\.$/, "");

function seconds(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const value = Number(given);
  if (given.trim() === "" || !(value > 0) || value > 2 ** 31 / 1000) {
    throw new UsageError(`run: --timeout takes a number of seconds above 0, not "${given}".`);
  }
  return value;
}

export default command;
