import type { MimeBundle } from "../../../wire/content.ts";
import type { JsonObject } from "../../../wire/message.ts";
import type { Session } from "../../session.ts";
import type { CommandEnd, CommandOptions } from "./commands.ts";

/** What the folder of a magic says of it, for `%help`, completion and docs/magics.md. */
export interface MagicDescription {
  /** Without the percent sign. */
  readonly name: string;
  /** How it is written, as the user does: `%check block | warn | off`; one line for each way. */
  readonly usage: readonly string[];
  /** What it does, in one line. */
  readonly summary: string;
  /** The rest of what one must know, as Markdown; shown by `%help NAME` and `%NAME?`. */
  readonly help: string;
  /** A cell that shows it at work. */
  readonly example: string;
  /** What may stand at the cursor in its argument. Default: nothing. */
  complete?(typed: TypedArgument, place: CompletionPlace): string[] | Promise<string[]>;
}

/** A magic that the kernel does, while the cell waits. */
export interface KernelMagic extends MagicDescription {
  /** Where it stands: `%name` on a line of its own, or `%%name` with the rest of the cell as its text. */
  readonly form: "line" | "cell";
  /**
   * Does it. What it gives back is the value of `x = %name`, and the cell's result where the magic stands last.
   * @throws MagicError for an argument that it does not know
   */
  run(argument: string, context: MagicContext): unknown;
}

/** A magic that is turned into code around the code of its line or cell. */
export interface CodeMagic extends MagicDescription {
  readonly form: "code";
  /** `%name ARGUMENT CODE`; undefined where it has no such form. @throws MagicError for an option that it does not know */
  line?(text: string, source: CodeSource): CodeFrame;
  /** `%%name ARGUMENT`, above the code of a cell. */
  cell?(argument: string, source: CodeSource & { body: string }): { before: string; after: string };
}

/** A magic: one file in `kernel/handlers/magics/`, from which `scripts/registries.mjs` makes the registry. */
export type Magic = KernelMagic | CodeMagic;

/** Code put around a part of a line. */
export interface CodeFrame {
  before: string;
  /** Where in the text the user's own code begins and ends. */
  from: number;
  to: number;
  after: string;
}

/** What is known while a cell is turned into code. */
export interface CodeSource {
  /** Whether a text is an expression, and no other statement. */
  isExpression(code: string): boolean;
}

/** The words before the cursor. */
export interface TypedArgument {
  /** The word that is being typed, perhaps empty. */
  readonly word: string;
  /** The words before it, without the magic's name. */
  readonly before: readonly string[];
}

/** Where completion looks. */
export interface CompletionPlace {
  /** The folder in which cells run. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** All magics that exist. */
  readonly magics: readonly Magic[];
}

/** What a magic may do while it runs. */
export interface MagicContext {
  readonly session: Session;
  /** All magics that exist. */
  readonly magics: readonly Magic[];
  /** The rest of the cell, for one that starts with `%%`. */
  readonly body: string;
  /** Aborts when the user stops the cell. */
  readonly signal: AbortSignal;
  /** The subshell in which the cell runs; undefined in the main one. */
  readonly subshell: string | undefined;
  /** Whether it stands before the cell's code, so that nothing of the cell runs beside it. */
  readonly atHead: boolean;
  /** Whether somebody looks on who could answer: not under nbclient and its like, where a line that is written anew stays in the notebook piece by piece. */
  readonly isWatched: boolean;
  /** Prints to the cell's output. */
  print(text: string, name?: "stdout" | "stderr"): void;
  /** Shows something in the cell's output. */
  display(data: MimeBundle): void;
  /** Adds to what front ends show beside the output. */
  payload(entry: JsonObject): void;
  /** The folder and the environment of the runtime, in which cells run. */
  where(): Promise<{ folder: string; environment: Record<string, string> }>;
  /** Runs a program to its end; its output appears in the cell as it comes. */
  command(options: Omit<CommandOptions, "signal">): Promise<CommandEnd>;
  /** Runs TypeScript as a cell of its own, whose names the notebook then has. @throws MagicError where it fails */
  runCode(code: string, name: string): Promise<void>;
}

/** A magic was misspelt or misused, or could not do its work; the message says what to do. */
export class MagicError extends Error {
  override name = "MagicError";
}
