/**
 * Turns the JavaScript of a cell into the text of one function whose top-level names live in boxes.
 *
 * A box is an object `{ v }` that the session keeps for each name: every cell that mentions `x`
 * fetches the box once and reads `x$.v`, which V8 makes as fast as a closure's variable. So a
 * function of an old cell sees a name that a newer cell declares again, nothing is ever in a
 * temporal dead zone, and names inside functions and blocks stay native locals.
 */

import type MagicString from "magic-string";
import { magicString } from "../emit/packages.ts";
import type { Node, Program } from "oxc-parser";
import { BoxNames, type SessionNames } from "./box-names.ts";
import { importCode, isUsingHelper, usingCode } from "./imports.ts";
import type { Plain } from "./lowered.ts";
import { type BindingKind, topLevelNames } from "./scope.ts";
import { blockFunctionNames, completionNodes } from "./sloppy.ts";
import { Walker } from "./walk.ts";

/** The cell as a function, still tied to the positions of `js`. */
export interface Rewritten {
  text: MagicString;
  /** The names that it declares. */
  names: Map<string, BindingKind>;
}

/** Options of {@link rewrite}. */
export interface RewriteOptions {
  session: SessionNames;
  /** A script, not a module: see sloppy.ts. */
  sloppy: boolean;
  /** Of a text that holds helpers of the compilers: what the cell says without them. */
  plain: Plain | undefined;
}

/** Rewrites `program`, the tree of `js`; see the file's head. */
export function rewrite(
  js: string,
  program: Program,
  { session, sloppy, plain }: RewriteOptions,
): Rewritten {
  const body: readonly Node[] = program.body;
  const text = new (magicString().default)(js);
  const own = topLevelNames(body);
  const native = new Set(plain ? [...own.keys()].filter((name) => !plain.names.has(name)) : []);
  for (const name of native) own.delete(name);
  if (sloppy) {
    for (const node of body) {
      blockFunctionNames(node, (name) => {
        if (!own.has(name)) own.set(name, "var");
      });
    }
  }
  const names = new BoxNames({ js, own, session, native, sloppy });
  const results = sloppy ? completionNodes(body) : resultOf(body, plain);
  // A value that is known only on the way is kept until the end.
  const last = results.length === 1 && results[0] === lastStatement(body, false);
  const walker = new Walker({ js, text, names, results: new Set(results), keep: sloppy && !last });

  const imports = body.filter(isImport);
  for (const node of body) {
    if (!isImport(node)) statement(node, results.includes(node), text, names, walker);
  }
  // Last, since an import that nothing used as a value may be a type.
  const first = body.find((node) => !isImport(node));
  let loads = false;
  imports.forEach((node, index) => {
    const helper = isUsingHelper(node);
    loads ||= !helper;
    text.update(
      node.start,
      node.end,
      helper ? usingCode(node, names) : importCode(node, names.module(index), names),
    );
    if (first && node.start > first.start) text.move(node.start, node.end, first.start);
  });

  const strict =
    !sloppy || body.some((node) => "directive" in node && node.directive === "use strict");
  text.prepend(names.head({ isAsync: walker.isAsync || loads, enums: walker.enums, strict }));
  text.append(walker.keepsResult ? `\nreturn{value:${names.result}}})` : "\n})");
  return { text, names: own };
}

/** Whether a statement loads a module; all that do are run first. */
const isImport = (node: Node): boolean =>
  node.type === "ImportDeclaration" ||
  node.type === "ExportAllDeclaration" ||
  (node.type === "ExportNamedDeclaration" && node.source !== null);

/** esbuild puts a list of exports at the end. */
const lastStatement = (body: readonly Node[], lowered: boolean): Node | undefined =>
  body.findLast(
    (node) =>
      node.type !== "EmptyStatement" &&
      !(lowered && node.type === "ExportNamedDeclaration" && !node.declaration),
  );

/** The statement whose value is the cell's: the last, also inside the frame that oxc puts around `using`. */
function resultOf(body: readonly Node[], plain: Plain | undefined): Node[] {
  if (plain && !plain.hasValue) return [];
  const last = lastStatement(body, plain !== undefined);
  if (last?.type === "ExpressionStatement" || last?.type === "ExportDefaultDeclaration") {
    return [last];
  }
  if (plain && last?.type === "TryStatement" && isUsingFrame(last)) {
    return resultOf(last.block.body, plain);
  }
  return [];
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
      const [before, after] = isResult ? walker.resultFrame(declaration) : ["(", ");"];
      text.update(node.start, declaration.start, before);
      walker.endStatement(node, after);
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
