/**
 * Turns the JavaScript of a cell into the text of one function whose top-level names live in boxes.
 *
 * A box is an object `{ v }` that the session keeps for each name: every cell that mentions `x`
 * fetches the box once and reads `x$.v`, which V8 makes as fast as a closure's variable. So a
 * function of an old cell sees a name that a newer cell declares again, nothing is ever in a
 * temporal dead zone, and names inside functions and blocks stay native locals.
 */

import type {
  AssignmentTarget,
  BindingPattern,
  Class,
  Expression,
  Function as FunctionNode,
  ArrowFunctionExpression,
  Node,
  Program,
  VariableDeclaration,
} from "oxc-parser";
import MagicString from "magic-string";
import { importCode, type ImportNames } from "./imports.ts";
import { HELPERS, type Helper } from "./helpers.ts";
import {
  type BindingKind,
  type Scope,
  blockNames,
  children,
  isLocal,
  patternNames,
  scopeOf,
  topLevelNames,
  varNames,
} from "./scope.ts";

/** Top-level names that earlier cells defined. */
export type SessionNames = ReadonlyMap<string, BindingKind>;

/** The cell as a function, still tied to the positions of `js`. */
export interface Rewritten {
  text: MagicString;
  names: Map<string, BindingKind>;
}

const isConstant = (kind: BindingKind | undefined) => kind === "const" || kind === "import";

/** Rewrites `program`, the tree of `js`; see the file's head. */
export function rewrite(js: string, program: Program, session: SessionNames): Rewritten {
  return new Rewriter(js, program, session).run();
}

class Rewriter {
  readonly #js: string;
  readonly #program: Program;
  readonly #session: SessionNames;
  readonly #text: MagicString;
  /** Names of this cell that live in boxes. */
  readonly #own: Map<string, BindingKind>;
  /** Names that oxc made for its own helpers: they stay native. */
  readonly #native = new Set<string>();
  readonly #boxes = new Set<string>();
  readonly #helpers = new Set<Helper>();
  readonly #suffix: string;
  readonly #resultStatement: Node | undefined;
  #async = false;
  /** How many functions are around the node being walked. */
  #depth = 0;

  constructor(js: string, program: Program, session: SessionNames) {
    this.#js = js;
    this.#program = program;
    this.#session = session;
    this.#text = new MagicString(js);
    // A suffix of dollars that no name in the cell ends in, so that ours never meet the user's.
    const longest = js.match(/\$+(?![\w$])/g)?.reduce((most, run) => Math.max(most, run.length), 0);
    this.#suffix = "$".repeat((longest ?? 0) + 1);
    this.#own = topLevelNames(program.body);
    for (const statement of program.body) {
      if (statement.type === "ImportDeclaration" && isOxcHelper(statement.source.value)) {
        for (const { local } of statement.specifiers) this.#native.add(local.name);
      }
    }
    if (this.#native.size) {
      for (const name of this.#own.keys()) if (/^_usingCtx\d*$/.test(name)) this.#native.add(name);
    }
    for (const name of this.#native) this.#own.delete(name);
    this.#resultStatement = this.#findResult(program.body);
  }

  run(): Rewritten {
    const text = this.#text;
    const imports: { start: number; end: number; node: Node }[] = [];
    let hoisted = "";
    for (const statement of this.#program.body) {
      if (statement.type === "ImportDeclaration") {
        imports.push({ start: statement.start, end: statement.end, node: statement });
      } else if (
        (statement.type === "ExportNamedDeclaration" ||
          statement.type === "ExportAllDeclaration") &&
        statement.source
      ) {
        imports.push({ start: statement.start, end: statement.end, node: statement });
      } else this.#topLevel(statement);
    }
    for (const [name, kind] of this.#own) {
      if (kind === "function") hoisted += `${this.#box(name)}=${name};`;
    }
    this.#imports(imports);
    const declarations = this.#declareVars();

    const boxes = [...this.#boxes].map(
      (name) =>
        `${name}${this.#suffix}=$box(${JSON.stringify(name)}${this.#own.has(name) ? ",true" : ""})`,
    );
    const helpers = [...this.#helpers].map((helper) => `${this.#name(helper)}=${HELPERS[helper]}`);
    const constants = [...boxes, ...helpers];
    text.prepend(
      `(${this.#async ? "async " : ""}function(${["$box", "$import", "$get", "$meta", "require"]
        .map((parameter) => (parameter === "$box" ? "$box" : this.#name(parameter)))
        .join(",")}){"use strict";` +
        (constants.length ? `const ${constants.join(",")};` : "") +
        `${declarations}${hoisted}\n`,
    );
    text.append("\n})");
    return { text, names: this.#own };
  }

  /** A name of ours that may stand inside the user's functions: never one that they use. */
  #name(name: string): string {
    return name !== "require" && this.#js.includes(name) ? name + this.#suffix.repeat(2) : name;
  }

  #helper(helper: Helper): string {
    this.#helpers.add(helper);
    return this.#name(helper);
  }

  #boxName(name: string): string {
    this.#boxes.add(name);
    return name + this.#suffix;
  }

  /** `x$.v` */
  #box(name: string): string {
    return `${this.#boxName(name)}.v`;
  }

  /** Whether a mention of `name` goes through a box. Globals stay native: they are fast and complete. */
  #isBoxed(name: string, scope: Scope | undefined): boolean {
    if (isLocal(name, scope) || this.#native.has(name)) return false;
    if (this.#own.has(name) || this.#session.has(name)) return true;
    return name !== "require" && !(name in globalThis);
  }

  /** A `var` exists from the start; an enum starts empty instead of growing the one of an earlier run. */
  #declareVars(): string {
    let code = "";
    for (const [name, kind] of this.#own) {
      if (kind !== "var") continue;
      code +=
        this.#session.has(name) && !this.#enums.has(name)
          ? `${this.#helper("$declare")}(${this.#boxName(name)});`
          : `${this.#box(name)}=void 0;`;
    }
    return code;
  }
  readonly #enums = new Set<string>();

  #imports(imports: { start: number; end: number; node: Node }[]): void {
    const names: ImportNames = {
      box: (name) => this.#box(name),
      boxObject: (name) => this.#boxName(name),
      used: (name) => this.#boxes.has(name),
      isNative: (name) => this.#native.has(name),
      helper: (helper) => this.#helper(helper),
      parameter: (name) => this.#name(name),
    };
    const loads = new Set(imports.map(({ node }) => node));
    const others = this.#program.body.find((statement) => !loads.has(statement));
    const pieces = imports.map(({ node }, index) =>
      importCode(node, `$m${index}${this.#suffix}`, names),
    );
    imports.forEach(({ start, end }, index) => {
      this.#async = true;
      this.#text.update(start, end, pieces[index]!);
      if (others && start > others.start) this.#text.move(start, end, others.start);
    });
  }

  /** The expression whose value is the cell's: the last statement, also inside oxc's frame around `using`. */
  #findResult(body: readonly Node[]): Node | undefined {
    const last = body.findLast((statement) => statement.type !== "EmptyStatement");
    if (last?.type === "ExpressionStatement") return last;
    if (last?.type === "ExportDefaultDeclaration") return last;
    if (last?.type === "TryStatement" && last.handler && this.#native.has("_usingCtx")) {
      return this.#findResult(last.block.body);
    }
    return undefined;
  }

  #topLevel(node: Node): void {
    const text = this.#text;
    switch (node.type) {
      case "ExportNamedDeclaration":
        if (node.declaration) {
          text.remove(node.start, node.declaration.start);
          this.#topLevel(node.declaration as Node);
        } else text.remove(node.start, node.end);
        break;
      case "ExportDefaultDeclaration": {
        const { declaration } = node;
        if (
          (declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration") &&
          declaration.id
        ) {
          text.remove(node.start, declaration.start);
          this.#topLevel(declaration as Node);
          break;
        }
        const isResult = node === this.#resultStatement;
        text.update(node.start, declaration.start, isResult ? "return {value:(" : "(");
        this.#endStatement(node, isResult ? ")};" : ");");
        if (declaration.type === "FunctionDeclaration") this.#function(declaration, undefined);
        else this.#walk(declaration as Node, undefined);
        break;
      }
      case "FunctionDeclaration":
        this.#function(node, undefined);
        break;
      case "ClassDeclaration":
        text.prependRight(node.start, `${this.#box(node.id!.name)}=`);
        text.appendLeft(node.end, ";");
        this.#class(node, undefined);
        break;
      default:
        this.#walk(node, undefined);
    }
  }

  /** Replaces the semicolon that ends a statement, or adds the text. */
  #endStatement(node: Node, ending: string): void {
    if (this.#js[node.end - 1] === ";") this.#text.update(node.end - 1, node.end, ending);
    else this.#text.appendLeft(node.end, ending);
  }

  #walkAll(nodes: readonly (Node | null)[], scope: Scope | undefined): void {
    for (const node of nodes) if (node) this.#walk(node, scope);
  }

  #walk(node: Node, scope: Scope | undefined): void {
    const text = this.#text;
    switch (node.type) {
      case "Identifier":
        if (this.#isBoxed(node.name, scope)) {
          text.update(node.start, node.end, this.#box(node.name));
        }
        return;
      case "ExpressionStatement":
        if (node === this.#resultStatement) {
          text.prependRight(node.start, "return {value:(");
          this.#endStatement(node, ")};");
        }
        this.#walk(node.expression, scope);
        return;
      case "MemberExpression":
        this.#walk(node.object, scope);
        if (node.computed) this.#walk(node.property, scope);
        return;
      case "Property":
        if (node.computed) this.#walk(node.key, scope);
        if (node.shorthand && node.value.type === "Identifier") {
          const { name } = node.value;
          if (this.#isBoxed(name, scope)) {
            text.update(node.start, node.end, `${name}:${this.#box(name)}`);
          }
        } else this.#walk(node.value, scope);
        return;
      case "MethodDefinition":
      case "PropertyDefinition":
      case "AccessorProperty":
        if (node.computed) this.#walk(node.key, scope);
        this.#depth++;
        if (node.value) this.#walk(node.value, scope);
        this.#depth--;
        return;
      case "CallExpression":
        this.#callee(node.callee, scope);
        this.#walkAll(node.arguments, scope);
        return;
      case "TaggedTemplateExpression":
        this.#callee(node.tag, scope);
        this.#walk(node.quasi, scope);
        return;
      case "UnaryExpression":
        if (node.operator === "typeof" && node.argument.type === "Identifier") {
          const { name } = node.argument;
          if (this.#isBoxed(name, scope) && !this.#own.has(name)) {
            const check = `${this.#helper("$typeof")}(${this.#boxName(name)})`;
            text.update(node.start, node.end, check);
            return;
          }
        }
        this.#walk(node.argument, scope);
        return;
      case "ImportExpression":
        text.update(node.start, node.start + "import".length, this.#name("$import"));
        this.#walk(node.source, scope);
        if (node.options) this.#walk(node.options, scope);
        return;
      case "MetaProperty":
        if (node.meta.name === "import") text.update(node.start, node.end, this.#name("$meta"));
        return;
      case "AwaitExpression":
        if (this.#depth === 0) this.#async = true;
        this.#walk(node.argument, scope);
        return;
      case "AssignmentExpression":
        this.#target(node.left, scope, true);
        if (node.operator === "=" || /^(\|\||&&|\?\?)=$/.test(node.operator)) {
          this.#named(node.left, node.right, scope);
        } else this.#walk(node.right, scope);
        return;
      case "UpdateExpression":
        this.#target(node.argument, scope, true);
        return;
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        this.#function(node, scope);
        return;
      case "ClassDeclaration":
      case "ClassExpression":
        this.#class(node, scope);
        return;
      case "StaticBlock":
        this.#depth++;
        this.#walkAll(node.body, this.#bodyScope(node.body, scope));
        this.#depth--;
        return;
      case "BlockStatement":
        this.#walkAll(
          node.body,
          scopeOf(scope, (add) => blockNames(node.body, add)),
        );
        return;
      case "SwitchStatement": {
        this.#walk(node.discriminant, scope);
        const inside = scopeOf(scope, (add) => {
          for (const { consequent } of node.cases) blockNames(consequent, add);
        });
        this.#walkAll(node.cases, inside);
        return;
      }
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement":
        this.#loop(node, scope);
        return;
      case "CatchClause": {
        const inside = scopeOf(scope, (add) => {
          if (node.param) patternNames(node.param, add);
          blockNames(node.body.body, add);
        });
        if (node.param) this.#target(node.param, inside, false);
        this.#walkAll(node.body.body, inside);
        return;
      }
      case "VariableDeclaration":
        this.#declaration(node, scope, undefined);
        return;
      case "LabeledStatement":
        this.#walk(node.body, scope);
        return;
      case "BreakStatement":
      case "ContinueStatement":
        return;
      default:
        for (const child of children(node)) this.#walk(child, scope);
    }
  }

  /** `f()` must not become `f$.v()`, which would hand the box to `f` as `this`. */
  #callee(callee: Expression, scope: Scope | undefined): void {
    if (callee.type !== "Identifier") this.#walk(callee, scope);
    else if (this.#isBoxed(callee.name, scope)) {
      this.#text.update(callee.start, callee.end, `(0,${this.#box(callee.name)})`);
    }
  }

  /** The box of `name` as a place to write to. */
  #targetBox(name: string, assigned: boolean): string {
    if (!assigned) return this.#box(name);
    const kind = this.#own.get(name) ?? this.#session.get(name);
    if (isConstant(kind)) {
      return `${this.#helper("$constant")}(${this.#boxName(name)},${JSON.stringify(name)}).v`;
    }
    // As in every module: assigning to a name that nothing declares is an error.
    if (!kind) return `${this.#helper("$known")}(${this.#boxName(name)}).v`;
    return this.#box(name);
  }

  /**
   * What is written to: a declared pattern or, if `assigned`, the left side of an assignment.
   */
  #target(
    node: AssignmentTarget | BindingPattern | Node,
    scope: Scope | undefined,
    assigned: boolean,
  ): void {
    const text = this.#text;
    switch (node.type) {
      case "Identifier":
        if (this.#isBoxed(node.name, scope)) {
          text.update(node.start, node.end, this.#targetBox(node.name, assigned));
        }
        return;
      case "ObjectPattern":
        for (const property of node.properties) {
          if (property.type === "RestElement") {
            this.#target(property.argument, scope, assigned);
            continue;
          }
          if (property.computed) this.#walk(property.key, scope);
          if (!property.shorthand) {
            this.#target(property.value, scope, assigned);
            continue;
          }
          const { value } = property;
          const id = value.type === "AssignmentPattern" ? value.left : value;
          if (id.type === "Identifier" && this.#isBoxed(id.name, scope)) {
            const place = this.#targetBox(id.name, assigned);
            text.update(id.start, id.end, `${id.name}:${place}`);
          }
          if (value.type === "AssignmentPattern") this.#named(id, value.right, scope);
        }
        return;
      case "ArrayPattern":
        for (const element of node.elements) if (element) this.#target(element, scope, assigned);
        return;
      case "AssignmentPattern":
        this.#target(node.left, scope, assigned);
        this.#named(node.left, node.right, scope);
        return;
      case "RestElement":
        this.#target(node.argument, scope, assigned);
        return;
      default:
        this.#walk(node as Node, scope);
    }
  }

  /** Walks a value; an anonymous function takes the name it is given to, though that is a property now. */
  #named(target: Node | AssignmentTarget, value: Expression, scope: Scope | undefined): void {
    const anonymous =
      value.type === "ArrowFunctionExpression" ||
      ((value.type === "FunctionExpression" || value.type === "ClassExpression") && !value.id);
    if (anonymous && target.type === "Identifier" && this.#isBoxed(target.name, scope)) {
      const name = JSON.stringify(target.name);
      this.#text.appendLeft(value.start, `({[${name}]:`);
      this.#text.appendLeft(value.end, `})[${name}]`);
    }
    this.#walk(value, scope);
  }

  #bodyScope(body: readonly Node[], scope: Scope | undefined): Scope {
    return scopeOf(scope, (add) => {
      for (const statement of body) varNames(statement, add);
      blockNames(body, add);
    });
  }

  #function(node: FunctionNode | ArrowFunctionExpression, scope: Scope | undefined): void {
    const parameters = scopeOf(scope, (add) => {
      if (node.type === "FunctionExpression" && node.id) add(node.id.name);
      if (node.type !== "ArrowFunctionExpression") add("arguments");
      for (const parameter of node.params) patternNames(parameter, add);
    });
    this.#depth++;
    for (const parameter of node.params) this.#target(parameter as Node, parameters, false);
    if (node.body?.type === "BlockStatement") {
      this.#walkAll(node.body.body, this.#bodyScope(node.body.body, parameters));
    } else if (node.body) this.#walk(node.body as Node, parameters);
    this.#depth--;
  }

  #class(node: Class, scope: Scope | undefined): void {
    const inside = scopeOf(scope, (add) => {
      if (node.id) add(node.id.name);
    });
    if (node.superClass) this.#walk(node.superClass, inside);
    this.#walkAll(node.body.body, inside);
  }

  #loop(
    node: Extract<Node, { type: "ForStatement" | "ForInStatement" | "ForOfStatement" }>,
    scope: Scope | undefined,
  ): void {
    if (node.type === "ForOfStatement" && node.await && this.#depth === 0) this.#async = true;
    const head = node.type === "ForStatement" ? node.init : node.left;
    // `let` of a loop is a native local: fresh in each turn for the closures made there.
    const inside = scopeOf(scope, (add) => {
      if (head?.type === "VariableDeclaration") blockNames([head], add);
    });
    if (head?.type === "VariableDeclaration") {
      this.#declaration(head, inside, node.type === "ForStatement" ? "for" : "each");
    } else if (head && node.type === "ForStatement") this.#walk(head as Node, inside);
    else if (head) this.#target(head as Node, inside, true);
    if (node.type === "ForStatement") {
      if (node.test) this.#walk(node.test, inside);
      if (node.update) this.#walk(node.update, inside);
    } else this.#walk(node.right, scope);
    this.#walk(node.body, inside);
  }

  /** A declaration becomes an assignment where its names live in boxes, and stays what it is elsewhere. */
  #declaration(
    node: VariableDeclaration,
    scope: Scope | undefined,
    loop: "for" | "each" | undefined,
  ): void {
    const text = this.#text;
    const topLevel = this.#depth === 0 && (node.kind === "var" || scope === undefined);
    const first = node.declarations[0]!;
    if (!topLevel || (first.id.type === "Identifier" && this.#native.has(first.id.name))) {
      for (const { id, init } of node.declarations) {
        this.#target(id as Node, scope, false);
        if (init) this.#walk(init, scope);
      }
      return;
    }
    text.update(node.start, first.id.start, loop ? "" : "(");
    for (const { id, init, end } of node.declarations) {
      this.#target(id as Node, scope, false);
      if (init) {
        if (id.type === "Identifier" && isEnum(id.name, init)) this.#enums.add(id.name);
        this.#named(id as Node, init, scope);
      } else if (node.kind !== "var") text.appendLeft(end, "=void 0");
    }
    if (!loop) this.#endStatement(node, ");");
  }
}

const isOxcHelper = (specifier: string) => specifier.startsWith("@oxc-project/runtime/");

/** oxc writes an enum as `var E = function (E) { … }(E || {})`. */
function isEnum(name: string, init: Expression): boolean {
  if (init.type !== "CallExpression" || init.callee.type !== "FunctionExpression") return false;
  const [argument] = init.arguments;
  return (
    argument?.type === "LogicalExpression" &&
    argument.operator === "||" &&
    argument.left.type === "Identifier" &&
    argument.left.name === name &&
    argument.right.type === "ObjectExpression"
  );
}
