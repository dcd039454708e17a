/** The errors that end a cell before or beside its own code. */
import type { Diagnostic } from "../../language/language.ts";
import type { RuntimeDeath } from "../../runtime/client.ts";
import type { RuntimeError } from "../../runtime/protocol.ts";
import type { MagicError } from "../magics/common/magic.ts";
import { codeFrame } from "./code-frame.ts";

/** At most so many are shown: the first ones usually cause the rest. */
const SHOWN = 10;

/** The frames of the first diagnostics, and how many more there are. */
export function codeFrames(cellName: string, code: string, found: Diagnostic[]): string[] {
  const frames = found.slice(0, SHOWN).map((each) => `${codeFrame(cellName, code, each)}\n`);
  return found.length > SHOWN ? [...frames, `… and ${found.length - SHOWN} more.\n`] : frames;
}

export function syntaxError(cellName: string, code: string, found: Diagnostic[]): RuntimeError {
  const evalue = summary(found);
  return {
    ename: "SyntaxError",
    evalue,
    // What to do about it stands at its place.
    traceback: [`SyntaxError: ${evalue.split("\n")[0]}`, "", ...codeFrames(cellName, code, found)],
  };
}

const ALL_THE_SAME =
  "To run it all the same, write %check warn on the cell's first line. It holds until %check block.";

export function typeCheckError(cellName: string, code: string, found: Diagnostic[]): RuntimeError {
  const errors = found.length === 1 ? "A type error" : `${found.length} type errors`;
  return {
    ename: "TypeCheckError",
    evalue: summary(found),
    traceback: [
      `TypeCheckError: ${errors} stopped this cell before it ran.`,
      "",
      ...codeFrames(cellName, code, found),
      // Without the check it would fail at its imports.
      ...(found.some(({ isMissingModule }) => isMissingModule) ? [] : [ALL_THE_SAME]),
    ],
  };
}

export function magicError({ name, message }: MagicError): RuntimeError {
  return { ename: name, evalue: message, traceback: [`${name}: ${message}`] };
}

/** @param thrown what the stopped code threw, for its traceback */
export function interruptedError(thrown?: RuntimeError): RuntimeError {
  const evalue = "The cell was stopped. Everything defined before is still there.";
  const frames = (thrown?.traceback ?? []).slice(1);
  return { ename: "Interrupted", evalue, traceback: [`Interrupted: ${evalue}`, ...frames] };
}

/** A fault of Tunebook's own. */
export function kernelError({ message }: Error): RuntimeError {
  const evalue = `${message}. This is a fault of the kernel, not of the cell; its log has the details.`;
  return { ename: "KernelError", evalue, traceback: [`KernelError: ${evalue}`] };
}

export function runtimeDiedError({ message }: RuntimeDeath): RuntimeError {
  return {
    ename: "RuntimeDied",
    evalue: message,
    traceback: [`RuntimeDied: ${message}`],
  };
}

function summary([first, ...others]: Diagnostic[]): string {
  const message = first?.message ?? "The cell cannot be read.";
  if (others.length === 0) return message;
  const [what, ...advice] = message.split("\n");
  return [`${what} (and ${others.length} more)`, ...advice].join("\n");
}
