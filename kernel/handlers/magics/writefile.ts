import { appendFileSync, readFileSync } from "node:fs";
import { MagicError, type KernelMagic } from "./common/magic.ts";
import { pathIn, pathMatches } from "./common/paths.ts";
import { splitWords, takeOptions } from "./common/words.ts";
import { writeFile } from "./common/write-file.ts";

/** Saves a cell as a file. */
export const writefile: KernelMagic = {
  name: "writefile",
  form: "cell",
  usage: ["%%writefile [-a] FILE"],
  summary: "Writes the cell to a file; -a appends.",
  help: "Any text, at any path; folders that are missing are made. What was there is replaced, and it says so.",
  example: `
%%writefile config.json
{ "rate": 0.01 }`,
  complete: ({ word }, { folder }) => pathMatches(word, folder),
  async run(argument, context) {
    const { given, rest } = takeOptions("%%writefile", argument, { a: false, append: false });
    const [file, ...others] = splitWords(rest);
    if (file === undefined || others.length > 0) {
      throw new MagicError(
        "%%writefile wants one file; put a name with blanks in quotes: %%writefile notes.txt",
      );
    }
    const { folder } = await context.where();
    const path = pathIn(folder, file);
    const text =
      context.body.endsWith("\n") || context.body === "" ? context.body : `${context.body}\n`;
    if (given.size === 0) return writeFile(path, text, file, context);
    try {
      appendFileSync(path, text);
      context.session.written.set(path, readFileSync(path, "utf8"));
    } catch (error) {
      throw new MagicError(`${file} cannot be written: ${(error as Error).message}`, {
        cause: error,
      });
    }
    context.print(`Appended to ${file}.\n`);
  },
};
