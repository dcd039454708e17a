/** `{expression}` and `$name` in the line of a command or a magic, as IPython has them. */

import type { CodeSource } from "./magic.ts";

/** The name under which cells find what magics need of the runtime (kernel/runtime/magics.ts). */
export const RUNTIME_NAME = "__tunebook_magics";

/**
 * A line as TypeScript: a string literal, or a template where something is put in. `{{` and `}}` are
 * braces, `$$name` is `$name`; what is no expression, or names what does not exist when it is read,
 * stays as it was written. Values are put in raw, not quoted for the shell.
 */
export function lineCode(line: string, { isExpression }: CodeSource): string {
  let found = false;
  let literal = "";
  let code = "";
  const put = (expression: string, raw: string) => {
    found = true;
    const read = /\bawait\b/.test(expression)
      ? `(${expression})`
      : `${RUNTIME_NAME}.text(() => (${expression}), ${JSON.stringify(raw)})`;
    code += `${templateText(literal)}\${${read}}`;
    literal = "";
  };
  for (let at = 0; at < line.length;) {
    const two = line.slice(at, at + 2);
    if (two === "{{" || two === "}}") {
      literal += two[0];
      at += 2;
      continue;
    }
    const name = /^(\$?)\$([\p{ID_Start}_][\p{ID_Continue}]*)/u.exec(line.slice(at));
    if (name) {
      if (name[1] === "$") literal += `$${name[2]}`;
      else put(name[2]!, name[0]);
      at += name[0].length;
      continue;
    }
    const expression = line[at] === "{" ? braces(line, at) : undefined;
    if (expression !== undefined && expression.trim() !== "" && isExpression(expression)) {
      put(expression, `{${expression}}`);
      at += expression.length + 2;
      continue;
    }
    literal += line[at++];
  }
  return found ? `\`${code}${templateText(literal)}\`` : JSON.stringify(literal);
}

/** What a line says that has nothing put in; undefined where it has. */
export function plainLine(code: string): string | undefined {
  return code.startsWith('"') ? (JSON.parse(code) as string) : undefined;
}

/** What stands between a brace and its partner on the same line. */
function braces(line: string, start: number): string | undefined {
  let depth = 0;
  for (let at = start; at < line.length; at++) {
    if (line[at] === "{") depth++;
    else if (line[at] === "}" && --depth === 0) return line.slice(start + 1, at);
  }
  return undefined;
}

const templateText = (text: string): string =>
  text
    .replaceAll(/[\\`]|\$\{/g, (sign) => `\\${sign}`)
    .replaceAll("\r", "\\r")
    .replaceAll("\n", "\\n");
