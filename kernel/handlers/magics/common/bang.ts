/**
 * Whether a line that starts with `!`, or a value that does, is a command or JavaScript's own `not`.
 *
 * A name that the notebook knows stays JavaScript (`!ready && start()`), and so does what no command
 * looks like (`!(a && b)`, `!isReady()`, `!/x/.test(y)`). On a line of its own all else is a command; as a
 * value (`const off = !on`) only what the machine has a program for.
 */

import { accessSync, constants, statSync } from "node:fs";
import { join } from "node:path";
import { pathFolders } from "../../../path-folders.ts";

/** What is known of names where the line stands. */
export interface KnownNames {
  /** Whether the notebook knows a variable of this name. */
  isVariable(name: string): boolean;
  /** Whether there is a program or a shell's own command of this name. */
  isProgram(name: string): boolean;
}

/** Words of the language that may follow `!`; as programs they do not matter. */
const JAVASCRIPT = new Set(
  "true false null undefined NaN this typeof void new function async await class super delete globalThis".split(
    " ",
  ),
);

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u;
const CALL =
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\??\.#?[\p{ID_Continue}$]+|\[[^\]\n]*\])*(?:\?\.)?\(/u;
const REGEX = /^\/(?:\\.|[^/\\\s])+\/[a-z]*\.(?:test|exec)\(/;
/** What follows a variable in an expression, and not the name of a program. */
const CONTINUES =
  /^(?:$|[.,;)\]}?]|\s*(?:[;)?]|&&|\|\||\?\?|[!=]==?|[<>]=?|instanceof\b|in\b|\/\/|$))/;

/** @param text what follows the `!`, to the end of its line */
export function isCommand(text: string, names: KnownNames, asValue: boolean): boolean {
  const line = text.trimStart();
  if (line === "" || /^[([{=`+~^&|]/.test(line) || line.startsWith("...")) return false;
  if (CALL.test(line) || REGEX.test(line)) return false;
  const word = IDENTIFIER.exec(line)?.[0];
  if (word !== undefined) {
    if (JAVASCRIPT.has(word)) return false;
    if (names.isVariable(word) && CONTINUES.test(line.slice(word.length))) return false;
  } else if (asValue && /^["'\d-]/.test(line)) return false;
  if (!asValue) return true;
  const program = /^[^\s;|&<>()]+/.exec(line)?.[0] ?? "";
  return /^(?:[.~]?\.?\/|[A-Za-z]:\\|\{|\$)/.test(program) || names.isProgram(program);
}

/** What a shell knows by itself. */
const BUILTINS = new Set(
  "cd echo pwd type export set unset command test printf ulimit umask alias source exec eval exit read wait kill jobs trap for while if case until time dir copy del move ren md rd mkdir rmdir ver vol cls assoc start where".split(
    " ",
  ),
);

/** Whether the path has a program of this name, or a shell a command of its own. */
export function isProgram(name: string, environment: NodeJS.ProcessEnv = process.env): boolean {
  if (BUILTINS.has(name)) return true;
  const endings = process.platform === "win32" ? ["", ".exe", ".cmd", ".bat", ".com"] : [""];
  return pathFolders(environment).some((folder) =>
    endings.some((ending) => isExecutable(join(folder, name + ending))),
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
