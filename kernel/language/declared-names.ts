/** The top-level names of a cell as TypeScript sees them: values, types and both. */

import type { Node, VariableDeclarator } from "oxc-parser";
import { parseSync } from "../emit/packages.ts";
import type { Lang } from "../emit/emit.ts";
import { parses } from "./dialect.ts";
import { children, patternNames } from "./scope.ts";

/** `let` (also of `var`) and `const` are variables; a `symbol` (function, class, enum, type, namespace, import, or several of one name) is imported as a whole. */
export interface DeclaredName {
  name: string;
  kind: "let" | "const" | "symbol";
  /** The cell exports the name itself. */
  exported: boolean;
  /** Nothing declares it; a script assigns to it, which makes it a global. */
  implicit?: boolean;
  /** A variable whose type comes of what is assigned to it later: `let x`, `const list = []`; what others see of it. */
  evolves?: "any" | "any[]";
  /** A type and nothing else: there is nothing of it when the cell runs. */
  isType?: true;
}

/** What a cell declares, and the modules that it names. */
export interface CellShape {
  names: Map<string, DeclaredName>;
  /** Specifiers of static imports, re-exports, and of dynamic imports and `require` of a literal. */
  modules: string[];
}

/** Reads a cell; of one that does not parse, what looks like a declaration. */
export function cellShape(code: string, dialect: Lang): CellShape {
  try {
    return readShape(code, dialect);
  } catch (error) {
    // Nested too deeply to be walked.
    if (!(error instanceof RangeError)) throw error;
    return { names: guessedNames(code), modules: moduleNames(code) };
  }
}

/** Whether a cell declares the name; of one that does not parse, whether a line at its margin does. */
export function declares(code: string, dialect: Lang, name: string): boolean {
  const isDeclared = cellShape(code, dialect).names.has(name);
  if (!isDeclared || parses(code, dialect)) return isDeclared;
  const start =
    /^(?:export|declare|abstract|async|const|let|var|function|class|enum|interface|type|namespace|import)\b/;
  return code
    .split("\n")
    .some((line) => start.test(line) && cellShape(line, dialect).names.has(name));
}

function readShape(code: string, dialect: Lang): CellShape {
  const script = dialect.startsWith("js");
  const sourceType = script ? "unambiguous" : "module";
  let parsed = parseSync(`cell.${dialect}`, code, { sourceType });
  if (script && parsed.errors.length) {
    parsed = parseSync(`cell.${dialect}`, code, { sourceType: "module" });
  }
  const modules = moduleNames(code);
  if (parsed.errors.length) return { names: guessedNames(code), modules };
  const names = new Map<string, DeclaredName>();
  for (const statement of parsed.program.body) declared(statement as Node, false, names);
  if (script) {
    for (const name of implicitNames(parsed.program.body as Node[])) {
      if (!names.has(name)) names.set(name, { name, kind: "let", exported: false, implicit: true });
    }
  }
  return { names, modules };
}

function declared(node: Node, exported: boolean, names: Map<string, DeclaredName>): void {
  const isType = node.type === "TSInterfaceDeclaration" || node.type === "TSTypeAliasDeclaration";
  const add = (name: string, kind: DeclaredName["kind"], evolves?: DeclaredName["evolves"]) => {
    const known = names.get(name);
    // A value and a type of one name (`const Point = …; type Point = …`) travel together.
    const merged = known && (known.kind === "symbol" || kind === "symbol") ? "symbol" : kind;
    names.set(name, {
      name,
      kind: merged,
      exported: exported || (known?.exported ?? false),
      ...(evolves && !exported && merged !== "symbol" ? { evolves } : {}),
      ...(isType && (known?.isType ?? !known) ? { isType: true } : {}),
    });
  };
  switch (node.type) {
    case "ExportNamedDeclaration":
      if (node.declaration) declared(node.declaration as Node, true, names);
      else if (!node.source) {
        for (const { local, exported: as } of node.specifiers) {
          const known = "name" in local ? names.get(local.name) : undefined;
          if (known && "name" in as && as.name === known.name) known.exported = true;
        }
      }
      break;
    case "ExportDefaultDeclaration":
      declared(node.declaration as Node, false, names);
      break;
    case "ImportDeclaration":
      for (const { local } of node.specifiers) add(local.name, "symbol");
      break;
    case "VariableDeclaration": {
      const kind = node.kind === "let" || node.kind === "var" ? "let" : "const";
      for (const declarator of node.declarations) {
        patternNames(declarator.id, (name) => add(name, kind, evolving(declarator)));
      }
      break;
    }
    case "FunctionDeclaration":
    case "TSDeclareFunction":
    case "ClassDeclaration":
    case "TSEnumDeclaration":
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSImportEqualsDeclaration":
    case "TSModuleDeclaration":
      if (node.type === "TSModuleDeclaration" && node.kind === "global") break;
      if (node.id?.type === "Identifier") add(node.id.name, "symbol");
      break;
    default:
      hoistedVars(node, (name) => add(name, "let"));
  }
}

/** What a variable is to others whose type TypeScript derives from what is assigned to it. */
function evolving({ id, init }: VariableDeclarator): DeclaredName["evolves"] {
  if (id.type !== "Identifier" || id.typeAnnotation) return undefined;
  if (init?.type === "ArrayExpression") return init.elements.length ? undefined : "any[]";
  const isNothing =
    init === null ||
    (init.type === "Literal" && init.raw === "null") ||
    (init.type === "Identifier" && init.name === "undefined");
  return isNothing ? "any" : undefined;
}

/** Names that statements of the top level assign to, and which nothing in the cell declares. */
function implicitNames(body: readonly Node[]): Set<string> {
  const assigned = new Set<string>();
  const assignments = (node: Node | null | undefined): void => {
    if (node?.type !== "AssignmentExpression") return;
    patternNames(node.left as never, (name) => assigned.add(name));
    assignments(node.right as Node);
  };
  const visit = (node: Node): void => {
    if (node.type === "ExpressionStatement") assignments(node.expression as Node);
    else if (node.type.endsWith("Statement")) for (const child of children(node)) visit(child);
  };
  for (const node of body) visit(node);
  return assigned;
}

/** `var` inside blocks. Goes through statements only. */
function hoistedVars(node: Node, found: (name: string) => void): void {
  if (!/Statement$|^SwitchCase$|^CatchClause$|^VariableDeclaration$/.test(node.type)) return;
  if (node.type === "VariableDeclaration") {
    if (node.kind === "var") for (const { id } of node.declarations) patternNames(id, found);
    return;
  }
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child && typeof child === "object" && "type" in child) hoistedVars(child as Node, found);
    }
  }
}

const DECLARATION =
  /^\s*(?:export\s+)?(?:declare\s+|abstract\s+|async\s+)*(const|let|var|function\s*\*?|class|enum|interface|type|namespace)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gmu;

function guessedNames(code: string): Map<string, DeclaredName> {
  const names = new Map<string, DeclaredName>();
  for (const [, keyword, name] of code.matchAll(DECLARATION)) {
    const kind = keyword === "const" ? "const" : /^(?:let|var)$/.test(keyword!) ? "let" : "symbol";
    names.set(name!, { name: name!, kind, exported: false });
  }
  for (const [, clause] of code.matchAll(/^\s*import\s+(?:type\s+)?([^"';]+?)\s+from\b/gm)) {
    for (const part of clause!.split(/[,{}]/)) {
      const name = /([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*$/u.exec(part)?.[1];
      if (name) names.set(name, { name, kind: "symbol", exported: false });
    }
  }
  return names;
}

/** The modules that a text imports, re-exports or requires by a literal name. */
export function moduleNames(code: string): string[] {
  if (!/\b(?:import|export|require)\b/.test(code)) return [];
  const found = code.matchAll(
    /(?:\bfrom|\bimport|\brequire|\bimport\s*\(|\brequire\s*\()\s*(["'])([^"'\n]+)\1/g,
  );
  return [...new Set([...found].map(([, , specifier]) => specifier!))];
}
