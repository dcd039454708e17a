/**
 * What the kernel process and the runtime child say to each other.
 *
 * Kernel → runtime travels by Node's IPC channel. Runtime → kernel travels, in the order in which
 * things happened, as JSON lines on file descriptor 3, written synchronously; raw writes to
 * descriptors 1 and 2 (native code, child processes) are aligned with it by markers.
 * Every output names the execution it belongs to, so that a late timer never writes into another cell.
 */

import type {
  AnswerMessage,
  AskMessage,
  MagicCallMessage,
  MagicDoneMessage,
} from "./magic-protocol.ts";

/** Identifies one execution; never reused, also across restarts of the runtime. */
export type ExecutionId = number;

/** A cell ready to run. */
export interface ExecuteCommand {
  type: "execute";
  id: ExecutionId;
  /** The compiled cell: the text of one function expression over session boxes (kernel/language/compile.ts). */
  js: string;
  /** Source map of `js` to the cell's text (JSON), and the name that tracebacks show, `Cell [3]`. */
  map: string;
  file: string;
  /** The cell's own text, for tracebacks and `host.cell.code`. */
  code: string;
  /** The front end's id of the cell, else the execution's number. */
  cellId: string;
  /** Cells that the front end has deleted since the execution before. */
  deletedCells: string[];
  /** Top-level names the cell defines. */
  names: string[];
  /** No result shown, no history; streams and displays are still sent. */
  silent: boolean;
  storeHistory: boolean;
  executionCount: number;
  /** Compiled expressions, each evaluated after the cell ran. */
  userExpressions: Record<string, { js: string } | { error: RuntimeError }>;
  allowStdin: boolean;
}

export interface CommCommand {
  type: "comm_open" | "comm_msg" | "comm_close";
  commId: string;
  target?: string;
  data: unknown;
  metadata?: object;
  /** base64 */
  buffers: string[];
}

/** What became of a question: exactly one of the three beside its number. */
export interface Answer {
  question: number;
  /** What the user typed. */
  value?: string;
  /** Why nobody could be asked. */
  refused?: string;
  /** The user stopped the cell instead. */
  stopped?: true;
}

export type ToRuntime =
  | ExecuteCommand
  /**
   * End these executions: their signals abort, their promises reject (after what they hold). `stop`
   * numbers the user's Stops; one that was taken is not taken again.
   */
  | { type: "abort"; stop: number; ids: ExecutionId[] }
  /** With an id: answered with `comm_handled`; comm messages sent meanwhile name this id, for they answer it. */
  | ({ id?: ExecutionId } & CommCommand)
  | ({ type: "input_reply" } & Answer)
  /** The front end came or went: whether it draws Tunebook's figures. */
  | { type: "frontend"; renderer: boolean }
  | MagicDoneMessage
  | AskMessage
  | { type: "shutdown" };

/** An error as Jupyter's `error` message wants it. */
export interface RuntimeError {
  ename: string;
  evalue: string;
  /** Lines, with cell lines mapped back to the user's text. */
  traceback: string[];
}

export type MimeBundle = Record<string, unknown>;

export type FromRuntime =
  | { type: "ready"; pid: number }
  | { type: "stream"; id: ExecutionId; name: "stdout" | "stderr"; text: string }
  | {
      type: "display";
      id: ExecutionId;
      data: MimeBundle;
      metadata: Record<string, unknown>;
      displayId?: string;
      update: boolean;
    }
  | { type: "clear"; id: ExecutionId; wait: boolean }
  /** An error that nobody caught, in a timer, a listener or a promise; the cell itself goes on or has ended. */
  | { type: "error"; id: ExecutionId; error: RuntimeError }
  /**
   * `question` is counted by the runtime. While one is `blocking`, the runtime's thread waits, and its
   * {@link Answer} goes as a JSON line to its descriptor 5; of others it comes by IPC.
   */
  | {
      type: "input_request";
      id: ExecutionId;
      question: number;
      prompt: string;
      password: boolean;
      blocking: boolean;
    }
  | ({ id: ExecutionId } & CommCommand)
  /** The listeners of this comm message have run. */
  | { type: "comm_handled"; id: ExecutionId }
  | MagicCallMessage
  | AnswerMessage
  /**
   * The same number was written to these raw descriptors: what they carried before it belongs here, and to execution
   * `id`; what they carry from here on, up to the next one, to `next`. Without an `id` it is whom the one before named so, else the latest.
   */
  | {
      type: "marker";
      n: number;
      id?: ExecutionId;
      next?: ExecutionId;
      stdout: boolean;
      stderr: boolean;
    }
  /** An `abort` was taken; `done` follows once the cells have let go (see `HostCell.hold`). */
  | { type: "aborting"; stop: number }
  /** The thread that runs cells waits for the end of a process that it has started, or does no longer. */
  | { type: "waiting"; forChild: boolean }
  /** The execution ended. Everything it printed before stands before this message. */
  | {
      type: "done";
      id: ExecutionId;
      /** The value of the last expression, drawn; absent if there is none or it is undefined. */
      result?: { data: MimeBundle; metadata: Record<string, unknown> };
      error?: RuntimeError;
      /** True if it ended because of an abort. */
      interrupted?: boolean;
      userExpressions: Record<
        string,
        { status: "ok"; data: MimeBundle; metadata: object } | ({ status: "error" } & RuntimeError)
      >;
    };
