/** Which names a piece of a program declares. Works on the plain JavaScript that is left of a cell. */

import type { BindingPattern, Node, ParamPattern, Statement } from "oxc-parser";
import { parser } from "../emit/packages.ts";

/** How a top-level name came to be; `const` and `import` cannot be assigned to. */
export type BindingKind = "var" | "let" | "const" | "function" | "class" | "import";

/** Names of one function or block, and those around it. The top level of a cell is no scope: its names live in boxes. */
export interface Scope {
  readonly names: ReadonlySet<string>;
  readonly outer: Scope | undefined;
}

/** Whether `name` is a native local of `scope` or of one around it. */
export function isLocal(name: string, scope: Scope | undefined): boolean {
  for (let at = scope; at; at = at.outer) if (at.names.has(name)) return true;
  return false;
}

/** The children of a node that are nodes. */
export function* children(node: Node): Generator<Node> {
  for (const key of parser().visitorKeys[node.type] ?? []) {
    const child = (node as unknown as Record<string, unknown>)[key];
    if (Array.isArray(child)) {
      for (const item of child) if (item) yield item as Node;
    } else if (child) yield child as Node;
  }
}

/** Calls `found` with each name that a pattern binds. */
export function patternNames(
  pattern: BindingPattern | ParamPattern | { type: "RestElement"; argument: BindingPattern },
  found: (name: string) => void,
): void {
  switch (pattern.type) {
    case "Identifier":
      found(pattern.name);
      break;
    case "ObjectPattern":
      for (const property of pattern.properties) {
        patternNames(property.type === "RestElement" ? property : property.value, found);
      }
      break;
    case "ArrayPattern":
      for (const element of pattern.elements) if (element) patternNames(element, found);
      break;
    case "AssignmentPattern":
      patternNames(pattern.left, found);
      break;
    case "RestElement":
      patternNames(pattern.argument, found);
      break;
    default: // TSParameterProperty: gone before we look
  }
}

/** Names that `let`, `const`, `function` and `class` declare directly in a block. */
export function blockNames(
  statements: readonly Node[],
  found: (name: string, kind: BindingKind) => void,
): void {
  for (const statement of statements) {
    if (statement.type === "VariableDeclaration" && statement.kind !== "var") {
      const kind = statement.kind === "let" ? "let" : "const";
      for (const { id } of statement.declarations) patternNames(id, (name) => found(name, kind));
    } else if (statement.type === "FunctionDeclaration" && statement.id) {
      found(statement.id.name, "function");
    } else if (statement.type === "ClassDeclaration" && statement.id) {
      found(statement.id.name, "class");
    }
  }
}

/** Names that `var` declares anywhere below, not looking into functions, static blocks and expressions. */
export function varNames(node: Node, found: (name: string) => void): void {
  switch (node.type) {
    case "VariableDeclaration":
      if (node.kind === "var") for (const { id } of node.declarations) patternNames(id, found);
      break;
    case "BlockStatement":
    case "IfStatement":
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
    case "TryStatement":
    case "CatchClause":
    case "SwitchStatement":
    case "SwitchCase":
    case "LabeledStatement":
    case "ExportNamedDeclaration":
      for (const child of children(node)) varNames(child, found);
      break;
    default: // expressions, functions and classes hold no var of ours
  }
}

/** A scope with the names that `fill` adds. */
export function scopeOf(
  outer: Scope | undefined,
  fill: (add: (name: string) => void) => void,
): Scope {
  const names = new Set<string>();
  fill((name) => names.add(name));
  return { names, outer };
}

/** Every top-level name of a cell. A function wins over a `var` of the same name, as in the language. */
export function topLevelNames(body: readonly (Statement | Node)[]): Map<string, BindingKind> {
  const names = new Map<string, BindingKind>();
  const add = (name: string, kind: BindingKind) => {
    names.set(name, kind);
  };
  for (const statement of body) {
    varNames(statement as Node, (name) => add(name, "var"));
  }
  for (const statement of body as readonly Node[]) {
    if (statement.type === "ImportDeclaration") {
      for (const { local } of statement.specifiers) add(local.name, "import");
    } else if (statement.type === "ExportNamedDeclaration" && statement.declaration) {
      blockNames([statement.declaration], add);
    } else if (statement.type === "ExportDefaultDeclaration") {
      blockNames([statement.declaration], add);
    } else blockNames([statement], add);
  }
  return names;
}
