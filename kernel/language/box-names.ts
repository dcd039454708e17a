/** How one cell names things: which of its names live in boxes, and what the text calls those boxes. */

import { type Helper, HELPERS } from "./helpers.ts";
import { GLOBALS } from "./globals/index.ts";
import { type BindingKind, isLocal, type Scope } from "./scope.ts";

/** Top-level names that earlier cells defined. */
export type SessionNames = ReadonlyMap<string, BindingKind>;

const PARAMETERS = ["$box", "$import", "$get", "$meta", "require", "$using"] as const;

/** Names that the runtime gives to a session, beside the globals of the realm. */
const GIVEN = new Set([
  ..."module exports __dirname __filename".split(" "),
  ...[...GLOBALS.matchAll(/^declare (?:var|let|const|function|namespace) ([\w$]+)/gm)].map(
    ([, name]) => name!,
  ),
]);

const isConstant = (kind: BindingKind | undefined) => kind === "const" || kind === "import";

/** See the file's head. Remembers what was asked for, and writes the head of the function from it. */
export class BoxNames {
  readonly #js: string;
  /** Names that this cell declares. */
  readonly #own: ReadonlyMap<string, BindingKind>;
  readonly #session: SessionNames;
  /** Names that oxc made for its own helpers: they stay locals. */
  readonly #native: ReadonlySet<string>;
  /** The cell is a script: a name that nobody declared is one of the realm's globals, and may be made by assigning to it. */
  readonly sloppy: boolean;
  readonly #boxes = new Set<string>();
  readonly #helpers = new Set<Helper>();
  readonly #suffix: string;

  constructor({
    js,
    own,
    session,
    native,
    sloppy,
  }: {
    js: string;
    own: ReadonlyMap<string, BindingKind>;
    session: SessionNames;
    native: ReadonlySet<string>;
    sloppy: boolean;
  }) {
    this.#js = js;
    this.#own = own;
    this.#session = session;
    this.#native = native;
    this.sloppy = sloppy;
    // A suffix of dollars that no name in the cell ends in, so that ours never meet the user's.
    const longest = js.match(/\$+(?![\w$])/g)?.reduce((most, run) => Math.max(most, run.length), 0);
    this.#suffix = "$".repeat((longest ?? 0) + 1);
  }

  /** Whether this cell declares the name at its top level. */
  isOwn(name: string): boolean {
    return this.#own.has(name);
  }

  isNative(name: string): boolean {
    return this.#native.has(name);
  }

  /** Whether a mention of `name` goes through a box. Globals stay native: they are fast and complete. */
  isBoxed(name: string, scope: Scope | undefined): boolean {
    if (isLocal(name, scope) || this.#native.has(name)) return false;
    if (this.#own.has(name) || this.#session.has(name)) return true;
    // `arguments` would be those of our function.
    if (this.sloppy) return GIVEN.has(name) || name === "arguments";
    return name !== "require" && !(name in globalThis);
  }

  /** Whether this names `eval` where it evaluates scripts: its variables are the session's, not ours. */
  isGlobalEval(name: string, depth: number): boolean {
    return this.sloppy && depth === 0 && name === "eval" && !this.#own.has(name);
  }

  /** The variable that keeps the value of a script until its end. */
  get result(): string {
    this.#keepsResult = true;
    return this.#foreign("$value");
  }
  #keepsResult = false;

  /** Whether the box of `name` was asked for. */
  used(name: string): boolean {
    return this.#boxes.has(name);
  }

  /** `x$` */
  boxObject(name: string): string {
    this.#boxes.add(name);
    return name + this.#suffix;
  }

  /** `x$.v` */
  box(name: string): string {
    return `${this.boxObject(name)}.v`;
  }

  /** The box of `name` as a place to write to: by a declaration, or by an assignment. */
  target(name: string, assigned: boolean): string {
    if (!assigned) return this.box(name);
    const kind = this.#own.get(name) ?? this.#session.get(name);
    if (isConstant(kind)) {
      return `${this.helper("$constant")}(${this.boxObject(name)},${JSON.stringify(name)}).v`;
    }
    // As in every module: assigning to a name that nothing declares is an error.
    if (!kind && !this.sloppy) return `${this.helper("$known")}(${this.boxObject(name)}).v`;
    return this.box(name);
  }

  helper(helper: Helper): string {
    this.#helpers.add(helper);
    return this.#foreign(helper);
  }

  /** What this cell calls a parameter of its function. */
  parameter(name: (typeof PARAMETERS)[number]): string {
    return name === "$box" || name === "require" ? name : this.#foreign(name);
  }

  /** A name for the namespace of the cell's `index`th import. */
  module(index: number): string {
    return `$m${index}${this.#suffix}`;
  }

  /** A name of ours that may stand inside the user's functions: never one that they use. */
  #foreign(name: string): string {
    return this.#js.includes(name) ? name + this.#suffix.repeat(2) : name;
  }

  /** The head of the function. `enums` are the own names that are enums. */
  head({
    isAsync,
    enums,
    strict,
  }: {
    isAsync: boolean;
    enums: ReadonlySet<string>;
    strict: boolean;
  }): string {
    const start = this.#startValues(enums); // asks for boxes and helpers: first
    // `true` says that this cell declares the name; the second that scripts find it as a global too.
    const declares = this.sloppy ? ",true,true" : ",true";
    const constants = [
      ...[...this.#boxes].map(
        (name) =>
          `${name}${this.#suffix}=$box(${JSON.stringify(name)}${this.#own.has(name) ? declares : ""})`,
      ),
      ...[...this.#helpers].map((helper) => `${this.#foreign(helper)}=${HELPERS[helper]}`),
    ];
    const parameters = PARAMETERS.map((name) => this.parameter(name)).join(",");
    return (
      `(${isAsync ? "async " : ""}function(${parameters}){${strict ? '"use strict";' : ""}` +
      (this.#keepsResult ? `let ${this.#foreign("$value")};` : "") +
      (constants.length ? `const ${constants.join(",")};` : "") +
      `${start}\n`
    );
  }

  /** A `var` exists from the start, a function has its value; an enum starts empty instead of growing an earlier one. */
  #startValues(enums: ReadonlySet<string>): string {
    let code = "";
    for (const [name, kind] of this.#own) {
      if (kind === "function") code += `${this.box(name)}=${name};`;
      if (kind !== "var") continue;
      // In scripts an earlier assignment may have made the name, without declaring it.
      code +=
        (this.sloppy || this.#session.has(name)) && !enums.has(name)
          ? `${this.helper("$declare")}(${this.boxObject(name)});`
          : `${this.box(name)}=void 0;`;
    }
    return code;
  }
}
