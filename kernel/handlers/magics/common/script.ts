import { MagicError, type KernelMagic, type MagicContext } from "./magic.ts";
import { splitWords, takeOptions } from "./words.ts";

/** A magic that runs the cell as a script of a shell. */
export function scriptMagic(shell: "bash" | "sh"): KernelMagic {
  return {
    name: shell,
    form: "cell",
    usage: [`%%${shell} [--no-raise-error] [ARGUMENTS]`],
    summary: `Runs the cell as a script of ${shell}.`,
    help: `
Its output appears as it comes; Stop ends it with all that it started. An exit code that is not 0 fails the
cell, unless \`--no-raise-error\` is given; \`set -e\` ends the script at the first failure. The arguments are
\`$1\`, \`$2\` and so on. It cannot ask questions: its input is closed. In the text itself nothing is put in:
\`$name\` is the shell's own.`,
    example: `
%%${shell}
for file in *.csv; do wc -l "$file"; done`,
    run: (argument, context) => runScript(shell, argument, context),
  };
}

async function runScript(
  shell: string,
  argument: string,
  { body, where, command, print, session }: MagicContext,
): Promise<void> {
  const { given, rest } = takeOptions(`%%${shell}`, argument, { "no-raise-error": false });
  const { folder, environment } = await where();
  const end = await command({
    command: shell,
    words: ["-c", body, shell, ...splitWords(rest)],
    folder,
    environment,
    output: async (text, name) => {
      print(text, name);
      await session.publisher.published();
    },
  }).catch((error: NodeJS.ErrnoException) => {
    throw new MagicError(
      error.code === "ENOENT"
        ? `There is no ${shell} on this machine's PATH.`
        : `${shell} cannot be started in ${folder}: ${error.message}`,
      { cause: error },
    );
  });
  if (end.code === 0) return;
  const how = end.signal === null ? `exit code ${end.code}` : `the signal ${end.signal}`;
  if (given.has("no-raise-error")) print(`${shell} ended with ${how}.\n`, "stderr");
  else throw new CommandFailed(`${shell} ended with ${how}.`);
}

/** A script ended with a failure. */
export class CommandFailed extends MagicError {
  override name = "CommandFailed";
}
