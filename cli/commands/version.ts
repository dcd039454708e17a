/** `tunebook version` */
import { readVersions } from "../../kernel/package-info.ts";
import type { Command } from "../support/command.ts";

const command: Command = {
  summary: "say the versions of Tunebook, TypeScript and Node",
  help: "tunebook version",
  options: {},
  arguments: { min: 0, max: 0 },
  async run() {
    const { tunebook, typescript } = readVersions();
    process.stdout.write(
      `tunebook ${tunebook} (TypeScript ${typescript}, Node ${process.versions.node})\n`,
    );
    return 0;
  },
};

export default command;
