/**
 * Whether something that is thrown will be caught by the user's code. The engine cannot tell: this
 * runtime itself catches whatever a cell throws. So the frames are looked at, each for a `try` or a
 * `.catch` around the place where it stands. Pure.
 */
import type { Node } from "oxc-parser";
import { parseSync } from "../emit/packages.ts";
import { LineIndex } from "../language/positions.ts";
import { children } from "../language/scope.ts";

/** A text, parsed once however often it throws. */
export class ParsedText {
  readonly #index: LineIndex;
  readonly #body: readonly Node[];

  constructor(text: string) {
    this.#index = new LineIndex(text);
    this.#body = parseSync("script.js", text, { sourceType: "unambiguous" }).program
      .body as readonly Node[];
  }

  /** Whether what is thrown at this place is caught by the function that it stands in. */
  catchesAt(line: number, column: number): boolean {
    const offset = this.#index.offset(line, column);
    let caught = false;
    let node = around(this.#body, offset);
    while (node) {
      if (isFunction(node)) caught = false;
      else if (node.type === "TryStatement") caught ||= guards(node, offset);
      else if (node.type === "CallExpression") caught ||= isCaughtCall(node, offset);
      node = around([...children(node)], offset);
    }
    return caught;
  }
}

type NodeOf<Type extends Node["type"]> = Extract<Node, { type: Type }>;

function around(nodes: Iterable<Node>, offset: number): Node | undefined {
  for (const node of nodes) if (node.start <= offset && offset < node.end) return node;
  return undefined;
}

const isFunction = (node: Node): boolean =>
  node.type === "FunctionDeclaration" ||
  node.type === "FunctionExpression" ||
  node.type === "ArrowFunctionExpression";

const guards = ({ block, handler }: NodeOf<"TryStatement">, offset: number): boolean =>
  handler !== null && block.start <= offset && offset < block.end;

/** `something.catch(…)`, `something.then(…, …)`, with the place inside of something. */
function isCaughtCall(node: NodeOf<"CallExpression">, offset: number): boolean {
  const { callee } = node;
  if (callee.type !== "MemberExpression" || offset >= callee.object.end) return false;
  if (callee.property.type !== "Identifier") return false;
  const { name } = callee.property;
  return name === "catch" || (name === "then" && node.arguments.length > 1);
}
