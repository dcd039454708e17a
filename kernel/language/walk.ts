/**
 * Walks the tree of a cell, knowing scopes, and puts boxes in the place of top-level names.
 *
 * What has to be minded: `{ x }` is a name and a value; `f()` must not get the box as `this`; a
 * function takes its name from the variable it is assigned to, which is a property now; the `let`
 * of a loop is a new variable in each turn.
 */

import type MagicString from "magic-string";
import type {
  ArrowFunctionExpression,
  AssignmentTarget,
  BindingPattern,
  Class,
  Expression,
  Function as FunctionNode,
  Node,
  VariableDeclaration,
} from "oxc-parser";
import type { BoxNames } from "./box-names.ts";
import { leavingFunctions } from "./sloppy.ts";
import { blockNames, children, patternNames, type Scope, scopeOf, varNames } from "./scope.ts";

/** See the file's head. */
export class Walker {
  readonly #js: string;
  readonly #text: MagicString;
  readonly #names: BoxNames;
  /** The statements whose value the cell returns. */
  readonly #results: ReadonlySet<Node>;
  /** Whether the value is kept until the cell's end, as it may be one of several. */
  readonly #keep: boolean;
  /** Whether a value was kept. */
  keepsResult = false;
  /** How many `with` statements are around the node being walked. */
  #withs = 0;
  /** How many functions are around the node being walked. */
  #depth = 0;
  /** An `await` was met outside of all functions. */
  isAsync = false;
  /** Names that were declared as enums. */
  readonly enums = new Set<string>();

  constructor(options: {
    js: string;
    text: MagicString;
    names: BoxNames;
    results: ReadonlySet<Node>;
    keep: boolean;
  }) {
    this.#js = options.js;
    this.#text = options.text;
    this.#names = options.names;
    this.#results = options.results;
    this.#keep = options.keep;
  }

  /** What stands before and after an expression that is the cell's value. */
  resultFrame(expression: Node): [before: string, after: string] {
    // A nameless function must not take the name of where we put it.
    const nameless = /^(?:Arrow)?FunctionExpression$|^Class|^Function/.test(expression.type);
    const open = nameless ? "(0," : "(";
    if (!this.#keep) return [`return {value:${open}`, ")};"];
    this.keepsResult = true;
    return [`${this.#names.result}=${open}`, ");"];
  }

  /** Replaces the semicolon that ends a statement, or adds the text. */
  endStatement(node: Node, ending: string): void {
    if (this.#js[node.end - 1] === ";") this.#text.update(node.end - 1, node.end, ending);
    else this.#text.appendLeft(node.end, ending);
  }

  #walkAll(nodes: readonly (Node | null)[], scope: Scope | undefined): void {
    for (const node of nodes) if (node) this.walk(node, scope);
  }

  /** Rewrites a node and all below it; `scope` undefined is the top level of the cell. */
  walk(node: Node, scope: Scope | undefined): void {
    const text = this.#text;
    switch (node.type) {
      case "Identifier":
        if (this.#isBoxed(node.name, scope)) {
          text.update(node.start, node.end, this.#names.box(node.name));
        }
        return;
      case "ExpressionStatement":
        if (this.#results.has(node)) {
          const [before, after] = this.resultFrame(node.expression as Node);
          text.prependRight(node.start, before);
          this.endStatement(node, after);
        }
        this.walk(node.expression, scope);
        return;
      case "MemberExpression":
        this.walk(node.object, scope);
        if (node.computed) this.walk(node.property, scope);
        return;
      case "Property":
        if (node.computed) this.walk(node.key, scope);
        if (node.shorthand && node.value.type === "Identifier") {
          const { name } = node.value;
          if (this.#isBoxed(name, scope)) {
            text.update(node.start, node.end, `${name}:${this.#names.box(name)}`);
          }
        } else this.walk(node.value, scope);
        return;
      case "MethodDefinition":
      case "PropertyDefinition":
      case "AccessorProperty":
        if (node.computed) this.walk(node.key, scope);
        this.#depth++;
        if (node.value) this.walk(node.value, scope);
        this.#depth--;
        return;
      case "CallExpression":
        this.#callee(node.callee, scope);
        this.#walkAll(node.arguments, scope);
        return;
      case "TaggedTemplateExpression":
        this.#callee(node.tag, scope);
        this.walk(node.quasi, scope);
        return;
      case "UnaryExpression":
        if (node.operator === "typeof" && node.argument.type === "Identifier") {
          const { name } = node.argument;
          if (this.#isBoxed(name, scope) && !this.#names.isOwn(name)) {
            const check = `${this.#names.helper("$typeof")}(${this.#names.boxObject(name)})`;
            text.update(node.start, node.end, check);
            return;
          }
        }
        this.walk(node.argument, scope);
        return;
      case "ImportExpression":
        text.update(node.start, node.start + "import".length, this.#names.parameter("$import"));
        this.walk(node.source, scope);
        if (node.options) this.walk(node.options, scope);
        return;
      case "MetaProperty":
        if (node.meta.name === "import")
          text.update(node.start, node.end, this.#names.parameter("$meta"));
        return;
      case "AwaitExpression":
        if (this.#depth === 0) this.isAsync = true;
        this.walk(node.argument, scope);
        return;
      case "AssignmentExpression":
        this.#target(node.left, scope, true);
        if (node.operator === "=" || /^(\|\||&&|\?\?)=$/.test(node.operator)) {
          this.#named(node.left, node.right, scope);
        } else this.walk(node.right, scope);
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
        this.#leaving(node.start + 1, node.body, scope);
        this.#walkAll(
          node.body,
          scopeOf(scope, (add) => blockNames(node.body, add)),
        );
        return;
      case "WithStatement":
        this.walk(node.object, scope);
        this.#withs++;
        this.walk(node.body, scope);
        this.#withs--;
        return;
      case "IfStatement":
        this.walk(node.test, scope);
        for (const branch of [node.consequent, node.alternate]) {
          if (branch?.type === "FunctionDeclaration") {
            // A function without a block, as only scripts have it.
            text.appendRight(branch.start, `{${this.#leavingCode([branch], scope)}`);
            text.appendLeft(branch.end, "}");
          }
          if (branch) this.walk(branch, scope);
        }
        return;
      case "SwitchStatement": {
        this.walk(node.discriminant, scope);
        const inside = scopeOf(scope, (add) => {
          for (const { consequent } of node.cases) blockNames(consequent, add);
        });
        for (const { consequent } of node.cases) {
          if (consequent[0]) this.#leaving(consequent[0].start, consequent, scope);
        }
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
        this.walk(node.body, scope);
        return;
      case "BreakStatement":
      case "ContinueStatement":
        return;
      default:
        for (const child of children(node)) this.walk(child, scope);
    }
  }

  /** Inside of `with` a name may be a property: left as it is, it finds that, or the session's global. */
  #isBoxed(name: string, scope: Scope | undefined): boolean {
    return this.#withs === 0 && this.#names.isBoxed(name, scope);
  }

  /** Lets the functions of a block of the top level be seen outside of it, where the cell is a script. */
  #leaving(at: number, body: readonly Node[], scope: Scope | undefined): void {
    const code = this.#leavingCode(body, scope);
    if (code) this.#text.appendLeft(at, code);
  }

  #leavingCode(body: readonly Node[], scope: Scope | undefined): string {
    if (this.#depth > 0 || !this.#names.sloppy) return "";
    return leavingFunctions(body)
      .filter((name) => this.#names.isBoxed(name, scope))
      .map((name) => `${this.#names.box(name)}=${name};`)
      .join("");
  }

  /** `f()` must not become `f$.v()`, which would hand the box to `f` as `this`. */
  #callee(callee: Expression, scope: Scope | undefined): void {
    if (callee.type !== "Identifier") this.walk(callee, scope);
    else if (this.#names.isGlobalEval(callee.name, this.#depth)) {
      this.#text.update(callee.start, callee.end, "(0,eval)");
    } else if (this.#isBoxed(callee.name, scope)) {
      this.#text.update(callee.start, callee.end, `(0,${this.#names.box(callee.name)})`);
    }
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
        if (assigned ? this.#isBoxed(node.name, scope) : this.#names.isBoxed(node.name, scope)) {
          text.update(node.start, node.end, this.#names.target(node.name, assigned));
        }
        return;
      case "ObjectPattern":
        for (const property of node.properties) {
          if (property.type === "RestElement") {
            this.#target(property.argument, scope, assigned);
            continue;
          }
          if (property.computed) this.walk(property.key, scope);
          if (!property.shorthand) {
            this.#target(property.value, scope, assigned);
            continue;
          }
          const { value } = property;
          const id = value.type === "AssignmentPattern" ? value.left : value;
          if (id.type === "Identifier" && this.#names.isBoxed(id.name, scope)) {
            const place = this.#names.target(id.name, assigned);
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
        this.walk(node as Node, scope);
    }
  }

  /** Walks a value; an anonymous function takes the name it is given to, though that is a property now. */
  #named(target: Node | AssignmentTarget, value: Expression, scope: Scope | undefined): void {
    const anonymous =
      value.type === "ArrowFunctionExpression" ||
      ((value.type === "FunctionExpression" || value.type === "ClassExpression") && !value.id);
    if (anonymous && target.type === "Identifier" && this.#names.isBoxed(target.name, scope)) {
      const name = JSON.stringify(target.name);
      this.#text.appendLeft(value.start, `({[${name}]:`);
      this.#text.appendLeft(value.end, `})[${name}]`);
    }
    this.walk(value, scope);
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
    } else if (node.body) this.walk(node.body as Node, parameters);
    this.#depth--;
  }

  #class(node: Class, scope: Scope | undefined): void {
    const inside = scopeOf(scope, (add) => {
      if (node.id) add(node.id.name);
    });
    if (node.superClass) this.walk(node.superClass, inside);
    this.#walkAll(node.body.body, inside);
  }

  #loop(
    node: Extract<Node, { type: "ForStatement" | "ForInStatement" | "ForOfStatement" }>,
    scope: Scope | undefined,
  ): void {
    if (node.type === "ForOfStatement" && node.await && this.#depth === 0) this.isAsync = true;
    const head = node.type === "ForStatement" ? node.init : node.left;
    // `let` of a loop is a native local: fresh in each turn for the closures made there.
    const inside = scopeOf(scope, (add) => {
      if (head?.type === "VariableDeclaration") blockNames([head], add);
    });
    if (head?.type === "VariableDeclaration") {
      this.#declaration(head, inside, node.type === "ForStatement" ? "for" : "each");
    } else if (head && node.type === "ForStatement") this.walk(head as Node, inside);
    else if (head) this.#target(head as Node, inside, true);
    if (node.type === "ForStatement") {
      if (node.test) this.walk(node.test, inside);
      if (node.update) this.walk(node.update, inside);
    } else this.walk(node.right, scope);
    this.walk(node.body, inside);
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
    if (!topLevel || (first.id.type === "Identifier" && this.#names.isNative(first.id.name))) {
      for (const { id, init } of node.declarations) {
        this.#target(id as Node, scope, false);
        if (init) this.walk(init, scope);
      }
      return;
    }
    text.update(node.start, first.id.start, loop ? "" : "(");
    for (const { id, init, end } of node.declarations) {
      this.#target(id as Node, scope, false);
      if (init) {
        if (id.type === "Identifier" && isEnum(id.name, init)) this.enums.add(id.name);
        this.#named(id as Node, init, scope);
      } else if (node.kind !== "var") text.appendLeft(end, "=void 0");
    }
    if (!loop) this.endStatement(node, ");");
  }
}

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
