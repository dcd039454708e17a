import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { MagicError, type KernelMagic } from "./common/magic.ts";
import { pathIn, pathMatches } from "./common/paths.ts";
import { splitWords, takeOptions } from "./common/words.ts";

/** Lists a folder. */
export const ls: KernelMagic = {
  name: "ls",
  form: "line",
  usage: ["%ls [-a] [-l] [FOLDER]"],
  summary: "What lies in a folder; folders end with a slash.",
  help: `
\`-a\` shows hidden names too, \`-l\` the size in bytes and the time of the last change of each. It is the same
on every system; \`!ls\` is the system's own.`,
  example: "%ls -l",
  complete: ({ word }, { folder }) => pathMatches(word, folder),
  async run(argument, { where, print }) {
    const options = takeOptions("%ls", argument, { a: false, l: false, la: false, al: false });
    const asked = (letter: string) =>
      [...options.given.keys()].some((option) => option.includes(letter));
    const { folder } = await where();
    const target = pathIn(folder, splitWords(options.rest)[0] ?? ".");
    let names: string[];
    try {
      names = statSync(target).isDirectory() ? readdirSync(target) : [target];
    } catch (error) {
      throw new MagicError(`%ls cannot read ${target}: ${(error as Error).message}`, {
        cause: error,
      });
    }
    const shown = names.filter((name) => asked("a") || !name.startsWith(".")).toSorted();
    const lines = shown.map((name) => {
      const found = statSync(join(target, name), { throwIfNoEntry: false });
      const written = `${name}${found?.isDirectory() ? "/" : ""}`;
      const time = found?.mtime.toISOString().slice(0, 16).replace("T", " ") ?? "".padEnd(16);
      const facts = asked("l") ? `${String(found?.size ?? "?").padStart(10)}  ${time}  ` : "";
      return `${facts}${written}\n`;
    });
    if (lines.length > 0) print(lines.join(""));
  },
};
