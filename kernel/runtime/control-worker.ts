/** The control thread of the runtime; see {@link file://./interrupt.ts}. */
import { Session } from "node:inspector";
import { Socket } from "node:net";
import { INTERRUPT_HOOK } from "./interrupt-hook.ts";

/** The kernel process has gone: this long the main thread may end by itself. */
const FAREWELL = 1000;

let busy = false;

function terminate(): void {
  if (busy) return;
  busy = true;
  const session = new Session();
  session.connectToMainThread();
  const finish = () => {
    busy = false;
    // A session that stays connected makes process.exit() wait for the debugger.
    session.disconnect();
  };
  session.once("Debugger.paused", () => {
    const expression = `globalThis[Symbol.for(${JSON.stringify(INTERRUPT_HOOK)})]()`;
    session.post("Runtime.evaluate", { expression }, () => {
      session.post("Runtime.terminateExecution");
      session.post("Debugger.resume");
      session.post("Debugger.disable", finish);
    });
  });
  session.post("Debugger.enable");
  session.post("Debugger.pause");
}

const control = new Socket({ fd: 4, readable: true, writable: false });
control.on("data", terminate);
// Also where the main thread is too busy to notice that its parent died.
control.on("close", () => setTimeout(() => process.kill(process.pid, "SIGKILL"), FAREWELL));
control.on("error", () => {});
