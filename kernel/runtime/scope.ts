/** The session's top-level bindings: one box per name, which compiled cells read and write as `box.v`. */

/** Where a binding lives. */
export interface Box {
  v: unknown;
}

const globals = globalThis as Record<string, unknown>;

/**
 * A name that no cell has defined yet. It reads the realm's global of that name; the first write
 * makes it an ordinary box, in place, so that functions compiled earlier see the binding too.
 */
class UndefinedBox implements Box {
  readonly #name: string;
  /** The realm's global of the name is this box itself. */
  isGlobal = false;

  constructor(name: string) {
    this.#name = name;
  }

  get v(): unknown {
    if (!this.isGlobal && this.#name in globalThis) return globals[this.#name];
    throw new ReferenceError(`${this.#name} is not defined`);
  }

  set v(value: unknown) {
    define(this, value);
  }
}

const define = (box: Box, value: unknown) =>
  Object.defineProperty(box, "v", { value, writable: true, enumerable: true, configurable: true });

/** All bindings of a session. */
export class Scope {
  readonly #boxes = new Map<string, UndefinedBox>();
  /** Names that {@link give} made and no cell has declared. */
  readonly #given = new Set<string>();
  /** What the realm had before any cell ran: a session's name never takes the place of one of these. */
  readonly #realm: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(globalThis));

  /**
   * The box of `name`, the same one for ever.
   * @param isDeclared whether the cell that asks declares the name
   * @param isScript whether it does so in a script, whose names are globals of the realm too
   */
  readonly box = (name: string, isDeclared = false, isScript = false): Box => {
    let box = this.#boxes.get(name);
    if (isDeclared && box !== undefined && this.#given.delete(name)) define(box, undefined);
    if (box === undefined) {
      box = new UndefinedBox(name);
      this.#boxes.set(name, box);
    }
    if (isDeclared && isScript && !box.isGlobal) this.#makeGlobal(name, box);
    return box;
  };

  /**
   * Gives `name` a value that is made when it is read. Writing calls `set`; without it, and where a cell
   * declares the name, it is an ordinary binding from then on.
   */
  give(name: string, get: () => unknown, set?: (value: unknown) => void): void {
    const box = new UndefinedBox(name);
    const accessor = { get, set: set ?? ((value: unknown) => define(box, value)) };
    Object.defineProperty(box, "v", { ...accessor, enumerable: true, configurable: true });
    this.#boxes.set(name, box);
    this.#given.add(name);
  }

  /** Whether `name` is one that the runtime gives and no cell has declared. */
  isGiven(name: string): boolean {
    return this.#given.has(name);
  }

  /** All boxes by name, also those that no cell has given a value yet. */
  boxes(): Iterable<[string, Box]> {
    return this.#boxes;
  }

  /** Gives `name` a value, as a cell would. */
  set(name: string, value: unknown): void {
    this.box(name).v = value;
  }

  #makeGlobal(name: string, box: UndefinedBox): void {
    if (this.#realm.has(name)) return;
    // Assigned to without a declaration before: what was a global becomes the box's value.
    if (name in globalThis) define(box, globals[name]);
    box.isGlobal = true;
    Object.defineProperty(globalThis, name, {
      get: () => box.v,
      set: (value: unknown) => {
        box.v = value;
      },
      enumerable: true,
      configurable: true,
    });
  }
}
