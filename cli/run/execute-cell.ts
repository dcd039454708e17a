/** Runs one cell and stores what it gives. */
import type { Ask } from "./ask.ts";
import type { NotebookOutputs, OutputMessage } from "./cell-outputs.ts";
import type { KernelProcess } from "./kernel-process.ts";
import type { Cell, JsonObject } from "./notebook-file.ts";

/** How a cell ended. */
export interface CellEnd {
  status: "ok" | "error" | "timeout";
  /** `ename: evalue`, where there was an error. */
  error?: string;
}

export interface CellRun {
  kernel: KernelProcess;
  outputs: NotebookOutputs;
  /** Milliseconds after which the cell is stopped; undefined: never. */
  limit: number | undefined;
  /** Whether a later cell runs though this one failed. */
  carryOn: boolean;
  /** Answers the cell's questions; undefined: nobody can, and asking is an error in the cell. */
  ask: Ask | undefined;
  /** Called for each message that makes an output. */
  show(message: OutputMessage): void;
}

/**
 * Executes a cell; its outputs, execution count and times (as nbclient records them) are in the cell
 * when this resolves. @throws Error when the kernel dies
 */
export async function executeCell(cell: Cell, run: CellRun): Promise<CellEnd> {
  const { kernel, outputs, limit, ask } = run;
  const over = new AbortController();
  cell.outputs = [];
  cell.execution_count = null;
  const times: Record<string, string> = {};
  cell.metadata["execution"] = times;

  let late = false;
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<JsonObject>((done) => {
    let reply: JsonObject | undefined;
    let idle = false;
    // Before the request, so that nothing is missed; the id is known by the time anything answers.
    // It listens as long as the kernel lives: what a timer prints later still belongs to this cell.
    kernel.listen((channel, message) => {
      const { header, parent, content } = message;
      if (parent.msg_id !== id) return;
      const { msg_type: type } = header;
      if (channel === "stdin") {
        const question = {
          prompt: String(content["prompt"]),
          password: content["password"] === true,
        };
        void ask?.(question, over.signal).then((value) => {
          if (value !== undefined) kernel.answer(message, value);
        });
        return;
      }
      if (channel === "shell") {
        reply = content;
        times["shell.execute_reply"] = header.date;
        if (typeof content["execution_count"] === "number") {
          cell.execution_count = content["execution_count"];
        }
      } else if (type === "status") {
        const state = String(content["execution_state"]);
        times[`iopub.status.${state}`] = header.date;
        idle ||= state === "idle";
      } else if (type === "execute_input") {
        times["iopub.execute_input"] = header.date;
        cell.execution_count = Number(content["execution_count"]);
      } else {
        outputs.take(cell, { type, content });
        run.show({ type, content });
      }
      if (reply && idle) done(reply);
    });
  });
  const id = kernel.request(
    "shell",
    "execute_request",
    {
      code: cell.source,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: run.ask !== undefined,
      stop_on_error: !run.carryOn,
    },
    { cellId: cell.id },
  );
  if (limit !== undefined) {
    timer = setTimeout(() => {
      late = true;
      kernel.interrupt();
    }, limit);
  }
  try {
    const reply = await Promise.race([ended, kernel.died]);
    if (late) return { status: "timeout" };
    if (reply["status"] === "ok") return { status: "ok" };
    return { status: "error", error: `${String(reply["ename"])}: ${String(reply["evalue"])}` };
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}
