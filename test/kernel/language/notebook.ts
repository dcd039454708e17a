/** A session's language in an empty folder outside the repository. */

import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { createLanguage } from "../../../kernel/language/index.ts";
import type { Diagnostic, Language } from "../../../kernel/language/language.ts";

/** The folder of the package. */
export const packageRoot = resolve(import.meta.dirname, "../../..");

/** An empty folder that goes with the test. */
export function emptyFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "notebook-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Notebook {
  cwd: string;
  language: Language;
  /** Checks, compiles and commits a cell; its type errors. */
  cell(code: string): Promise<Diagnostic[]>;
  /** Type errors as `code: message`. */
  errors(code: string): Promise<string[]>;
}

/** Starts a language; it ends with the test. */
export function notebook(cwd = emptyFolder()): Notebook {
  const language = createLanguage({ cwd, packageRoot });
  onTestFinished(() => language.close());
  language.start();
  const cell = async (code: string) => {
    const compiled = language.compile(code);
    if (!compiled.ok) throw new SyntaxError(JSON.stringify(compiled.errors));
    const diagnostics = await language.check(code);
    language.commit(code, compiled.cell);
    return diagnostics;
  };
  const errors = async (code: string) =>
    (await language.check(code)).map(({ code, message }) => `${code}: ${message}`);
  return { cwd, language, cell, errors };
}
