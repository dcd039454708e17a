import type { RuntimeError } from "../../runtime/protocol.ts";
import { kernelError } from "../execution/cell-errors.ts";
import { Execution } from "../execution/execution.ts";
import { runCell, type CellOutcome, type CellRequest } from "../execution/run-cell.ts";
import type { JsonObject } from "../../wire/message.ts";
import type { Handler, RequestContext } from "../handler.ts";
import type { Session } from "../session.ts";
import { readFlag, readTexts, requireText } from "../read-content.ts";

/** Runs a cell. */
export const execute: Handler = {
  type: "execute_request",
  queued: true,

  async handle(request, session) {
    const cell = readCell(request);
    const started = new Date().toISOString();
    if (cell.storeHistory) {
      session.executionCount++;
      session.history.add(session.executionCount, cell.code);
    }
    const execution = new Execution(
      session.nextExecutionId(),
      request,
      session.executionCount,
      cell.storeHistory,
    );
    if (!cell.silent) {
      request.publish("execute_input", { code: cell.code, execution_count: execution.count });
    }
    session.running.add(execution);
    session.fates.forget([cell.cellId, ...cell.deletedCells]);
    session.lastStates.begin(request);
    if (!cell.silent) session.latestParent = request.message.header;
    const outcome = await runCell(cell, execution, session).catch((error: Error): CellOutcome => {
      session.log(`A cell failed inside the kernel: ${error.stack ?? error.message}`);
      return { error: kernelError(error), userExpressions: {} };
    });
    session.running.delete(execution);
    remember(outcome, cell, execution, session);
    for (const text of session.lastStates.end(request)) {
      request.publish("display_data", {
        data: { "text/plain": text },
        metadata: {},
        transient: {},
      });
    }
    const text = outcome.result?.data["text/plain"];
    if (cell.storeHistory && typeof text === "string") {
      session.history.addOutput(execution.count, text);
    }
    await finish(outcome, cell, execution, started);
  },

  async abort(request, session) {
    const { code } = request.content;
    const { cellId: id } = request.metadata;
    const cellId = typeof id === "string" ? id : undefined;
    session.fates.forget([cellId]);
    if (typeof code === "string")
      session.fates.add({ name: undefined, cellId, code, fate: "skipped" });
    const metadata = replyMetadata("aborted", new Date().toISOString());
    await request.reply("execute_reply", { status: "aborted" }, { metadata });
  },
};

/** Keeps what became of the cell, for whoever misses its names. */
function remember(
  { error }: CellOutcome,
  { cellId, code, silent, storeHistory }: CellRequest,
  { name }: Execution,
  { fates }: Session,
): void {
  if (silent || !storeHistory) return;
  const failure = error?.ename === "Interrupted" ? "stopped" : "failed";
  fates.add({ name, cellId, code, fate: error ? failure : "ran" });
}

async function finish(
  { error, result, userExpressions, payload = [] }: CellOutcome,
  cell: CellRequest,
  { request, count }: Execution,
  started: string,
): Promise<void> {
  const metadata = replyMetadata(error ? "error" : "ok", started);
  if (error) {
    const content = errorContent(error);
    request.publish("error", content);
    // What a front end runs behind the scenes does not abort the user's cells, as in ipykernel.
    const stops = !cell.silent && readFlag(request.content, "stop_on_error", true);
    if (stops) request.cancelWaiting();
    const reply = { execution_count: count, user_expressions: userExpressions, ...content };
    await request.reply("execute_reply", { status: "error", ...reply }, { metadata });
    return;
  }
  if (result && !cell.silent) {
    request.publish("execute_result", { execution_count: count, ...result });
  }
  const reply = { execution_count: count, payload, user_expressions: userExpressions };
  await request.reply("execute_reply", { status: "ok", ...reply }, { metadata });
}

/** What ipykernel says beside its reply: front ends read off `started` how long a cell took. */
function replyMetadata(status: string, started: string): JsonObject {
  return { started, dependencies_met: true, status };
}

/** Only the three fields: what else the runtime adds stays inside the kernel. */
function errorContent({ ename, evalue, traceback }: RuntimeError) {
  return { ename, evalue, traceback };
}

function readCell({ content, metadata }: RequestContext): CellRequest {
  const silent = readFlag(content, "silent", false);
  const { cellId, deletedCells: deleted } = metadata;
  const code = requireText(content, "code");
  // As in ipykernel a blank cell has no number of its own.
  const counted = !silent && code.trim() !== "" && readFlag(content, "store_history", true);
  return {
    code,
    cellId: typeof cellId === "string" ? cellId : undefined,
    deletedCells: Array.isArray(deleted) ? deleted.filter((id) => typeof id === "string") : [],
    silent,
    storeHistory: counted,
    allowStdin: readFlag(content, "allow_stdin", true),
    userExpressions: readTexts(content, "user_expressions"),
  };
}
