import type { Session } from "../session.ts";

/** What a magic may do while it runs. */
export interface MagicContext {
  session: Session;
  /** All magics that exist. */
  magics: readonly Magic[];
  /** Prints to the cell's standard output. */
  print(text: string): void;
}

/** A line that starts with `%`: a word to the kernel. A new one is one file here and a line in `registry.ts`. */
export interface Magic {
  /** Without the percent sign. */
  readonly name: string;
  /** As the user writes it: `%check block | warn | off`. */
  readonly usage: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** Words that may follow the name, for completion. */
  readonly words?: readonly string[];
  /** @throws MagicError for an argument that it does not know */
  run(argument: string, context: MagicContext): void | Promise<void>;
}

/** A magic was misspelt or misused; the message says what exists. */
export class MagicError extends Error {
  override name = "MagicError";
}
