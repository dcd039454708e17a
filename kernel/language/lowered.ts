/** What a cell says by itself, before the compilers add helpers of their own. */

import type { Node } from "oxc-parser";
import { parseSync } from "../emit/packages.ts";
import type { Lang, SourceType } from "../emit/emit.ts";
import { topLevelNames } from "./scope.ts";

/** See the file's head. */
export interface Plain {
  /** Names of values that the cell declares. */
  names: ReadonlySet<string>;
  /** Whether its last statement gives the cell a value. */
  hasValue: boolean;
}

/** Whether an emitted text may hold helpers: variables, imports and calls that the user did not write. */
export function mayHoldHelpers(js: string): boolean {
  return /@oxc-project\/runtime\/|\/jsx-(?:dev-)?runtime"|__decorat/.test(js);
}

/** Reads the cell's own text. */
export function plainCell(code: string, lang: Lang, sourceType: SourceType): Plain {
  const { program } = parseSync(`cell.${lang}`, code, { sourceType });
  const body: readonly Node[] = program.body;
  const names = new Set(topLevelNames(body).keys());
  for (const node of body) {
    const declared = node.type === "ExportNamedDeclaration" ? node.declaration : node;
    if (
      (declared?.type === "TSEnumDeclaration" ||
        declared?.type === "TSModuleDeclaration" ||
        declared?.type === "TSImportEqualsDeclaration") &&
      declared.id.type === "Identifier"
    ) {
      names.add(declared.id.name);
    }
  }
  const last = body.findLast((node) => node.type !== "EmptyStatement");
  const hasValue =
    last?.type === "ExpressionStatement" ||
    last?.type === "ExportDefaultDeclaration" ||
    last?.type === "TSExportAssignment";
  return { names, hasValue };
}
