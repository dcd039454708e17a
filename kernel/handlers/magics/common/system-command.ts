import { MagicError, type MagicContext } from "./magic.ts";

/**
 * `!command`: hands a line to the system's shell. Its output appears as it comes; a failure is said and
 * does not fail the cell, as in IPython.
 * @param capture show nothing of its standard output and give its lines
 * @throws MagicError where the shell cannot be started
 */
export async function systemCommand(
  command: string,
  capture: boolean,
  { where, command: run, print, session }: MagicContext,
): Promise<string[] | undefined> {
  const { folder, environment } = await where();
  let kept = "";
  const end = await run({
    command,
    shell: true,
    folder,
    environment,
    output: async (text, name) => {
      if (capture && name === "stdout") kept += text;
      else print(text, name);
      // What nobody has taken yet is not read further: a command may print for ever.
      await session.publisher.published();
    },
  }).catch((error: Error) => {
    throw new MagicError(`The command cannot be started in ${folder}: ${error.message}`, {
      cause: error,
    });
  });
  if (end.signal !== null) print(`The command was ended by ${end.signal}.\n`, "stderr");
  else if (end.code !== 0) print(`The command ended with exit code ${end.code}.\n`, "stderr");
  if (/^\s*cd(\s|$)/.test(command) && !/[;&|\n]/.test(command)) {
    print(
      "The folder is as before: a command's cd ends with it. %cd changes the cells' folder.\n",
      "stderr",
    );
  }
  if (!capture) return undefined;
  const lines = kept.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
