/** Cells of which their text alone shows that no type in them can be wrong: they need not wait for the language server. */

import type { Node } from "oxc-parser";
import { parseSync } from "../emit/packages.ts";
import type { Dialect } from "./compile.ts";

/** A longer cell is looked at by the server alone. */
const LONGEST = 500;

/** What asks for an error in what follows, and numbers and escapes of old that no module may have: `010`, `"\01"`. */
const NOT_PLAIN = /@ts-|(?<![\w.])0\d|\\\d/;

const PRINTS = new Set(["log", "info", "warn", "error", "debug"]);

/**
 * Whether a cell consists of nothing but literals, sums of them, and `console.log` of these.
 * @param defines whether an earlier cell gave a name its own meaning
 */
export function isHarmless(
  code: string,
  dialect: Dialect,
  defines: (name: string) => boolean,
): boolean {
  if (code.length > LONGEST || NOT_PLAIN.test(code)) return false;
  const { program, errors } = parseSync(`cell.${dialect}`, code, { sourceType: "module" });
  if (errors.length) return false;
  return (program.body as Node[]).every((statement) => {
    if (statement.type !== "ExpressionStatement") return false;
    const { expression } = statement;
    return kindOf(expression) !== undefined || (isPrint(expression) && !defines("console"));
  });
}

/** What an expression of literals is; undefined of all else. */
function kindOf(node: Node): "number" | "string" | "other" | undefined {
  switch (node.type) {
    case "Literal":
      if (typeof node.value === "number") return "number";
      if (typeof node.value === "string") return "string";
      return typeof node.value === "boolean" ? "other" : undefined;
    case "ParenthesizedExpression":
      return kindOf(node.expression);
    case "UnaryExpression":
      return node.operator === "-" && kindOf(node.argument) === "number" ? "number" : undefined;
    case "BinaryExpression": {
      const [left, right] = [kindOf(node.left), kindOf(node.right)];
      if (left === "number" && right === "number")
        return /^[-+*/%]$|^\*\*$/.test(node.operator) ? "number" : undefined;
      const isText = node.operator === "+" && (left === "string" || right === "string");
      return isText && left !== undefined && right !== undefined ? "string" : undefined;
    }
    default:
      return undefined;
  }
}

function isPrint(node: Node): boolean {
  if (node.type !== "CallExpression" || node.optional || node.typeArguments) return false;
  const { callee } = node;
  return (
    callee.type === "MemberExpression" &&
    !callee.computed &&
    !callee.optional &&
    callee.object.type === "Identifier" &&
    callee.object.name === "console" &&
    callee.property.type === "Identifier" &&
    PRINTS.has(callee.property.name) &&
    node.arguments.every((argument) => kindOf(argument) !== undefined)
  );
}
