/** The variables that a frame sees, by the names that the user gave them. */
import { HELPERS } from "../language/helpers.ts";
import type { Container, Page, Part } from "./containers.ts";
import type { UserFrame } from "./frames.ts";
import type { InspectorScope, Properties, PropertyDescriptor, RemoteObject } from "./inspector.ts";
import { argumentOf, type InspectorSession } from "./session.ts";

/** A scope of a frame. */
export interface FrameScope {
  name: string;
  hint?: string;
  container: Container;
}

/** What the compiler puts into a cell beside the user's names. */
const COMPILERS = new Set([
  "$box",
  "$import",
  "$get",
  "$meta",
  "require",
  "$using",
  "$value",
  ...Object.keys(HELPERS),
]);
const COMPILERS_PATTERN = /^(?:\$(?:import|get|meta|using|value|m\d+)\$+|_usingCtx\d*)$/;
/** The parameter that only the function has which is a cell. */
const CELL_PARAMETER = "$box";

/** What of a scope the user may see, and which of the notebook's names it mentions. */
interface Sorted {
  own: PropertyDescriptor[];
  boxed: Set<string>;
  isCell: boolean;
}

/** Tells the user's names from the compiler's. Pure. */
export function sortNames(found: readonly PropertyDescriptor[], inCell: boolean): Sorted {
  if (!inCell) return { own: [...found], boxed: new Set(), isCell: false };
  const boxed = new Set<string>();
  const own = found.filter(({ name, value }) => {
    if (COMPILERS.has(name) || COMPILERS_PATTERN.test(name)) return false;
    // The class of boxes in kernel/runtime/scope.ts.
    if (value?.className !== "UndefinedBox") return true;
    boxed.add(name.replace(/\$+$/, ""));
    return false;
  });
  return { own, boxed, isCell: found.some(({ name }) => name === CELL_PARAMETER) };
}

/** The scopes of a frame: its locals, what it closes over, its module, the notebook. */
export async function scopesOf(
  session: InspectorSession,
  frame: UserFrame,
  group: string,
): Promise<FrameScope[]> {
  const chain = frame.call.scopeChain.map((scope, index) => ({ scope, index }));
  const local = chain.findIndex(({ scope }) => scope.type === "local");
  const isModule = ({ scope }: { scope: InspectorScope }) => /^(module|script)$/.test(scope.type);
  const inner = chain.slice(0, local + 1);
  const outer = chain
    .slice(local + 1)
    .filter(({ scope }) => /^(closure|block|catch)$/.test(scope.type));
  const scopes: FrameScope[] = [
    { name: "Locals", hint: "locals", container: new NamesOf(session, frame, inner, group) },
  ];
  const closure = new NamesOf(session, frame, outer, group, false);
  if ((await closure.parts({})).length > 0) {
    scopes.push({ name: "Closure", container: closure });
  }
  const module = chain.filter(isModule);
  if (module.length > 0 && frame.script.kind === "module") {
    scopes.push({ name: "Module", container: new NamesOf(session, frame, module, group, false) });
  }
  scopes.push({ name: "Globals", hint: "globals", container: new NotebookNames(session, group) });
  return scopes;
}

/** The notebook's own top-level variables. */
export class NotebookNames implements Container {
  readonly #session: InspectorSession;
  readonly #group: string;

  constructor(session: InspectorSession, group: string) {
    this.#session = session;
    this.#group = group;
  }

  async parts({ start = 0, count, filter }: Page): Promise<Part[]> {
    if (filter === "indexed") return [];
    const found = await this.#session.hook("variables", [], { group: this.#group });
    const { result } = await propertiesOf(this.#session, found);
    return result.slice(start, count ? start + count : undefined).map(partOf);
  }

  async write(name: string, value: RemoteObject): Promise<void> {
    await this.#session.hook("set", [{ value: name }, argumentOf(value)]);
  }
}

/** The names of some scopes of a frame, the innermost first. */
class NamesOf implements Container {
  readonly #session: InspectorSession;
  readonly #frame: UserFrame;
  readonly #chain: readonly { scope: InspectorScope; index: number }[];
  readonly #group: string;
  readonly #isInner: boolean;

  constructor(
    session: InspectorSession,
    frame: UserFrame,
    chain: readonly { scope: InspectorScope; index: number }[],
    group: string,
    isInner = true,
  ) {
    this.#session = session;
    this.#frame = frame;
    this.#chain = chain;
    this.#group = group;
    this.#isInner = isInner;
  }

  async parts({ start = 0, count, filter }: Page): Promise<Part[]> {
    if (filter === "indexed") return [];
    const parts = new Map<string, Part>();
    const { returnValue, this: self } = this.#frame.call;
    if (this.#isInner && returnValue) {
      parts.set("(return value)", { name: "(return value)", value: returnValue });
    }
    for (const { scope } of this.#chain) {
      const { own, boxed, isCell } = await this.#read(scope);
      // The cell's own function holds the notebook's names that the cell mentions.
      const mentioned = isCell && this.#isInner ? await this.#notebook(boxed) : [];
      for (const property of [...mentioned, ...own]) {
        if (!parts.has(property.name)) parts.set(property.name, partOf(property));
      }
    }
    if (this.#isInner && self.type !== "undefined" && !parts.has("this")) {
      parts.set("this", { name: "this", value: self, evaluateName: "this" });
    }
    return [...parts.values()].slice(start, count ? start + count : undefined);
  }

  async write(name: string, value: RemoteObject): Promise<void> {
    for (const { scope, index } of this.#chain) {
      const { own, isCell, boxed } = await this.#read(scope);
      if (isCell && boxed.has(name)) break;
      if (!own.some((property) => property.name === name)) continue;
      await this.#session.post("Debugger.setVariableValue", {
        scopeNumber: index,
        variableName: name,
        newValue: argumentOf(value),
        callFrameId: this.#frame.call.callFrameId,
      });
      return;
    }
    await this.#session.hook("set", [{ value: name }, argumentOf(value)]);
  }

  async #read({ object }: InspectorScope): Promise<Sorted> {
    const { result } = await propertiesOf(this.#session, object);
    return sortNames(result, this.#frame.script.kind === "cell");
  }

  async #notebook(names: ReadonlySet<string>): Promise<PropertyDescriptor[]> {
    if (names.size === 0) return [];
    const found = await this.#session.hook("variables", [], { group: this.#group });
    const { result } = await propertiesOf(this.#session, found);
    return result.filter(({ name }) => names.has(name));
  }
}

function propertiesOf(session: InspectorSession, object: RemoteObject): Promise<Properties> {
  return session.post<Properties>("Runtime.getProperties", {
    objectId: object.objectId,
    ownProperties: true,
    generatePreview: true,
  });
}

function partOf({ name, value, get }: PropertyDescriptor): Part {
  if (value) return { name, value, evaluateName: name };
  // An import that was not there when its cell ran says so when it is read.
  return { name, text: get ? "(not there)" : "undefined", evaluateName: name };
}
