/** The commands there are: the files of `cli/commands/`. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "./command.ts";

const folder = join(import.meta.dirname, "..", "commands");

/** The names of all commands, in alphabetical order. */
export function commandNames(): string[] {
  return readdirSync(folder)
    .filter((file) => /(?<!\.d)\.[jt]s$/.test(file))
    .map((file) => file.replace(/\.[jt]s$/, ""))
    .toSorted();
}

/** Loads one command: only its own file and what that imports, so that a kernel starts fast. */
export async function loadCommand(name: string): Promise<Command> {
  const extension = import.meta.filename.endsWith(".ts") ? "ts" : "js";
  const module = (await import(`../commands/${name}.${extension}`)) as { default: Command };
  return module.default;
}
