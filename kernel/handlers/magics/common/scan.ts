/**
 * Where the statements of a cell begin, as far as magics need it: a line that starts with `%` or `!`
 * is a magic only there, and not within a string, a template, a comment, a regular expression, an
 * argument list or an expression that the line above has begun.
 *
 * A rough reading of the tokens, since a cell with magics is no TypeScript that a parser would read.
 */

/** What stands before a place. */
export interface Before {
  /** The line ends an expression or a name: what follows could be its continuation. */
  readonly afterExpression: boolean;
  /** Nothing but comments and magics stands above. */
  readonly atHead: boolean;
}

/** What the last token says of the one that follows. */
type Last = "start" | "operand" | "operator";

type Bracket = "block" | "object" | "paren" | "template";

/** Words after which an expression must follow, or a block in which none begins. */
const WORD_OPERATORS = new Set(
  "return throw case typeof in of instanceof new delete void await yield extends as satisfies default".split(
    " ",
  ),
);
/** Words after which a statement begins. */
const WORD_STARTS = new Set(["else", "do", "try", "finally"]);

const WORD = /[\p{ID_Continue}$]+/uy;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;

/**
 * Calls `line` at each line's first sign where a statement may begin; it gives back the offset behind
 * what it takes for itself (the end of its last line), or undefined where the line is code. Calls
 * `comment` with each comment that ends with its line.
 */
export function scanLines(
  text: string,
  line: (start: number, before: Before) => number | undefined,
  comment: (start: number, end: number) => void = () => {},
): void {
  const open: Bracket[] = [];
  let last = "start" as Last;
  let atHead = true;
  let at = 0;
  let lineBegins = true;

  const token = (kind: Last, end: number) => {
    last = kind;
    at = end;
    atHead = false;
    lineBegins = false;
  };

  while (at < text.length) {
    const sign = text[at]!;
    if (sign === "\n" || sign === "\r") {
      lineBegins = true;
      at++;
    } else if (sign === " " || sign === "\t" || sign === "\ufeff") {
      at++;
    } else if (text.startsWith("//", at)) {
      const end = lineEnd(text, at);
      comment(at, end);
      at = end;
    } else if (text.startsWith("/*", at)) {
      const end = text.indexOf("*/", at + 2);
      at = end < 0 ? text.length : end + 2;
    } else {
      const top = open.at(-1);
      if (lineBegins && last !== "operator" && (top === undefined || top === "block")) {
        const end = line(at, { afterExpression: last === "operand", atHead });
        if (end !== undefined) {
          at = end;
          last = "start";
          continue;
        }
      }
      lineBegins = false;
      takeToken(sign);
    }
  }

  function takeToken(sign: string): void {
    switch (sign) {
      case '"':
      case "'":
        return token("operand", stringEnd(text, at));
      case "`":
        return template(at + 1);
      case "{": {
        const block = last !== "operator" || text.slice(0, at).trimEnd().endsWith("=>");
        open.push(block ? "block" : "object");
        return token("start", at + 1);
      }
      case "(":
      case "[":
        open.push("paren");
        return token("operator", at + 1);
      case ")":
      case "]":
        open.pop();
        return token("operand", at + 1);
      case "}": {
        const closed = open.pop();
        if (closed === "template") return template(at + 1);
        return token(closed === "object" ? "operand" : "start", at + 1);
      }
      case ";":
        return token("start", at + 1);
      case "/": {
        REGEX.lastIndex = at;
        const regex = last === "operand" ? null : REGEX.exec(text);
        return regex ? token("operand", at + regex[0].length) : token("operator", at + 1);
      }
      case "+":
      case "-":
        if (text[at + 1] === sign) return token(last, at + 2);
        return token("operator", at + 1);
    }
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0];
    if (word === undefined) return token(sign === "@" ? "operand" : "operator", at + 1);
    const member = text[at - 1] === ".";
    if (!member && WORD_OPERATORS.has(word)) return token("operator", at + word.length);
    token(!member && WORD_STARTS.has(word) ? "start" : "operand", at + word.length);
  }

  /** The text of a template from `from` to its end or to the code in it. */
  function template(from: number): void {
    let end = from;
    while (end < text.length && text[end] !== "`") {
      if (text.startsWith("${", end)) {
        open.push("template");
        return token("operator", end + 2);
      }
      end += text[end] === "\\" ? 2 : 1;
    }
    token("operand", end + 1);
  }
}

/** The offset of the end of the line in which `at` lies, before its line break. */
export function lineEnd(text: string, at: number): number {
  const found = /[\r\n]/g;
  found.lastIndex = at;
  return found.exec(text)?.index ?? text.length;
}

function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === text[start]) return at + 1;
    // A quote that its line does not close is somebody's mistake, or an apostrophe in JSX.
    else if (text[at] === "\n") return at;
  }
  return text.length;
}
