const DECLARES = "\\b(?:const|let|var|function\\*?|class|import|catch|for)\\b[^=;\\n]*?";

/** Whether a statement of the cell declares `name`, as far as that can be seen without a parser. */
export function isDeclaredBy(
  cell: string,
  name: string,
  except: readonly [number, number],
): boolean {
  const text = cell.slice(0, except[0]) + cell.slice(except[1]);
  return new RegExp(`${DECLARES}(?<![.\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`, "u").test(
    text,
  );
}

/**
 * Whether a cell's own code declares a name or takes it as a parameter, as far as that can be seen
 * without a parser: then it is a variable, and no program.
 *
 * @param except a stretch that is not looked at
 */
export function isDeclared(
  cell: string,
  name: string,
  except?: readonly [number, number],
): boolean {
  const text = except ? cell.slice(0, except[0]) + cell.slice(except[1]) : cell;
  const escaped = name.replaceAll("$", "\\$");
  const declared = new RegExp(
    `(?:\\b(?:const|let|var|function\\*?|class|import|catch|for)\\b[^=;\\n]*?|[(,{\\[]\\s*|^\\s*)(?<![.\\w$])${escaped}(?![\\w$])\\s*(?=[,)}\\]:=;]|=>|of\\b|in\\b|\\(|$)`,
    "mu",
  );
  return declared.test(text.replaceAll(/^[ \t]*[!%].*$/gm, "").replaceAll(/=[ \t]*!.*$/gm, ";"));
}
