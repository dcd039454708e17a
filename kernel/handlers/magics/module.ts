import { join } from "node:path";
import { MagicError, type KernelMagic } from "./common/magic.ts";
import { isWithin } from "./common/paths.ts";
import { writeFile } from "./common/write-file.ts";
import { codeFrames } from "../execution/cell-errors.ts";

const ENDING = /\.(?:[cm]?ts|tsx)$/;

/** Saves a cell as a TypeScript module. */
export const module: KernelMagic = {
  name: "module",
  form: "cell",
  usage: ["%%module NAME"],
  summary:
    "Saves the cell as NAME.ts beside the notebook, a module that cells, workers and editors import.",
  help: `
It is an ordinary file: \`import { f } from "./NAME.ts"\` loads it, in cells, in worker processes and in other
modules, and a cell that imports it again gets the new text. The module sees nothing of the notebook's
variables; it is checked as a file of its own, and under \`%check block\` a type error keeps it from being
written. A name may have folders (\`tools/stats\`), but must stay within the notebook's.`,
  example: `
%%module stats
export const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;`,
  async run(argument, context) {
    const { session, body, where, print } = context;
    const name = ENDING.test(argument) ? argument : `${argument}.ts`;
    if (argument === "" || /[\0\s]/.test(argument)) {
      throw new MagicError(
        "%%module wants one name without blanks: %%module stats saves stats.ts.",
      );
    }
    const { folder } = await where();
    if (!isWithin(folder, name)) {
      throw new MagicError(
        `%%module saves beside the notebook, and ${name} is outside of ${folder}. Nothing was written; %%writefile writes anywhere.`,
      );
    }
    if (session.checkMode !== "off" && session.sourceLanguage === "typescript") {
      const found = await (await session.language).checkModule(body);
      const frames = codeFrames(name, body, found).join("\n");
      if (found.length > 0 && session.checkMode === "block") {
        throw new MagicError(
          `${found.length === 1 ? "A type error" : `${found.length} type errors`} in ${name}; it was not written. %check warn writes it all the same.\n\n${frames}`,
        );
      }
      if (found.length > 0) print(`${frames}\n`, "stderr");
    }
    writeFile(join(folder, name), body.endsWith("\n") ? body : `${body}\n`, name, context);
  },
};
