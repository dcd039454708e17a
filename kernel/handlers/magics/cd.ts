import { homedir } from "node:os";
import { resolve } from "node:path";
import { pathMatches } from "./common/paths.ts";
import { MagicError, type KernelMagic } from "./common/magic.ts";
import { splitWords } from "./common/words.ts";

/** Where cells were before, by session. */
const before = new WeakMap<object, string>();

/** Changes the folder in which cells run. */
export const cd: KernelMagic = {
  name: "cd",
  form: "line",
  usage: ["%cd [FOLDER]", "%cd -"],
  summary: "Changes the folder in which cells run; without one, to your home.",
  help: `
Imports, files, \`!\` commands and \`%install\` start from there, and so do the types of local files. \`%cd -\`
goes back to where it was before. \`%reset -f\` and a restart begin in the notebook's folder again.`,
  example: "%cd data",
  complete: ({ word }, { folder }) => pathMatches(word, folder, { foldersOnly: true }),
  async run(argument, { session, where, print }) {
    const { folder } = await where();
    const [word = "~", ...others] = splitWords(argument);
    if (others.length > 0) {
      throw new MagicError(
        `%cd takes one folder; put a name with blanks in quotes: "${argument}".`,
      );
    }
    const back = before.get(session);
    if (word === "-" && back === undefined) {
      throw new MagicError("%cd - goes back to the folder before, and there is none yet.");
    }
    const target = word === "-" ? back! : resolve(folder, word.replace(/^~(?=$|[\\/])/, homedir()));
    let now: string;
    try {
      now = (await session.runtime.ask({ about: "move", folder: target })).folder;
    } catch (error) {
      const { message } = error as Error;
      const why = /ENOENT/.test(message)
        ? "there is no such folder"
        : /ENOTDIR/.test(message)
          ? "it is a file"
          : /EACCES|EPERM/.test(message)
            ? "you have no right to enter it"
            : message;
      throw new MagicError(`%cd cannot go to ${target}: ${why}.`, { cause: error });
    }
    before.set(session, folder);
    if (now !== folder) (await session.language).moveTo(now);
    print(`${now}\n`);
  },
};
