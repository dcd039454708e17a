import type { CompileResult, Diagnostic, Language } from "../../language/language.ts";
import type { Done, RuntimeDeath } from "../../runtime/client.ts";
import type { ExecuteCommand, RuntimeError } from "../../runtime/protocol.ts";
import type { UserExpressionResult } from "../../wire/content.ts";
import type { JsonObject } from "../../wire/message.ts";
import { MagicError } from "../magics/common/magic.ts";
import { lineInCell, mapInCell, rangeInCell } from "../magics/common/ranges.ts";
import { readCell, type CellReading } from "../magics/common/read-cell.ts";
import { cellSource } from "../magics/common/source.ts";
import type { Session } from "../session.ts";
import {
  codeFrames,
  interruptedError,
  magicError,
  runtimeDiedError,
  syntaxError,
  typeCheckError,
} from "./cell-errors.ts";
import { Execution } from "./execution.ts";
import { exitRequest } from "./exit-request.ts";
import { helpRequest, magicHelp, withHelpAdvice, type HelpRequest } from "./help-request.ts";
import { withMissingName, withNameAdvice } from "./missing-names.ts";
import { argumentText, runMagic, type MagicCell, type RunCode } from "./run-magic.ts";
import { valueResult } from "./value-result.ts";

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
  const page = magicHelp(cell.code);
  if (page) return { userExpressions: {}, payload: [page] };
  const reading = readCell(cell.code, await cellSource(session));
  if (reading.error) return failed(magicError(reading.error));
  const { code } = reading;
  const exit = exitRequest(cell.code, (await session.language).names());
  if (exit) return { userExpressions: {}, payload: [exit] };
  const help = helpRequest(code);
  // What cannot be read must not have done half of its work.
  let tried: CompileResult | undefined;
  if (code.trim() !== "" && !help) {
    const language = await session.language;
    tried = language.compile(code);
    if (!tried.ok) {
      const found = withHelpAdvice(tried.errors, code, (head) => language.compile(head).ok);
      return failed(syntaxFailure(execution, cell, reading, found));
    }
  }
  const value = await runHead(reading, execution, session);
  if (value && "error" in value) return failed(value.error);
  const { payload } = execution;
  const expressions = Object.entries(cell.userExpressions);
  if (code.trim() === "" && expressions.length === 0) {
    await remember(value?.value, cell, execution, session);
    return { userExpressions: {}, result: valueResult(value?.value), payload };
  }

  const language = await session.language;
  if (help) return answerHelp(help, execution, language);
  // Where there was a magic, once more: it may have changed what is known.
  const compiled = tried && reading.head.length === 0 ? tried : language.compile(code);
  if (!compiled.ok) return failed(syntaxFailure(execution, cell, reading, compiled.errors));

  const mode = session.checkMode;
  const check =
    mode === "off"
      ? Promise.resolve([])
      : language
          .check(code)
          .then((found) =>
            withNameAdvice(inCell(found, cell, reading), cell.code, session, language),
          );
  if (mode === "block") {
    const found = await Promise.race([check, execution.interruption]);
    if (found === "interrupted") return failed(interruptedError());
    if (found.length > 0) return failed(typeCheckError(execution.name, cell.code, found));
  }

  const userExpressions = compileExpressions(cell.userExpressions, execution, language);
  const command = {
    id: execution.id,
    js: compiled.cell.js,
    map: mapInCell(reading, cell.code, compiled.cell.map),
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
    if (found !== "interrupted" && found.length > 0) warn(found, cell.code, execution);
    commit();
  }

  const { done } = outcome;
  const error = done.error && withMissingName(done.error, session, language);
  return {
    result: done.result,
    error: done.interrupted ? interruptedError(done.error) : error,
    userExpressions: done.userExpressions,
    payload,
  };
}

/** A magic's value is kept like that of any cell. */
async function remember(
  value: unknown,
  { silent, storeHistory }: CellRequest,
  { count }: Execution,
  session: Session,
): Promise<void> {
  if (value === undefined || silent || !storeHistory) return;
  await session.runtime.ask({ about: "remember", count, value });
}

/** Does the magics above the cell's code; the value of the last one, if there was one. */
async function runHead(
  { head }: CellReading,
  execution: Execution,
  session: Session,
): Promise<{ value: unknown } | { error: RuntimeError } | undefined> {
  let value: unknown;
  const run = { code: codeRunner(execution, session), payload: execution.payload };
  session.parents.set(execution.id, execution.request);
  try {
    for (const { name, argument, body } of head) {
      const text = await argumentText(argument, session);
      value = await runMagic({ name, argument: text, body, atHead: true }, execution, session, run);
      if (execution.signal.aborted) return { error: interruptedError() };
    }
    return { value };
  } catch (error) {
    if (execution.signal.aborted) return { error: interruptedError() };
    if (error instanceof FailedRun) return { error: error.failure };
    if (error instanceof MagicError) return { error: magicError(error) };
    const death = deathOf(error);
    if (!death) throw error;
    session.forgetRuntime(death);
    return { error: runtimeDiedError(death) };
  }
}

/** The code that `%run` ran has failed; its own error is the cell's. */
class FailedRun extends MagicError {
  readonly failure: RuntimeError;

  constructor(failure: RuntimeError) {
    super(failure.evalue);
    this.name = failure.ename;
    this.failure = failure;
  }
}

/** Runs code as a cell of its own on behalf of `cell`, which gets its output and is stopped with it. */
export function codeRunner({ request, signal }: MagicCell, session: Session): RunCode {
  return async (code, name) => {
    const id = session.nextExecutionId();
    const nested = new Execution(id, request, session.executionCount, false, name);
    const stop = () => nested.interrupt();
    signal.addEventListener("abort", stop);
    session.running.add(nested);
    const cell: CellRequest = {
      code,
      cellId: undefined,
      deletedCells: [],
      silent: true,
      storeHistory: false,
      allowStdin: false,
      userExpressions: {},
    };
    try {
      const { error } = await runCell(cell, nested, session);
      if (error) throw new FailedRun(error);
    } finally {
      session.running.delete(nested);
      signal.removeEventListener("abort", stop);
    }
  };
}

/** Diagnostics of the code at their places in the cell; those of what magics became are nobody's. */
function inCell(found: Diagnostic[], { code }: CellRequest, reading: CellReading): Diagnostic[] {
  return found.flatMap((each) => {
    const range = rangeInCell(reading, code, each);
    return range ? [{ ...each, ...range }] : [];
  });
}

function syntaxFailure(
  { name }: Execution,
  { code }: CellRequest,
  reading: CellReading,
  found: Diagnostic[],
): RuntimeError {
  const placed = found.map((each) => ({
    ...each,
    ...(rangeInCell(reading, code, each) ?? lineInCell(code, each)),
  }));
  return syntaxError(name, code, placed);
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
    const ready = await Promise.race([
      session.debugger?.beforeCell(command),
      execution.interruption,
    ]);
    if (ready === "interrupted") return ready;
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
    session.questions.drop(execution.id);
    session.debugger?.afterCell(execution.id);
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
