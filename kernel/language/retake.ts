/**
 * The types of functions, taken again where what they call has another type by now.
 *
 * A function means, when it is called, the latest of what it mentions; its type was found when its cell was
 * committed. Where a later cell declares something that it mentions again, and with another type, the function's
 * text is committed once more, as if it had been run again. What its cell's other statements made stays as it
 * was, since they have run: `const r = f()` holds what `f` gave then.
 */

import type { Node } from "oxc-parser";
import { parseSync } from "../emit/packages.ts";
import { namesIn, PREFIX } from "./document-text.ts";
import { type Definition, exportedName, type FrozenCell, type FunctionText } from "./frozen.ts";
import { children } from "./scope.ts";

/** A definition that a later one has taken the place of. */
export interface Replacement {
  old: Definition;
  latest: Definition;
}

/** The functions that a cell declares at its top level, and whose types follow from their own text alone. */
function functionsOf({ code, dialect }: FrozenCell): FunctionText[] {
  // What a script makes by assigning cannot be told apart by another name.
  if (dialect.startsWith("js")) return [];
  const { program, errors } = parseSync(`cell.${dialect}`, code, { sourceType: "module" });
  if (errors.length) return [];
  const functions: FunctionText[] = [];
  /** Declared otherwise as well, or given properties. */
  const others = new Set<string>();
  let end = 0;
  for (const statement of program.body as Node[]) {
    const text = code.slice(end, statement.end);
    end = statement.end;
    const exported = statement.type === "ExportNamedDeclaration" ? statement.declaration : null;
    const declaration = (exported ?? statement) as Node;
    const name = functionName(declaration);
    if (name === undefined)
      for (const other of namesIn(headOf(declaration, code))) others.add(other);
    else {
      const mentions = new Set<string>();
      addMentions(declaration, mentions);
      functions.push({ name, code: text, mentions });
    }
  }
  return functions.filter(({ name }) => !others.has(name));
}

/** `typeof x` in a type is no mention: the type was written when the cell was. */
function addMentions(node: Node, mentions: Set<string>): void {
  if (node.type === "TSTypeQuery") return;
  if (node.type === "Identifier" || node.type === "JSXIdentifier") mentions.add(node.name);
  for (const child of children(node)) addMentions(child, mentions);
}

/** The name of a function's declaration, or of a constant that is a function. */
function functionName(node: Node): string | undefined {
  if (node.type === "FunctionDeclaration" || node.type === "TSDeclareFunction")
    return node.id?.name;
  if (node.type !== "VariableDeclaration" || node.kind !== "const") return undefined;
  const [declarator, ...more] = node.declarations;
  if (!declarator || more.length || declarator.id.type !== "Identifier") return undefined;
  if (declarator.id.typeAnnotation) return undefined;
  const { id } = declarator;
  let { init } = declarator;
  while (init?.type === "ParenthesizedExpression" || init?.type === "TSSatisfiesExpression")
    init = init.expression;
  const isFunction =
    init?.type === "ArrowFunctionExpression" || init?.type === "FunctionExpression";
  return isFunction ? id.name : undefined;
}

/** The part of a statement that may add to a function: a type or namespace of its name, a property given to it. */
function headOf(statement: Node, code: string): string {
  switch (statement.type) {
    case "TSModuleDeclaration":
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      return code.slice(statement.id.start, statement.id.end);
    case "ExpressionStatement": {
      const { expression } = statement;
      if (expression.type !== "AssignmentExpression") return "";
      return code.slice(expression.left.start, expression.left.end);
    }
    default:
      return "";
  }
}

/** The functions of `cell` that are still the latest of their names. */
function liveFunctions(cell: FrozenCell): FunctionText[] {
  try {
    cell.functions ??= functionsOf(cell);
  } catch (error) {
    // Nested too deeply to be walked.
    if (!(error instanceof RangeError)) throw error;
    cell.functions = [];
  }
  return cell.functions.filter(({ name }) => cell.defines.get(name)?.superseded === false);
}

/** The names that `cell`'s function mentions; undefined where the latest of its name is no function of this cell. */
export function mentionsOf(cell: FrozenCell, name: string): Set<string> | undefined {
  const found = liveFunctions(cell).filter((each) => each.name === name);
  return found.length ? new Set(found.flatMap(({ mentions }) => [...mentions])) : undefined;
}

/** Whether the type of a function of `cell` may depend on `definition`. */
export function hasFunctionsOf(cell: FrozenCell, definition: Definition): boolean {
  const { name, isType } = definition;
  if (isType || (definition.cell !== cell && cell.uses.get(name) !== definition)) return false;
  return liveFunctions(cell).some(({ mentions }) => mentions.has(name));
}

/**
 * What of `cell` is to be committed once more: its functions that mention a name of `changed`, and those that
 * mention these. Undefined where there are none.
 * @param changed definitions that were replaced by others of another type
 * @param latest the definition that a name has now
 */
export function functionsToRetake(
  cell: FrozenCell,
  changed: ReadonlySet<Definition>,
  latest: (name: string) => Definition | undefined,
): { code: string; uses: Definition[] } | undefined {
  const all = liveFunctions(cell);
  const known = [...cell.defines.values(), ...cell.uses.values()];
  const names = new Set(known.filter((each) => changed.has(each)).map(({ name }) => name));
  const taken = new Set<FunctionText>();
  for (let before = -1; before < taken.size;) {
    before = taken.size;
    for (const each of all) {
      if (taken.has(each) || ![...each.mentions].some((name) => names.has(name))) continue;
      // Overloads are declared several times.
      for (const other of all) if (other.name === each.name) taken.add(other);
      names.add(each.name);
    }
  }
  if (!taken.size) return undefined;
  const texts = all.filter((each) => taken.has(each));
  const own = new Set(texts.map(({ name }) => name));
  const code = texts.map((each) => each.code).join("\n");
  const uses: Definition[] = [];
  for (const name of namesIn(code)) {
    if (own.has(name)) continue;
    const then = cell.defines.get(name) ?? cell.uses.get(name);
    const now = latest(name);
    // A type is nothing that a call would look up.
    const isType = then?.isType || now?.isType || !texts.some((each) => each.mentions.has(name));
    const meant = isType && then ? then : now;
    if (meant) uses.push(meant);
  }
  return { code, uses };
}

/** How many lines of {@link comparison} stand before the first pair. */
export const COMPARISON_HEAD = 1;

/**
 * A document's text in which each pair that differs in type is an error of its line: an assignment of `true`
 * to `false`. Both must be exported by the module `from`.
 */
export function comparison(pairs: readonly Replacement[], from: string): string {
  const session = `${PREFIX}s`;
  // Two conditional types that wait for their parameter are the same only where what they ask of it is.
  const head =
    `import * as ${session} from "./${from}"; import {} from "./${from}"; ` +
    "type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false; export {};";
  const lines = pairs.map(
    ({ old, latest }) =>
      `true satisfies Same<typeof ${session}.${exportedName(old)}, typeof ${session}.${exportedName(latest)}>;`,
  );
  return [head, ...lines, ""].join("\n");
}
