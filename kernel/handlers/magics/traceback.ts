import { MagicError, type KernelMagic } from "./common/magic.ts";

/** The environment's variable that says it to the runtime, and may be set before the kernel starts. */
const VARIABLE = "TUNEBOOK_TRACEBACK";

const MEANING: Record<string, string> = {
  short: "the frames inside tunebook are folded",
  full: "every frame is shown",
};

/** Says or sets whether errors show the frames of Tunebook's own library. */
export const traceback: KernelMagic = {
  name: "traceback",
  form: "line",
  usage: ["%traceback short | full"],
  summary: "Whether an error shows every frame, or folds those inside Tunebook's library.",
  help: `
\`short\` is where a notebook begins: your own lines, and one line that counts the frames of the library between
them. \`full\` shows them all, as a report of a fault in the library needs them. Without a word it says what holds.
It is the environment's \`${VARIABLE}\`, which may be set before the kernel starts as well.`,
  example: "%traceback full",
  complete: () => Object.keys(MEANING),
  async run(argument, { session, where, print }) {
    if (argument === "") {
      const { environment } = await where();
      const holds = environment[VARIABLE] === "full" ? "full" : "short";
      print(`%traceback ${holds}: ${MEANING[holds]}.\n`);
    } else if (Object.hasOwn(MEANING, argument)) {
      await session.runtime.ask({ about: "environment", name: VARIABLE, value: argument });
    } else {
      throw new MagicError(
        `%traceback does not know "${argument}". Write %traceback short or %traceback full.`,
      );
    }
  },
};
