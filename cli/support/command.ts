/** What a command's file in `cli/commands/` exports as its default. */
import type { ParseArgsConfig } from "node:util";

/** The options of a command, as `parseArgs` of `node:util` wants them. */
export type Options = NonNullable<ParseArgsConfig["options"]>;

/** The options of a command, as they were given. */
export type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

export interface Command {
  /** One line for the list of commands. */
  summary: string;
  /** What `tunebook help NAME` says: the usage line first, then the options. */
  help: string;
  options: Options;
  /** Hands options that it does not know on to another program; they come behind its arguments. Default false. */
  passesOn?: boolean;
  /** How many arguments beside the options it takes. */
  arguments: { min: number; max: number };
  /** Not in the list of commands: for machines. Default false. */
  hidden?: boolean;
  /** Does the work; resolves with the exit code. */
  run(values: Values, positionals: string[]): Promise<number>;
}

/** The user asked for something that cannot be; the message says what and how to ask for it. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** A given option's text, or undefined. */
export function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === "string" ? value : undefined;
}

/** Every text given for an option that may stand several times. */
export function texts(values: Values, name: string): string[] {
  const value = values[name] ?? [];
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string");
}
