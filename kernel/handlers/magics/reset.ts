import { MagicError, type KernelMagic } from "./common/magic.ts";
import { takeOptions } from "./common/words.ts";

/** Begins anew: an empty runtime. */
export const reset: KernelMagic = {
  name: "reset",
  form: "line",
  usage: ["%reset -f"],
  summary: "Forgets all variables, types and modules: cells begin anew in a fresh process.",
  help: `
\`-f\` says that you mean it: what is forgotten is gone. The process that runs the cells is replaced, so modules
are loaded anew and timers end; the folder and the environment are those of the start again. The numbers of
cells and the history go on. It stands above a cell's code, which then runs in the fresh process.`,
  example: "%reset -f",
  complete: () => ["-f"],
  async run(argument, { session, print, atHead, signal }) {
    const { given } = takeOptions("%reset", argument, { f: false });
    if (!atHead) {
      throw new MagicError("%reset ends what runs: it must stand above all code of its cell.");
    }
    if (!given.has("f")) {
      throw new MagicError(
        "%reset forgets every variable, type and loaded module, and nothing brings them back. Write %reset -f to do it.",
      );
    }
    if (session.running.size > 1) {
      throw new MagicError(
        "%reset would end a cell that runs in another shell. Stop that one first.",
      );
    }
    await session.restartRuntime();
    if (!signal.aborted)
      print("Everything is forgotten: variables, types and modules. Cells begin anew.\n");
  },
};
