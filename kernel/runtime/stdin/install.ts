/** Gives cells their input. */
import { syncBuiltinESMExports } from "node:module";
import { CellInput } from "./cell-input.ts";
import { patchReadline } from "./readline.ts";

/** From here on `process.stdin` asks the user, where anybody reads it. */
export function installStdin(): void {
  let input = new CellInput();
  Object.defineProperty(process, "stdin", {
    get() {
      // One that has ended, or was broken off, is over for good; the next cell reads on.
      if (input.retired || input.destroyed || input.readableEnded) {
        input = new CellInput();
        queueMicrotask(syncBuiltinESMExports);
      }
      return input;
    },
    configurable: true,
    enumerable: true,
  });
  patchReadline();
}
