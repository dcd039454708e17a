/** The session's top-level bindings: one box per name, which compiled cells read and write as `box.v`. */

/** Where a binding lives. */
export interface Box {
  v: unknown;
}

/**
 * A name that no cell has defined yet. It reads the realm's global of that name; the first write
 * makes it an ordinary box, in place, so that functions compiled earlier see the binding too.
 */
class UndefinedBox implements Box {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  get v(): unknown {
    if (this.#name in globalThis) return (globalThis as Record<string, unknown>)[this.#name];
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
  readonly #boxes = new Map<string, Box>();
  /** Names that {@link give} made and no cell has declared. */
  readonly #given = new Set<string>();

  /** The box of `name`, the same one for ever. `declares` says that a cell declares the name. */
  readonly box = (name: string, declares = false): Box => {
    let box = this.#boxes.get(name);
    if (declares && box !== undefined && this.#given.delete(name)) define(box, undefined);
    if (box === undefined) {
      box = new UndefinedBox(name);
      this.#boxes.set(name, box);
    }
    return box;
  };

  /**
   * Gives `name` a value that is made when it is read. Writing calls `set`; without it, and where a cell
   * declares the name, it is an ordinary binding from then on.
   */
  give(name: string, get: () => unknown, set?: (value: unknown) => void): void {
    const box: Box = { v: undefined };
    const accessor = { get, set: set ?? ((value: unknown) => define(box, value)) };
    Object.defineProperty(box, "v", { ...accessor, enumerable: true, configurable: true });
    this.#boxes.set(name, box);
    this.#given.add(name);
  }

  /** Gives `name` a value, as a cell would. */
  set(name: string, value: unknown): void {
    this.box(name).v = value;
  }
}
