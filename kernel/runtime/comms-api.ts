/** `comms`, as cells find it; its declaration for the language server is `kernel/language/globals/comms.ts`. */
import type { Comms } from "../../lib/display/host.ts";

/** The part of a table of comms that cells are given. */
export function commsApi(table: Comms): Readonly<Comms> {
  return Object.freeze({
    open: (...given: Parameters<Comms["open"]>) => table.open(...given),
    register: (...given: Parameters<Comms["register"]>) => table.register(...given),
    unregister: (target: string) => table.unregister?.(target),
  });
}
