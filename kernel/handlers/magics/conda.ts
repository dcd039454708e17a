import { pipAdvice } from "../../foreign-code.ts";
import { MagicError, type KernelMagic } from "./common/magic.ts";

/** Tells those who come from Python how packages are installed here. */
export const conda: KernelMagic = {
  name: "conda",
  form: "line",
  usage: ["%conda"],
  summary: "Nothing: this kernel runs TypeScript, and %install installs from npm.",
  help: "",
  example: "%install lodash",
  run(argument) {
    throw new MagicError(pipAdvice(`conda ${argument}`.trim()));
  },
};
