/** What scripts have and modules have not: completion values, functions that leave their blocks. */

import type { Function as FunctionNode, Node } from "oxc-parser";

/**
 * The statements that may give a script its value, as the language has it (ECMA-262, "completion
 * record"): declarations give none, so that what stands before them counts; of a block or a branch
 * its own last ones count.
 */
export function completionNodes(body: readonly Node[]): Node[] {
  const found: Node[] = [];
  complete(body, found);
  return found;
}

/** Whether the statements always give a value, so that those before them need not be looked at. */
function complete(body: readonly Node[], found: Node[]): boolean {
  for (let at = body.length - 1; at >= 0; at--) {
    if (completeOne(body[at]!, found)) return true;
  }
  return false;
}

function completeOne(node: Node, found: Node[]): boolean {
  switch (node.type) {
    case "ExpressionStatement":
    case "ExportDefaultDeclaration":
      found.push(node);
      return true;
    case "BlockStatement":
      return complete(node.body, found);
    case "IfStatement":
      completeOne(node.consequent, found);
      if (node.alternate) completeOne(node.alternate, found);
      return true;
    case "TryStatement":
      complete(node.block.body, found);
      if (node.handler) complete(node.handler.body.body, found);
      return true;
    case "SwitchStatement":
      for (const { consequent } of node.cases) complete(consequent, found);
      return true;
    case "LabeledStatement":
      return completeOne(node.body, found);
    default: {
      const body = bodyOf(node);
      if (body === undefined) return false;
      completeOne(body, found);
      return true;
    }
  }
}

/** What a loop repeats, or what stands in a `with`; undefined of other statements. */
function bodyOf(node: Node): Node | undefined {
  switch (node.type) {
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
    case "WithStatement":
      return node.body;
    default:
      return undefined;
  }
}

/**
 * Names of functions declared in blocks, which a script sees outside of them too (ECMA-262, annex
 * B.3.2); those of blocks in functions are their functions' own.
 */
export function blockFunctionNames(node: Node, found: (name: string) => void, top = true): void {
  switch (node.type) {
    case "FunctionDeclaration":
      if (!top && isPlain(node)) found(node.id!.name);
      return;
    case "BlockStatement":
      for (const child of node.body) blockFunctionNames(child, found, false);
      return;
    case "IfStatement":
      blockFunctionNames(node.consequent, found, false);
      if (node.alternate) blockFunctionNames(node.alternate, found, false);
      return;
    case "TryStatement":
      blockFunctionNames(node.block, found, false);
      if (node.handler) blockFunctionNames(node.handler.body, found, false);
      if (node.finalizer) blockFunctionNames(node.finalizer, found, false);
      return;
    case "SwitchStatement":
      for (const { consequent } of node.cases) {
        for (const child of consequent) blockFunctionNames(child, found, false);
      }
      return;
    case "LabeledStatement":
      blockFunctionNames(node.body, found, top);
      return;
    default: {
      const body = bodyOf(node);
      if (body !== undefined) blockFunctionNames(body, found, false);
    }
  }
}

/** The functions directly in a block that its outside sees. */
export function leavingFunctions(body: readonly Node[]): string[] {
  return body.flatMap((node) =>
    node.type === "FunctionDeclaration" && isPlain(node) ? [node.id!.name] : [],
  );
}

const isPlain = (node: FunctionNode): boolean => !node.async && !node.generator && node.id !== null;
