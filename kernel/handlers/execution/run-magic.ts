import type { OutputMessage } from "../../runtime/client.ts";
import type { MimeBundle } from "../../wire/content.ts";
import type { JsonObject } from "../../wire/message.ts";
import { runCommand } from "../magics/common/commands.ts";
import { plainLine } from "../magics/common/interpolate.ts";
import { MagicError, type MagicContext } from "../magics/common/magic.ts";
import { magics } from "../magics/common/registry.ts";
import { systemCommand } from "../magics/common/system-command.ts";
import { readFlag } from "../read-content.ts";
import type { Session } from "../session.ts";
import type { Execution } from "./execution.ts";

/** How TypeScript is run as a cell of its own: `%run` needs it. */
export type RunCode = (code: string, name: string) => Promise<void>;

/** A magic or command of a cell, to be done now. */
export interface PendingMagic {
  /** A magic's name; `!` for a command, `!!` for one whose lines are its value. */
  name: string;
  argument: string;
  /** The rest of the cell, for a magic with `%%`. */
  body?: string;
  atHead: boolean;
}

/** A cell as far as magics print into it. */
export type MagicCell = Pick<Execution, "id" | "request" | "signal">;

/**
 * Does a magic; gives its value, and to `payload` what front ends show beside the output.
 * @throws MagicError where it cannot be done
 */
export async function runMagic(
  { name, argument, body = "", atHead }: PendingMagic,
  cell: MagicCell,
  session: Session,
  run: { code: RunCode; payload: JsonObject[] },
): Promise<unknown> {
  const context = magicContext(cell, session, body, atHead, run);
  if (name === "!" || name === "!!") return systemCommand(argument, name === "!!", context);
  // A capture is of the execution that asks for it.
  if (name === "capture") return capture(argument, cell, session);
  const magic = magics.get(name);
  if (!magic || magic.form === "code") throw new MagicError(`%${name} cannot be called.`);
  return magic.run(argument, context);
}

/** A magic's argument as text: what is put in is read in the runtime. @throws MagicError */
export async function argumentText(argument: string, session: Session): Promise<string> {
  const plain = plainLine(argument);
  if (plain !== undefined) return plain;
  const compiled = (await session.language).compileExpression(argument);
  if (!compiled.ok) throw new MagicError(compiled.errors[0]?.message ?? "The line cannot be read.");
  try {
    return await session.runtime.ask({ about: "text", js: compiled.cell.js });
  } catch (error) {
    throw new MagicError((error as Error).message, { cause: error });
  }
}

function capture(argument: string, { id }: MagicCell, session: Session): unknown {
  if (argument === "end") return session.captures.end(id);
  const shown = (name: string) => argument.includes(`no-${name}`);
  session.captures.begin(id, {
    stdout: shown("stdout"),
    stderr: shown("stderr"),
    display: shown("display"),
  });
  return undefined;
}

function magicContext(
  cell: MagicCell,
  session: Session,
  body: string,
  atHead: boolean,
  run: { code: RunCode; payload: JsonObject[] },
): MagicContext {
  const put = (output: Extract<OutputMessage, { type: "stream" | "display" }>) => {
    if (session.captures.take(output)) return;
    if (output.type === "stream") {
      cell.request.publish("stream", { name: output.name, text: output.text });
    } else {
      const { data, metadata } = output;
      cell.request.publish("display_data", { data, metadata, transient: {} });
    }
  };
  const print = (text: string, name: "stdout" | "stderr" = "stdout") =>
    put({ type: "stream", id: cell.id, name, text });
  return {
    session,
    magics: [...magics.values()],
    body,
    signal: cell.signal,
    // Where it runs there is a queue of this name: it is a text, or nothing.
    subshell: (cell.request.message.header.subshell_id as string | null | undefined) ?? undefined,
    atHead,
    isWatched: readFlag(cell.request.message.content, "allow_stdin", true),
    print,
    display: (data: MimeBundle) =>
      put({ type: "display", id: cell.id, data, metadata: {}, update: false }),
    payload: (entry) => run.payload.push(entry),
    where: () => session.runtime.ask({ about: "where" }),
    command: (options) => runCommand({ ...options, signal: cell.signal }),
    runCode: run.code,
  };
}
