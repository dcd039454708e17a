/**
 * Turns the JavaScript of a cell into the text of one function whose top-level names live in boxes.
 *
 * A box is an object `{ v }` that the session keeps for each name: every cell that mentions `x`
 * fetches the box once and reads `x$.v`, which V8 makes as fast as a closure's variable. So a
 * function of an old cell sees a name that a newer cell declares again, nothing is ever in a
 * temporal dead zone, and names inside functions and blocks stay native locals.
 */

import MagicString from "magic-string";
import type { Node, Program } from "oxc-parser";
import { BoxNames, type SessionNames } from "./box-names.ts";
import { importCode } from "./imports.ts";
import { type BindingKind, topLevelNames } from "./scope.ts";
import { Walker } from "./walk.ts";

/** The cell as a function, still tied to the positions of `js`. */
export interface Rewritten {
  text: MagicString;
  /** The names that it declares. */
  names: Map<string, BindingKind>;
}

/** Rewrites `program`, the tree of `js`; see the file's head. */
export function rewrite(js: string, program: Program, session: SessionNames): Rewritten {
  const body: readonly Node[] = program.body;
  const text = new MagicString(js);
  const own = topLevelNames(body);
  const native = oxcNames(body, own);
  for (const name of native) own.delete(name);
  const names = new BoxNames(js, own, session, native);
  const result = resultOf(body, native.size > 0);
  const walker = new Walker(js, text, names, result);

  const imports = body.filter(isImport);
  for (const node of body)
    if (!isImport(node)) statement(node, node === result, text, names, walker);
  // Last, since an import that nothing used as a value may be a type.
  const first = body.find((node) => !isImport(node));
  imports.forEach((node, index) => {
    text.update(node.start, node.end, importCode(node, names.module(index), names));
    if (first && node.start > first.start) text.move(node.start, node.end, first.start);
  });

  text.prepend(names.head(walker.isAsync || imports.length > 0, walker.enums));
  text.append("\n})");
  return { text, names: own };
}

/** Whether a statement loads a module; all that do are run first. */
const isImport = (node: Node): boolean =>
  node.type === "ImportDeclaration" ||
  node.type === "ExportAllDeclaration" ||
  (node.type === "ExportNamedDeclaration" && node.source !== null);

/** Names that oxc made for its own helpers, which are no names of the session. */
function oxcNames(body: readonly Node[], own: ReadonlyMap<string, BindingKind>): Set<string> {
  const names = new Set<string>();
  for (const node of body) {
    if (node.type !== "ImportDeclaration") continue;
    if (!node.source.value.startsWith("@oxc-project/runtime/")) continue;
    for (const { local } of node.specifiers) names.add(local.name);
  }
  if (names.size) {
    for (const name of own.keys()) if (/^_(?:usingCtx|default)\d*$/.test(name)) names.add(name);
  }
  return names;
}

/** The statement whose value is the cell's: the last, also inside the frame that oxc puts around `using`. */
function resultOf(body: readonly Node[], hasFrame: boolean): Node | undefined {
  const last = body.findLast((node) => node.type !== "EmptyStatement");
  if (last?.type === "ExpressionStatement") return last;
  if (last?.type === "ExportDefaultDeclaration") return last;
  if (hasFrame && last?.type === "TryStatement" && isUsingFrame(last)) {
    return resultOf(last.block.body, true);
  }
  return undefined;
}

/** `try { var _usingCtx = … } catch (_) { … } finally { _usingCtx.d() }` */
function isUsingFrame(node: Extract<Node, { type: "TryStatement" }>): boolean {
  const [first] = node.block.body;
  if (first?.type !== "VariableDeclaration") return false;
  const id = first.declarations[0]?.id;
  return id?.type === "Identifier" && /^_usingCtx\d*$/.test(id.name);
}

/** Rewrites a statement of the top level. */
function statement(
  node: Node,
  isResult: boolean,
  text: MagicString,
  names: BoxNames,
  walker: Walker,
): void {
  switch (node.type) {
    case "ExportNamedDeclaration":
      if (node.declaration) {
        text.remove(node.start, node.declaration.start);
        statement(node.declaration as Node, false, text, names, walker);
      } else text.remove(node.start, node.end);
      break;
    case "ExportDefaultDeclaration": {
      const declaration = node.declaration as Node;
      if (
        (declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration") &&
        declaration.id
      ) {
        text.remove(node.start, declaration.start);
        statement(declaration, false, text, names, walker);
        break;
      }
      text.update(node.start, declaration.start, isResult ? "return {value:(" : "(");
      walker.endStatement(node, isResult ? ")};" : ");");
      walker.walk(declaration, undefined);
      break;
    }
    case "ClassDeclaration":
      text.prependRight(node.start, `${names.box(node.id!.name)}=`);
      text.appendLeft(node.end, ";");
      walker.walk(node, undefined);
      break;
    default:
      walker.walk(node, undefined);
  }
}
