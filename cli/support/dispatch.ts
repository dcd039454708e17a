/** From the words on the command line to a command's exit code. */
import { parseArgs } from "node:util";
import { type Command, type Options, UsageError, type Values } from "./command.ts";
import { commandNames, loadCommand } from "./commands.ts";
import { ownFirst } from "./pass-on.ts";
import { nearest } from "../../kernel/nearest.ts";

/** Where a command's words for the user go. */
export interface Output {
  error(text: string): void;
}

const standard: Output = { error: (text) => process.stderr.write(`${text}\n`) };

/**
 * Runs the command that `words` name.
 * @returns 0 if it did what was asked, 1 if that failed, 2 if the words cannot be understood
 */
export async function dispatch(words: string[], output = standard): Promise<number> {
  try {
    const [name, ...rest] = normalized(words);
    const names = commandNames();
    if (!names.includes(name!)) {
      const near = nearest(name!, names);
      throw new UsageError(
        `there is no command "${name}".${near ? ` Did you mean "tunebook ${near}"?` : ""} "tunebook help" lists the commands.`,
      );
    }
    const command = await loadCommand(name!);
    if (rest.some((word) => word === "--help" || word === "-h")) {
      return await (await loadCommand("help")).run({}, [name!]);
    }
    const { values, positionals } = understand(name!, command, rest);
    return await command.run(values, positionals);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // An expected failure explains itself; the stack is for those who look for a fault of ours.
    const detail = process.env["TUNEBOOK_DEBUG"] ? error.stack : error.message;
    output.error(`tunebook: ${detail}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** `tunebook`, `tunebook --help` and `tunebook --version` are commands, too. */
function normalized(words: string[]): string[] {
  const [first, ...rest] = words;
  if (first === undefined || first === "--help" || first === "-h") return ["help", ...rest];
  if (first === "--version" || first === "-v" || first === "-V") return ["version", ...rest];
  return words;
}

/** Parses a command's words. @throws UsageError that says which word is wrong */
export function understand(
  name: string,
  command: Command,
  words: string[],
): { values: Values; positionals: string[] } {
  const more = `"tunebook help ${name}" lists its options.`;
  const known = command.passesOn ? ownFirst(words, command.options) : words;
  const parsed = parse(name, command.options, known, more);
  const { min, max } = command.arguments;
  const count = parsed.positionals.length;
  if (count < min) {
    throw new UsageError(`${name} needs more: ${command.help.split("\n")[0]}`);
  }
  if (count > max) {
    throw new UsageError(`${name} does not understand "${parsed.positionals[max]}". ${more}`);
  }
  return parsed;
}

function parse(name: string, options: Options, words: string[], more: string) {
  try {
    const { values, positionals } = parseArgs({
      args: words,
      options,
      allowPositionals: true,
      strict: true,
    });
    return { values: values as Values, positionals };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith("ERR_PARSE_ARGS")) throw error;
    const unknown = /^Unknown option '(--?[^']+)'/.exec(message)?.[1];
    if (unknown) {
      const near = nearest(
        unknown,
        Object.keys(options).map((option) => `--${option}`),
      );
      throw new UsageError(
        `${name} has no option ${unknown}.${near ? ` Did you mean ${near}?` : ""} ${more}`,
        { cause: error },
      );
    }
    throw new UsageError(`${name}: ${message}. ${more}`, { cause: error });
  }
}
