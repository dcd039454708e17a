/** What a breakpoint asks of the runtime each time it is reached, as JavaScript. Pure. */
import { compileFunction } from "node:vm";
import { DebugRequestError, type SourceBreakpoint } from "./protocol.ts";
import { HOOK } from "./session.ts";

/**
 * The expression that the engine evaluates in the frame to decide whether it stops; undefined where
 * it always does.
 * @param id names the breakpoint, so that its hits are counted
 * @throws DebugRequestError where condition, hit count or log message cannot be understood
 */
export function conditionOf(
  id: number,
  { condition = "", hitCondition = "", logMessage = "" }: SourceBreakpoint,
): string | undefined {
  if (!condition.trim() && !hitCondition.trim() && !logMessage) return undefined;
  const test = condition.trim() ? `()=>(${checked(condition)}\n)` : "undefined";
  const hits = hitCondition.trim() ? JSON.stringify(hitsOf(hitCondition)) : "undefined";
  const message = logMessage ? `()=>${templateOf(logMessage)}` : "undefined";
  return `${HOOK}.stops(${JSON.stringify(String(id))},${test},${hits},${message})`;
}

/** `5`, `>= 3`, `% 10`: when, of all the times that a place is reached, to stop there. */
function hitsOf(text: string): { operator: string; count: number } {
  const parts = /^\s*(==?=?|>=?|<=?|%)?\s*(\d+)\s*$/.exec(text);
  if (!parts) {
    throw new DebugRequestError(
      `"${text}" is no hit count: write a number, or one behind =, >, >=, <, <= or %.`,
    );
  }
  const [, operator = "==", count] = parts;
  return { operator: operator.startsWith("=") ? "==" : operator, count: Number(count) };
}

/** `total is {total}` → a template; braces hold expressions. */
function templateOf(message: string): string {
  const pieces = message.split(/\{([^{}]+)\}/);
  const inside = pieces.map((piece, index) =>
    index % 2 === 1
      ? `\${${HOOK}.text(${checked(piece)}\n)}`
      : piece.replace(/[\\`$]/g, (character) => `\\${character}`),
  );
  return `\`${inside.join("")}\``;
}

function checked(expression: string): string {
  try {
    compileFunction(`return (${expression}\n)`);
    return expression;
  } catch (error) {
    throw new DebugRequestError(`"${expression}": ${(error as Error).message}`, { cause: error });
  }
}
