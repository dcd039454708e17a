import { readFileSync } from "node:fs";
import { MagicError, type KernelMagic } from "./common/magic.ts";
import { pathIn, pathMatches } from "./common/paths.ts";
import { splitWords } from "./common/words.ts";

/** Puts a file's text into the cell. */
export const load: KernelMagic = {
  name: "load",
  form: "line",
  usage: ["%load FILE"],
  summary:
    "Puts the text of a file into the cell, in place of this line, for you to change and run.",
  help: "Front ends without such a way (`tunebook run`, nbconvert) leave the cell as it is.",
  example: "%load stats.ts",
  complete: ({ word }, { folder }) => pathMatches(word, folder),
  async run(argument, { where, payload }) {
    const [file] = splitWords(argument);
    if (file === undefined) throw new MagicError("%load wants a file: %load stats.ts");
    let text: string;
    try {
      text = readFileSync(pathIn((await where()).folder, file), "utf8");
    } catch (error) {
      throw new MagicError(`%load cannot read ${file}: ${(error as Error).message}`, {
        cause: error,
      });
    }
    payload({ source: "set_next_input", text: `// %load ${argument}\n${text}`, replace: true });
  },
};
