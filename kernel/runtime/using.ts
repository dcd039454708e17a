/**
 * What `using` and `await using` are compiled to: a stack of what has to be disposed of when the
 * block ends. The compiler's calls are those of Babel's `usingCtx`; unlike it, this one also
 * disposes when the cell is stopped, as its code then never gets to its end.
 */
import { currentCell } from "./cell.ts";

interface Resource {
  value: unknown;
  dispose: (() => unknown) | undefined;
  isAwait: boolean;
}

/** The context of one block: `u` and `a` take a resource, `e` is the block's error, `d` disposes. */
export interface UsingContext {
  e: unknown;
  u<T>(value: T): T;
  a<T>(value: T): T;
  d(): unknown;
}

const NO_ERROR = {};

/** Begins a block. */
export function usingContext(): UsingContext {
  const stack: Resource[] = [];
  const held = { dispose: () => context.d() };
  const cell = currentCell();
  cell?.disposables.add(held);
  const take = (isAwait: boolean, value: unknown) => {
    if (value === null || value === undefined) {
      if (isAwait) stack.push({ value, dispose: undefined, isAwait });
      return;
    }
    if (Object(value) !== value) {
      throw new TypeError("`using` takes an object, a function, null or undefined.");
    }
    stack.push({ value, dispose: disposer(value as Disposing, isAwait), isAwait });
  };
  const context: UsingContext = {
    e: NO_ERROR,
    u: (value) => (take(false, value), value),
    a: (value) => (take(true, value), value),
    d() {
      cell?.disposables.delete(held);
      return disposeAll(stack, this.e);
    },
  };
  return context;
}

type Disposing = Record<symbol, (() => unknown) | undefined>;

function disposer(value: Disposing, isAwait: boolean): () => unknown {
  const later = isAwait ? value[Symbol.asyncDispose] : undefined;
  if (typeof later === "function") return later;
  const now = value[Symbol.dispose];
  if (typeof now !== "function") {
    const name = isAwait ? "Symbol.asyncDispose" : "Symbol.dispose";
    throw new TypeError(`\`using\` needs a value with a method [${name}].`);
  }
  return now;
}

/** From the last resource to the first; an error on the way goes over the one before. */
function disposeAll(stack: Resource[], first: unknown): unknown {
  let error = first;
  let awaits = false;
  const failed = (thrown: unknown): unknown => {
    error = error === NO_ERROR ? thrown : suppressed(thrown, error);
    return next();
  };
  const next = (): unknown => {
    for (let resource = stack.pop(); resource; resource = stack.pop()) {
      const { value, dispose, isAwait } = resource;
      try {
        const result = dispose?.call(value);
        if (isAwait) {
          awaits = true;
          return Promise.resolve(result).then(next, failed);
        }
      } catch (thrown) {
        return failed(thrown);
      }
    }
    if (error === NO_ERROR) return awaits ? Promise.resolve() : undefined;
    throw error;
  };
  return next();
}

/** The language's own error for it, where Node has it already. */
function suppressed(error: unknown, earlier: unknown): Error {
  const message = "An error was thrown while an earlier one made its block end.";
  const { SuppressedError } = globalThis as {
    SuppressedError?: new (error: unknown, suppressed: unknown, message: string) => Error;
  };
  if (SuppressedError) return new SuppressedError(error, earlier, message);
  const made = new Error(message);
  const hidden = { writable: true, configurable: true, enumerable: false };
  return Object.defineProperties(made, {
    name: { value: "SuppressedError", ...hidden },
    error: { value: error, ...hidden },
    suppressed: { value: earlier, ...hidden },
  });
}
