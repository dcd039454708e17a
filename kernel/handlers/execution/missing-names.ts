/** A name that is not there: what is known of where it would come from. */
import { pythonNameAdvice } from "../../foreign-code.ts";
import type { Diagnostic, Language } from "../../language/language.ts";
import type { RuntimeError } from "../../runtime/protocol.ts";
import type { Session } from "../session.ts";

/** "Cannot find name", alone and with what may have been meant; and the same of `{ name }`. */
const CANNOT_FIND = new Set([2304, 2552, 18004]);

/** Diagnostics of the cell, those of missing names with what to do about them. */
export function withNameAdvice(
  found: Diagnostic[],
  code: string,
  session: Session,
  language: Language,
): Diagnostic[] {
  return found.map((each) => {
    if (!CANNOT_FIND.has(each.code ?? 0)) return each;
    const name = /'([^']+)'/.exec(each.message)?.[1];
    if (name === undefined) return each;
    const advice = adviceOn(name, session, language) ?? undeclared(name, each, code);
    return advice === undefined ? each : { ...each, message: `${each.message}\n${advice}` };
  });
}

/** The error of a cell that ran, and met a name that is not there. */
export function withMissingName(
  error: RuntimeError,
  session: Session,
  language: Language,
): RuntimeError {
  const name = /^(\S+) is not defined$/.exec(error.evalue)?.[1];
  if (error.ename !== "ReferenceError" || name === undefined) return error;
  const advice = adviceOn(name, session, language);
  if (advice === undefined) return error;
  const [head = "", ...lines] = error.traceback;
  return { ...error, traceback: [head, advice, ...lines] };
}

const adviceOn = (name: string, { fates }: Session, language: Language): string | undefined =>
  fates.advice(name, (code, each) => language.declares(code, each)) ?? pythonNameAdvice(name);

/** `x = 5`, as languages have it whose variables need no declaration. */
function undeclared(name: string, at: Diagnostic, code: string): string | undefined {
  const line = code.split(/\r\n|\n|\r/)[at.line] ?? "";
  const isAssigned =
    line.slice(0, at.column).trim() === "" && /^\s*=(?![=>])/.test(line.slice(at.endColumn));
  return isAssigned ? `To declare it, write let ${name} = … or const ${name} = …` : undefined;
}
