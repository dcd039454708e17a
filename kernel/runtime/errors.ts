/** What was thrown → what Jupyter's `error` message shows. */
import { isAbsolute } from "node:path";
import { inspect } from "node:util";
import { foldEqualFrames, foldLibraryFrames, isOfLibrary } from "./library-frames.ts";
import type { RuntimeError } from "./protocol.ts";
import { userFrame } from "./stack.ts";

/** How many lines of code stand above and below the line that failed. */
const CONTEXT = 2;
/** Causes and aggregated errors are followed this deep. */
const DEPTH = 8;

/** Describes anything that was thrown; never throws itself. */
export function describeError(thrown: unknown): RuntimeError {
  try {
    if (isError(thrown)) {
      const ename = text(thrown.name, "Error");
      const evalue = asWritten(text(thrown.message, ""));
      return { ename, evalue, traceback: traceback(thrown).split("\n") };
    }
    const shown = safeInspect(thrown);
    return { ename: "Uncaught", evalue: shown, traceback: [`Uncaught ${shown}`] };
  } catch (failure) {
    const evalue = `an error that cannot be shown: reading it failed (${safeInspect(failure)})`;
    return { ename: "Error", evalue, traceback: [evalue] };
  }
}

/** V8 quotes the code that runs, where a cell's name `x` is `x$.v` and its call `(0 , x$.v)()`. */
function asWritten(message: string): string {
  return message
    .replace(/\(0 ?, ?([\w$]+)\$\.v\)/g, "$1")
    .replace(/\b([A-Za-z_$][\w$]*)\$\.v(?![\w$])/g, "$1");
}

/** The stack of an error with a picture of the line that failed, its causes and its parts. */
export function traceback(error: Error, options: { frame?: boolean } = {}): string {
  return describeStack(error, options.frame ?? true, 0, new Set());
}

function describeStack(
  error: Error,
  withFrame: boolean,
  depth: number,
  seen: Set<unknown>,
): string {
  seen.add(error);
  let shown = asWritten(withoutInternals(stackOf(error)));
  const frame = userFrame(error);
  const details = ownDetails(error);
  if (details !== "") shown += "\n" + details;
  shown += hint(error);
  if (frame !== undefined && withFrame) shown += "\n\n" + codeFrame(frame);
  if (depth >= DEPTH) return shown;
  // Where an error itself has no line of the user's, that of its cause is the one to look at.
  const inner = (value: unknown, isPlace = false) =>
    seen.has(value)
      ? "[circular]"
      : isError(value)
        ? describeStack(value, withFrame && isPlace, depth + 1, seen)
        : safeInspect(value);
  if (error.cause !== undefined)
    shown += "\n\nCaused by: " + inner(error.cause, frame === undefined);
  if ("suppressed" in error && "error" in error) {
    shown += "\n\nThrown last: " + inner(error.error);
    shown += "\n\nSuppressed by it: " + inner(error.suppressed);
  }
  const parts = (error as AggregateError).errors;
  if (Array.isArray(parts)) {
    parts.slice(0, 10).forEach((part: unknown, index) => {
      shown += `\n\nError ${index + 1} of ${parts.length}: ` + inner(part);
    });
  }
  return shown;
}

/** Whether `value` is an error, of whatever realm. */
export function isError(value: unknown): value is Error {
  return (
    value instanceof Error ||
    (typeof value === "object" &&
      value !== null &&
      Object.prototype.toString.call(value) === "[object Error]")
  );
}

/** `util.inspect` for values that may refuse to be looked at. */
export function safeInspect(value: unknown): string {
  try {
    return inspect(value, { colors: false });
  } catch (failure) {
    return `<a value that cannot be shown: ${failure instanceof Error ? failure.message : "its inspection failed"}>`;
  }
}

function text(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}

function stackOf(error: Error): string {
  const { stack } = error;
  const header = `${text(error.name, "Error")}${error.message ? `: ${text(error.message, "")}` : ""}`;
  if (typeof stack !== "string" || stack === "") return header;
  // Name and message may have been set after the stack was made.
  if (stack.startsWith(header)) return stack;
  const frames = stack.indexOf("\n    at ");
  return header + (frames < 0 ? "" : stack.slice(frames));
}

/** Drops the frames of Node's own machinery, and folds those of this package's library. */
function withoutInternals(stack: string): string {
  const lines = stack.split("\n");
  const kept = lines.filter((line) => !/^ {4}at .*\(?node:internal\//.test(line));
  return foldEqualFrames(foldLibraryFrames(kept)).join("\n");
}

/** Properties that an error carries beside its name, message and stack (`code`, `errno`…), in one line; none of the library's own errors. */
function ownDetails(error: Error): string {
  const hidden = new Set(["name", "message", "stack", "cause", "errors"]);
  const names = Object.keys(error).filter((name) => !hidden.has(name));
  if (names.length === 0 || isOfLibrary(stackOf(error).split("\n"))) return "";
  const own: Record<string, unknown> = {};
  for (const name of names.slice(0, 10))
    own[name] = (error as unknown as Record<string, unknown>)[name];
  try {
    return inspect(own, { colors: false, depth: 1 });
  } catch {
    return "";
  }
}

/** What the system's code for a failure means, and what to do. */
function hint(error: Error): string {
  const { code, path, hostname, address, port, input } = error as NodeJS.ErrnoException &
    Record<"hostname" | "address" | "port" | "input", unknown>;
  switch (code) {
    case "ENOENT":
      // Where a relative path that leads to nothing was looked for.
      return typeof path !== "string" || isAbsolute(path)
        ? ""
        : `\nThe path starts at ${process.cwd()}; %cd changes that folder, %ls shows what is in it.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return typeof hostname === "string"
        ? `\nNo host ${hostname} was found: its name is misspelt, or there is no network.`
        : "";
    case "ECONNREFUSED":
      return typeof address === "string"
        ? `\nNothing answers at ${address}:${String(port)}: no server runs there, or it listens elsewhere.`
        : "";
    case "ERR_INVALID_URL":
      return typeof input === "string" && !/^\w+:/.test(input)
        ? `\nAn address begins with https:// or the like. A file is read with readFile(${JSON.stringify(input)}, "utf8") of node:fs/promises.`
        : "";
    default:
      return "";
  }
}

/** The failing line among its neighbours, with a caret below the column. */
export function codeFrame(frame: { text: string; line: number; column: number }): string {
  const lines = frame.text.split("\n");
  const first = Math.max(1, frame.line - CONTEXT);
  const last = Math.min(lines.length, frame.line + CONTEXT);
  const width = String(last).length;
  const shown: string[] = [];
  for (let number = first; number <= last; number++) {
    const line = (lines[number - 1] ?? "").slice(0, 200);
    shown.push(`${number === frame.line ? ">" : " "} ${String(number).padStart(width)} | ${line}`);
    if (number === frame.line && frame.column <= 200) {
      const before = line.slice(0, frame.column - 1).replace(/[^\t]/g, " ");
      shown.push(`  ${" ".repeat(width)} | ${before}^`);
    }
  }
  return shown.join("\n");
}
