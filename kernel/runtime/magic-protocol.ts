/** What kernel and runtime say to each other about magics, beside the cells (protocol.ts). */
import type { ExecutionId } from "./protocol.ts";

/** A cell's code has come to a magic, and waits until the kernel has done it. */
export interface MagicCallMessage {
  type: "magic";
  id: ExecutionId;
  /** Names the call in its answer. */
  n: number;
  /** A magic's name, or `!!` for a command whose lines are wanted. */
  name: string;
  argument: string;
}

/** The magic was done. */
export interface MagicDoneMessage {
  type: "magic_done";
  n: number;
  /** JSON. */
  value?: unknown;
  /** It failed: the cell's code gets this error. */
  error?: { ename: string; evalue: string };
}

/** What the kernel may ask of a runtime, also while cells run. */
export type Question =
  /** Its folder and its environment. */
  | { about: "where" }
  /** Make `folder` (seen from the present one) its folder. */
  | { about: "move"; folder: string }
  /** Set a variable of its environment, or remove it. */
  | { about: "environment"; name: string; value: string | null }
  /** What these names of the session hold. */
  | { about: "values"; names: string[] }
  /** Keep a magic's value as the result of a cell: in `Out` and `_`. */
  | { about: "remember"; count: number; value: unknown }
  /** The value of a compiled expression, as a text. */
  | { about: "text"; js: string };

/** What is known of a name's value. */
export interface ShownValue {
  name: string;
  /** As `typeof` has it, or the class of an object. */
  type: string;
  /** In one short line. */
  text: string;
}

/** The answer to each {@link Question}. */
export interface Answers {
  where: { folder: string; environment: Record<string, string> };
  move: { folder: string; environment: Record<string, string> };
  environment: null;
  values: ShownValue[];
  remember: null;
  text: string;
}

export interface AskMessage {
  type: "ask";
  n: number;
  question: Question;
}

export interface AnswerMessage {
  type: "answer";
  n: number;
  value?: unknown;
  /** Why there is no answer, for the user. */
  error?: string;
}
