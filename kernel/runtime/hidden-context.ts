/**
 * On Node 20 a promise carries its async context in enumerable symbols, which `util.inspect` shows:
 * `Promise { <pending>, [Symbol(async_id_symbol)]: 12, … }`. Whoever prints a promise wants none of it.
 */
import { inspect } from "node:util";

const NAMES = new Set(["async_id_symbol", "trigger_async_id_symbol", "kResourceStore"]);

/** Makes Node's bookkeeping on `resource` invisible to `util.inspect`. */
export function hideContext(resource: object): void {
  for (const symbol of Object.getOwnPropertySymbols(resource)) {
    if (!NAMES.has(symbol.description ?? "")) continue;
    Object.defineProperty(resource, symbol, { enumerable: false });
  }
}

/** Does so for every promise that is inspected. */
export function hidePromiseContext(): void {
  // oxlint-disable-next-line no-extend-native -- inspect's own hook, not enumerable
  Object.defineProperty(Promise.prototype, inspect.custom, {
    value(this: Promise<unknown>) {
      if (this !== Promise.prototype) hideContext(this);
      return this;
    },
    enumerable: false,
    configurable: true,
    writable: true,
  });
}
