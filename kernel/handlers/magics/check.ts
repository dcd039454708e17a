import type { CheckMode } from "../../language/language.ts";
import { MagicError, type KernelMagic } from "./common/magic.ts";

const MEANING: Record<CheckMode, string> = {
  block: "type errors stop a cell before it runs",
  warn: "cells run at once, and type errors are shown after their output",
  off: "type errors are not looked for",
};

const isMode = (word: string): word is CheckMode => Object.hasOwn(MEANING, word);

/** Says or sets what type errors do, from here on until it is set again. */
export const check: KernelMagic = {
  name: "check",
  form: "line",
  usage: ["%check block | warn | off"],
  summary: "Whether type errors stop a cell, are shown after its output, or are not looked for.",
  help: `
\`block\` is where a notebook begins: a cell with a type error does not run. \`warn\` runs it and shows the
errors behind its output; \`off\` does not look. What is set holds until it is set again, and from this very
cell on if the line stands above its code. Without a word it says what holds.`,
  example: "%check warn",
  complete: () => Object.keys(MEANING),
  run(argument, { session, print }) {
    if (argument === "") {
      print(`%check ${session.checkMode}: ${MEANING[session.checkMode]}.\n`);
    } else if (isMode(argument)) {
      session.checkMode = argument;
    } else {
      throw new MagicError(
        `%check does not know "${argument}". Write %check block, %check warn or %check off.`,
      );
    }
  },
};
