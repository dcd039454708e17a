/**
 * The debugger's helper in the main thread: it knows the notebook's variables, makes them visible to
 * expressions that the inspector evaluates, and reads values without running the user's code.
 * Nothing of it runs unless a debugger calls it.
 */
import { BroadcastChannel } from "node:worker_threads";
import { Script, constants } from "node:vm";
import { inspect } from "node:util";
import { draw, type Drawn } from "../drawing/draw.ts";
import type { Modules } from "../modules.ts";
import { listenAlways } from "../own-listeners.ts";
import type { Scope } from "../scope.ts";
import { usingContext } from "../using.ts";
import { DEBUG_HOOK, FAREWELL_CHANNEL } from "./hook-name.ts";

/** The longest wait, in milliseconds, for the control thread to let go of a process that ends. */
const FAREWELL = 1000;

/** Earlier results, which the runtime keeps among the notebook's variables, and its own tools. */
const HIDDEN = /^(?:_|Out|__tunebook_.*)$/;

type Compiled = (box: Scope["box"], ...rest: unknown[]) => unknown;

/** Puts the helper where the debugger finds it. */
export function installDebugHook(scope: Scope, modules: Modules): void {
  const hook = new DebugHook(scope, modules);
  Object.defineProperty(globalThis, Symbol.for(DEBUG_HOOK), { value: hook, enumerable: false });
  listenAlways("exit", () => hook.farewell());
}

class DebugHook {
  readonly #scope: Scope;
  readonly #modules: Modules;
  /** What the runtime gives to every session, by name. */
  readonly #given: ReadonlyMap<string, unknown>;
  readonly #hits = new Map<string, number>();
  #covered: [name: string, before: PropertyDescriptor | undefined][] | undefined;
  #runs = 0;
  /** Whether a debugger holds a session. */
  attached = false;
  /** Sends a logpoint's text to the debugger. */
  #emit: (text: string) => void = () => {};

  constructor(scope: Scope, modules: Modules) {
    this.#scope = scope;
    this.#modules = modules;
    const given = [...scope.boxes()].filter(([, box]) => "value" in (valueOf(box) ?? {}));
    this.#given = new Map(given.map(([name, box]) => [name, box.v]));
  }

  /** A session begins; `binding` names the global function by which this thread reaches it. */
  begin(binding: string): void {
    const globals = globalThis as unknown as Record<string, (text: string) => void>;
    const emit = globals[binding];
    if (emit) this.#emit = emit;
    delete globals[binding];
    this.attached = true;
    this.#hits.clear();
  }

  /** A session ended. */
  end(): void {
    this.attached = false;
  }

  /** The notebook's variables, as properties of an object of their own; getters are not run. */
  variables(): object {
    const found = Object.create(null) as object;
    for (const [name, box] of this.#scope.boxes()) {
      const own = valueOf(box);
      if (own === undefined || HIDDEN.test(name) || this.#scope.isGiven(name)) continue;
      if (this.#given.has(name) && this.#given.get(name) === own.value) continue;
      Object.defineProperty(found, name, { ...own, configurable: true, enumerable: true });
    }
    return found;
  }

  /** Whether the notebook has a variable of this name. */
  has(name: string): boolean {
    return Object.hasOwn(this.#scope.box(name), "v");
  }

  /** The value of a variable of the notebook, or of a global. */
  read(name: string): unknown {
    return this.#scope.box(name).v;
  }

  /** Gives a variable of the notebook a value. */
  set(name: string, value: unknown): void {
    this.#scope.set(name, value);
  }

  /**
   * Makes the notebook's variables visible as globals until {@link leave}: an expression that the
   * inspector evaluates in a frame then finds locals first and the notebook's names after them.
   */
  enter(): void {
    if (this.#covered !== undefined) return;
    this.#covered = [];
    for (const [name, box] of this.#scope.boxes()) {
      if (!Object.hasOwn(box, "v")) continue;
      const before = Object.getOwnPropertyDescriptor(globalThis, name);
      if (before?.configurable === false) continue;
      this.#covered.push([name, before]);
      Object.defineProperty(globalThis, name, {
        configurable: true,
        enumerable: false,
        get: () => box.v,
        set: (value) => {
          box.v = value;
        },
      });
    }
  }

  /** Takes away what {@link enter} put there. */
  leave(): void {
    for (const [name, before] of this.#covered ?? []) {
      if (before) Object.defineProperty(globalThis, name, before);
      else delete (globalThis as Record<string, unknown>)[name];
    }
    this.#covered = undefined;
  }

  /**
   * Whether a breakpoint stops: its condition, evaluated in the frame, then its hit count. A
   * logpoint never stops. A condition that throws does not hold.
   */
  stops(
    id: string,
    condition: (() => unknown) | undefined,
    hits: { operator: string; count: number } | undefined,
    message: (() => unknown) | undefined,
  ): boolean {
    this.enter();
    try {
      if (condition && !condition()) return false;
      const count = (this.#hits.get(id) ?? 0) + 1;
      this.#hits.set(id, count);
      if (hits && !compare(count, hits.operator, hits.count)) return false;
      if (!message) return true;
      this.#emit(String(message()));
      return false;
    } catch (error) {
      if (message) this.#emit(`${String(error)}`);
      return false;
    } finally {
      this.leave();
    }
  }

  /** A value in a logpoint's text. */
  text(value: unknown): string {
    return typeof value === "string" ? value : inspect(value, { depth: 1 });
  }

  /** Makes a cell's function without calling it, so that the inspector can say where it may stop. */
  probe(js: string, url: string): unknown {
    return new Script(js, { filename: url }).runInThisContext();
  }

  /** Runs a compiled cell; what it gives is an object with the value, or a promise of one. */
  run(js: string): unknown {
    const script = new Script(js, {
      filename: `tunebook:debug-${++this.#runs}`,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    const run = script.runInThisContext() as Compiled;
    const { importModule, get, meta, require } = this.#modules.forCell();
    return run(this.#scope.box, importModule, get, meta, require, usingContext);
  }

  /** A value as the page shows it; a promise where one of its representations is asynchronous. */
  draw(value: unknown, mayWait: boolean): Drawn | Promise<Drawn> {
    const drawn = draw(value);
    if (mayWait || !(drawn instanceof Promise)) return drawn;
    drawn.catch(() => {});
    return { data: { "text/plain": inspect(value) }, metadata: {} };
  }

  /** Elements `start` to `start + count` of a list, as an object; none of its getters is run. */
  slice(list: object, start: number, count: number): object {
    const part = Object.create(null) as object;
    for (let index = start; index < start + count; index++) {
      const own = Object.getOwnPropertyDescriptor(list, index);
      if (own) Object.defineProperty(part, index, { ...own, configurable: true });
    }
    return part;
  }

  /** Writes a property, as an assignment does. */
  assign(object: Record<string, unknown>, name: string, value: unknown): void {
    object[name] = value;
  }

  /** Runs a getter, as reading its property would. */
  get(object: unknown, getter: () => unknown): unknown {
    return getter.call(object);
  }

  /** The process ends: an inspector's session that is still connected would hold it. */
  farewell(): void {
    if (!this.attached) return;
    const channel = new BroadcastChannel(FAREWELL_CHANNEL);
    const gone = new SharedArrayBuffer(4);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
    channel.postMessage(gone);
    Atomics.wait(new Int32Array(gone), 0, 0, FAREWELL);
    channel.close();
  }
}

/** The value of a box that has one. */
const valueOf = (box: object) => Object.getOwnPropertyDescriptor(box, "v");

function compare(count: number, operator: string, wanted: number): boolean {
  switch (operator) {
    case ">":
      return count > wanted;
    case ">=":
      return count >= wanted;
    case "<":
      return count < wanted;
    case "<=":
      return count <= wanted;
    case "%":
      return count % wanted === 0;
    default:
      return count === wanted;
  }
}
