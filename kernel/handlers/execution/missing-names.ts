/** A name that is not there: what is known of where it would come from. */
import { foreignNameAdvice } from "../../foreign-code.ts";
import type { Diagnostic, Language } from "../../language/language.ts";
import type { RuntimeError } from "../../runtime/protocol.ts";
import type { Session } from "../session.ts";

/** "Cannot find name", alone and with what may have been meant; and the same of `{ name }`. */
const CANNOT_FIND = new Set([2304, 2552, 2584, 18004]);
const QUOTED_NAME = /'([\p{ID_Start}$_][\p{ID_Continue}$]*)'/u;
const NOT_DEFINED = /^([\p{ID_Start}$_][\p{ID_Continue}$]*) is not defined$/u;
/** … and whether TypeScript should think that cells run in a page, which would not help them. */
const OF_A_PAGE = 2584;

/** Diagnostics of the cell, those of missing names with what to do about them. */
export function withNameAdvice(
  found: Diagnostic[],
  code: string,
  session: Session,
  language: Language,
): Promise<Diagnostic[]> {
  const ofTunebook = ofTunebookIn(language);
  return Promise.all(
    found.map(async (each) => {
      if (!CANNOT_FIND.has(each.code ?? 0)) return each;
      const name = QUOTED_NAME.exec(each.message)?.[1];
      if (name === undefined) return each;
      const advice =
        adviceOn(name, session, language) ??
        undeclared(name, each, code) ??
        quoted(name, each, code) ??
        ((await ofTunebook()).has(name) ? fromTunebook(name) : undefined);
      if (advice === undefined) return each;
      const what = each.code === OF_A_PAGE ? `Cannot find name '${name}'.` : each.message;
      return { ...each, message: `${what}\n${advice}` };
    }),
  );
}

/** The error of a cell that ran, and met a name that is not there. */
export function withMissingName(
  error: RuntimeError,
  session: Session,
  language: Language,
): RuntimeError {
  const name = NOT_DEFINED.exec(error.evalue)?.[1];
  if (error.ename !== "ReferenceError" || name === undefined) return error;
  const advice = adviceOn(name, session, language);
  if (advice === undefined) return error;
  const [head = "", ...lines] = error.traceback;
  return { ...error, traceback: [head, advice, ...lines] };
}

const adviceOn = (name: string, { fates }: Session, language: Language): string | undefined =>
  fates.advice(name, (code, each) => language.declares(code, each)) ?? foreignNameAdvice(name);

const fromTunebook = (name: string): string =>
  `It comes from tunebook: import { ${name} } from "tunebook"`;

/** The values that the library exports, as completion knows them; asked for once, and where they are needed. */
function ofTunebookIn(language: Language): () => Promise<Set<string>> {
  return async () => {
    const known = exported.get(language);
    if (known) return known;
    const code = 'import * as all from "tunebook";\nall.';
    const { items } = await language.complete(code, code.length);
    const found = new Set(items.map(({ label }) => label));
    // Without a server there is no answer; there may be one the next time.
    if (found.size > 0) exported.set(language, found);
    return found;
  };
}
const exported = new WeakMap<Language, Set<string>>();

/** `x = 5`, as languages have it whose variables need no declaration. */
function undeclared(name: string, at: Diagnostic, code: string): string | undefined {
  const line = code.split(/\r\n|\n|\r/)[at.line] ?? "";
  const isAssigned =
    line.slice(0, at.column).trim() === "" && /^\s*=(?![=>])/.test(line.slice(at.endColumn));
  return isAssigned ? `To declare it, write let ${name} = … or const ${name} = …` : undefined;
}

/** A direction is a word, though the library has a function of that name too. */
function quoted(name: string, at: Diagnostic, code: string): string | undefined {
  const before = (code.split(/\r\n|\n|\r/)[at.line] ?? "").slice(0, at.column);
  return /^(?:maximize|minimize)$/.test(name) && /\w\s*:\s*$/.test(before)
    ? `Write it in quotes: "${name}"`
    : undefined;
}
