import type { Diagnostic, Language } from "../../language/language.ts";
import type { Done, RuntimeDeath } from "../../runtime/client.ts";
import type { ExecuteCommand, RuntimeError } from "../../runtime/protocol.ts";
import type { UserExpressionResult } from "../../wire/content.ts";
import type { JsonObject } from "../../wire/message.ts";
import { MagicError } from "../magics/magic.ts";
import { findMagic, magics } from "../magics/registry.ts";
import { splitMagics } from "../magics/split.ts";
import type { Session } from "../session.ts";
import {
  codeFrames,
  interruptedError,
  magicError,
  runtimeDiedError,
  syntaxError,
  typeCheckError,
} from "./cell-errors.ts";
import type { Execution } from "./execution.ts";
import { helpRequest, type HelpRequest } from "./help-request.ts";

/** What an execute request asks for. */
export interface CellRequest {
  code: string;
  /** The front end's id of the cell, where it sent one. */
  cellId: string | undefined;
  /** Cells that the front end has deleted since it last asked. */
  deletedCells: string[];
  silent: boolean;
  storeHistory: boolean;
  allowStdin: boolean;
  userExpressions: Record<string, string>;
}

/** How a cell ended. Its output was published before. */
export interface CellOutcome {
  error?: RuntimeError;
  result?: Done["result"];
  userExpressions: Record<string, UserExpressionResult>;
  /** What front ends show beside the output: the pager's page. */
  payload?: JsonObject[];
}

/** Magics, compiler, type check, runtime: one cell from its text to its outcome. */
export async function runCell(
  cell: CellRequest,
  execution: Execution,
  session: Session,
): Promise<CellOutcome> {
  const { magics: lines, code } = splitMagics(cell.code);
  try {
    for (const { name, argument } of lines) {
      await findMagic(name).run(argument, {
        session,
        magics: [...magics.values()],
        print: (text) => execution.request.publish("stream", { name: "stdout", text }),
      });
    }
  } catch (error) {
    if (error instanceof MagicError) return failed(magicError(error));
    throw error;
  }
  const expressions = Object.entries(cell.userExpressions);
  if (code.trim() === "" && expressions.length === 0) return { userExpressions: {} };

  const language = await session.language;
  const help = helpRequest(code);
  if (help) return answerHelp(help, execution, language);
  const compiled = language.compile(code);
  if (!compiled.ok) return failed(syntaxError(execution.name, code, compiled.errors));

  const mode = session.checkMode;
  const check = mode === "off" ? Promise.resolve([]) : language.check(code);
  if (mode === "block") {
    const found = await Promise.race([check, execution.interruption]);
    if (found === "interrupted") return failed(interruptedError());
    if (found.length > 0) return failed(typeCheckError(execution.name, code, found));
  }

  const userExpressions = compileExpressions(cell.userExpressions, execution, language);
  const command = {
    id: execution.id,
    js: compiled.cell.js,
    map: compiled.cell.map,
    file: execution.name,
    code: cell.code,
    cellId: cell.cellId ?? String(execution.id),
    deletedCells: cell.deletedCells,
    names: compiled.cell.names,
    silent: cell.silent,
    storeHistory: cell.storeHistory,
    executionCount: execution.count,
    userExpressions,
    allowStdin: cell.allowStdin,
  };
  const commit = () => language.commit(code, compiled.cell);
  // As soon as it runs, for completions and subshells meanwhile. But not before its own check is through.
  const begun = mode === "warn" ? () => {} : commit;
  const outcome = await runInRuntime(command, execution, session, begun);
  if (outcome === "interrupted") return failed(interruptedError());
  if ("death" in outcome) return failed(runtimeDiedError(outcome.death));

  const found = await Promise.race([check, execution.interruption]);
  if (mode === "warn") {
    if (found !== "interrupted" && found.length > 0) warn(found, code, execution);
    commit();
  }

  const { done } = outcome;
  return {
    result: done.result,
    error: done.interrupted ? interruptedError(done.error) : done.error,
    userExpressions: done.userExpressions,
  };
}

function failed(error: RuntimeError): CellOutcome {
  return { error, userExpressions: {} };
}

/** What is known of an expression, as a page. */
async function answerHelp(
  { expression, detail }: HelpRequest,
  { request }: Execution,
  language: Language,
): Promise<CellOutcome> {
  const found = await language.inspect(expression, expression.length, detail);
  if (found === undefined) {
    const text = `Nothing is known of ${expression}: it is not defined, or its cell has not run.\n`;
    request.publish("stream", { name: "stdout", text });
    return { userExpressions: {} };
  }
  const data = { "text/plain": found.text, "text/markdown": found.markdown };
  return { userExpressions: {}, payload: [{ source: "page", data, start: 0 }] };
}

/** Hands the cell to the runtime, and says so to `begun`; tells its death from a failure of the kernel. */
async function runInRuntime(
  command: Omit<ExecuteCommand, "type">,
  execution: Execution,
  session: Session,
  begun: () => void,
): Promise<{ done: Done } | { death: RuntimeDeath } | "interrupted"> {
  session.parents.set(execution.id, execution.request);
  execution.inRuntime = true;
  try {
    const started = await Promise.race([session.runtime.start(), execution.interruption]);
    if (started === "interrupted") return started;
    const done = session.runtime.execute(command);
    begun();
    return { done: await done };
  } catch (error) {
    const death = deathOf(error);
    if (!death) throw error;
    session.forgetRuntime(death);
    return { death };
  } finally {
    execution.inRuntime = false;
    session.stopAwaitingInput(execution.id);
  }
}

function compileExpressions(
  expressions: Record<string, string>,
  execution: Execution,
  language: Language,
): ExecuteCommand["userExpressions"] {
  return Object.fromEntries(
    Object.entries(expressions).map(([name, text]) => {
      const compiled = language.compileExpression(text);
      return [
        name,
        compiled.ok
          ? { js: compiled.cell.js }
          : { error: syntaxError(`${execution.name} ${name}`, text, compiled.errors) },
      ];
    }),
  );
}

function warn(found: Diagnostic[], code: string, { name, request }: Execution): void {
  request.publish("stream", {
    name: "stderr",
    text: `${codeFrames(name, code, found).join("\n")}`,
  });
}

function deathOf(error: unknown): RuntimeDeath | undefined {
  return (error as { death?: RuntimeDeath } | undefined)?.death;
}
