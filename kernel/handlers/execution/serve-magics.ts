import { MagicError } from "../magics/common/magic.ts";
import type { Session } from "../session.ts";
import { codeRunner } from "./run-cell.ts";
import { runMagic } from "./run-magic.ts";

/** Does the magics that the code of a running cell comes to, and tells the runtime, in which it waits. */
export function serveMagics(session: Session): void {
  session.runtime.onMessage((message) => {
    if (message.type !== "magic") return;
    const { id, n, name, argument } = message;
    const running = [...session.running].find((execution) => execution.id === id);
    const request = running?.request ?? session.parents.get(id);
    if (!request) {
      const evalue = `%${name} came from a cell that is no longer known.`;
      session.runtime.send({ type: "magic_done", n, error: { ename: "MagicError", evalue } });
      return;
    }
    // Called by a timer after its cell has ended, it is beyond Stop.
    const signal = running?.signal ?? new AbortController().signal;
    const cell = { id, request, signal };
    const run = { code: codeRunner(cell, session), payload: running?.payload ?? [] };
    runMagic({ name, argument, atHead: false }, cell, session, run).then(
      (value) => session.runtime.send({ type: "magic_done", n, value }),
      (error: Error) => {
        if (!(error instanceof MagicError)) session.log(`%${name} failed: ${error.stack}`);
        const { name: ename, message: evalue } = error;
        session.runtime.send({ type: "magic_done", n, error: { ename, evalue } });
      },
    );
  });
}
