/** `tunebook help [COMMAND]` */
import type { Command } from "../support/command.ts";
import { UsageError } from "../support/command.ts";
import { commandNames, loadCommand } from "../support/commands.ts";
import { nearest } from "../../kernel/nearest.ts";

const command: Command = {
  summary: "list the commands, or explain one",
  help: "tunebook help [COMMAND]",
  options: {},
  arguments: { min: 0, max: 1 },
  async run(_values, [name]) {
    const names = commandNames();
    if (name === undefined) {
      const all = await Promise.all(
        names.map(async (one) => ({ name: one, command: await loadCommand(one) })),
      );
      const lines = all
        .filter((one) => !one.command.hidden)
        .map((one) => `  ${one.name.padEnd(11)}${one.command.summary}`);
      process.stdout.write(
        `Tunebook: a TypeScript kernel for Jupyter, and a library that tunes hyperparameters in it.\n\n` +
          `Usage: tunebook COMMAND [options]\n\n${lines.join("\n")}\n\n` +
          `"tunebook help COMMAND" explains one.\n`,
      );
      return 0;
    }
    if (!names.includes(name)) {
      const near = nearest(name, names);
      throw new UsageError(
        `there is no command "${name}".${near ? ` Did you mean "${near}"?` : ""}`,
      );
    }
    const { summary, help } = await loadCommand(name);
    process.stdout.write(`${help}\n\n${summary[0]!.toUpperCase()}${summary.slice(1)}.\n`);
    return 0;
  },
};

export default command;
