/**
 * Where a cell says a name, so that it can be called otherwise.
 *
 * All mentions of a name are replaced, those of parameters and inner variables too: then each means
 * what it meant, and no scopes need be known. What is no mention, as the key of a property, stays.
 */

import type { Node } from "oxc-parser";
import { parseSync } from "../emit/packages.ts";
import type { Lang } from "../emit/emit.ts";
import { children } from "./scope.ts";

/** A mention of a name: UTF-16 offsets; and what must precede it, in `{ x }`, which is a key as well. */
interface Mention {
  start: number;
  end: number;
  before: string;
}

/** The mentions of every name; of a name that cannot be replaced everywhere, undefined. */
export type Mentions = ReadonlyMap<string, Mention[] | undefined>;

/** Finds the mentions in a cell; undefined of one that cannot be read. */
export function mentionsIn(code: string, dialect: Lang): Mentions | undefined {
  try {
    const parsed = parseSync(`cell.${dialect}`, code, { sourceType: "module" });
    if (parsed.errors.length) return undefined;
    const finder = new Finder();
    finder.visit(parsed.program as Node);
    return finder.found;
  } catch (error) {
    // Nested too deeply to be walked.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The cell with the names replaced; undefined if one of them cannot be. */
export function renamed(
  code: string,
  mentions: Mentions,
  names: ReadonlyMap<string, string>,
): string {
  const places: (Mention & { name: string })[] = [];
  for (const [from, name] of names) {
    for (const mention of mentions.get(from) ?? []) places.push({ ...mention, name });
  }
  places.sort((one, other) => one.start - other.start);
  let text = "";
  let at = 0;
  for (const { start, end, before, name } of places) {
    text += code.slice(at, start) + before + name;
    at = end;
  }
  return text + code.slice(at);
}

class Finder {
  readonly found = new Map<string, Mention[] | undefined>();

  visit(node: Node): void {
    switch (node.type) {
      case "Identifier":
        this.#add(node, "");
        // A parameter's type, a decorator.
        this.#children(node);
        return;
      case "MemberExpression":
        this.visit(node.object);
        if (node.computed) this.visit(node.property);
        return;
      case "Property":
        if (!node.shorthand) return this.#keyed(node);
        this.#shorthand(node.value as Node);
        return;
      case "MethodDefinition":
      case "PropertyDefinition":
      case "AccessorProperty":
      case "TSAbstractMethodDefinition":
      case "TSAbstractPropertyDefinition":
      case "TSAbstractAccessorProperty":
      case "TSPropertySignature":
      case "TSMethodSignature":
        return this.#keyed(node);
      case "TSQualifiedName":
        this.visit(node.left as Node);
        return;
      case "TSImportType":
        if (node.typeArguments) this.visit(node.typeArguments);
        return;
      case "ImportSpecifier":
        if (node.imported.start === node.local.start) {
          this.#add(node.local, `${node.local.name} as `);
        } else this.visit(node.local);
        return;
      case "LabeledStatement":
        this.visit(node.body);
        return;
      case "BreakStatement":
      case "ContinueStatement":
      case "MetaProperty":
        return;
      case "TSNamedTupleMember":
        this.visit(node.elementType as Node);
        return;
      // Their names are seen from outside under these very names, or are no identifiers of the tree.
      case "TSEnumMember":
      case "TSParameterProperty":
      case "ExportSpecifier":
      case "TSModuleBlock":
      case "JSXOpeningElement":
      case "JSXClosingElement":
        this.#fixed(node);
        this.#children(node);
        return;
      default:
        this.#children(node);
    }
  }

  #children(node: Node): void {
    for (const child of children(node)) this.visit(child);
  }

  #keyed(node: { key: unknown; computed: boolean }): void {
    for (const child of children(node as Node)) {
      if (child !== node.key || node.computed) this.visit(child);
    }
  }

  #shorthand(value: Node): void {
    const id = value.type === "AssignmentPattern" ? value.left : value;
    if (id.type === "Identifier") this.#add(id, `${id.name}: `);
    if (value.type === "AssignmentPattern") this.visit(value.right);
  }

  #add({ name, start }: { name: string; start: number }, before: string): void {
    if (this.found.has(name) && !this.found.get(name)) return;
    const mentions = this.found.get(name) ?? [];
    mentions.push({ start, end: start + name.length, before });
    this.found.set(name, mentions);
  }

  /** No name that is said below `node` can be replaced. */
  #fixed(node: Node): void {
    if (node.type === "Identifier" || node.type === "JSXIdentifier") {
      this.found.set(node.name, undefined);
    }
    for (const child of children(node)) {
      // Of a namespace all, of an element its name alone.
      if (!node.type.startsWith("JSX") || child.type !== "JSXAttribute") this.#fixed(child);
    }
  }
}
