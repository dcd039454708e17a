import type { CheckMode } from "../../language/language.ts";
import type { Magic } from "./magic.ts";
import { MagicError } from "./magic.ts";

const MEANING: Record<CheckMode, string> = {
  block: "type errors stop a cell before it runs",
  warn: "cells run at once, and type errors are shown after their output",
  off: "type errors are not looked for",
};

const isMode = (word: string): word is CheckMode => Object.hasOwn(MEANING, word);

/** Says or sets what type errors do, from here on until it is set again. */
export const check: Magic = {
  name: "check",
  usage: "%check block | warn | off",
  summary: "Whether type errors stop a cell, are shown after its output, or are not looked for.",
  words: Object.keys(MEANING),
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
