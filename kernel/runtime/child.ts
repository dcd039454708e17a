/** The process that runs cells. It is started by {@link file://./client.ts}, and ends with it. */
import { CommTable } from "./comms.ts";
import { send } from "./channel.ts";
import { giveGlobals } from "./cell-globals.ts";
import { installDebugHook } from "./debug/hook.ts";
import { Executor } from "./execute.ts";
import { hidePromiseContext } from "./hidden-context.ts";
import { installDialogs } from "./dialogs.ts";
import { installHost } from "./host.ts";
import { installMagics } from "./magics.ts";
import { Modules } from "./modules.ts";
import { startControl } from "./interrupt.ts";
import { keepOwnListeners, listenAlways } from "./own-listeners.ts";
import { patchOutput } from "./output.ts";
import { patchChildProcesses } from "./outside/child-processes.ts";
import { patchDescriptors } from "./outside/descriptors.ts";
import { patchWorkers } from "./outside/workers.ts";
import { takeAnswer } from "./user-input.ts";
import type { ToRuntime } from "./protocol.ts";
import { Scope } from "./scope.ts";
import { installStackTraces } from "./stack.ts";
import { takeStop } from "./stop.ts";
import { patchConsole } from "./stopped-code.ts";
import { patchTimers } from "./timers.ts";
import { installStdin } from "./stdin/install.ts";
import { reportUncaught } from "./uncaught.ts";

// Where decorators put their metadata; no Node has it yet, and the compiler's helpers agree on this one.
if (!("metadata" in Symbol)) {
  Object.defineProperty(Symbol, "metadata", { value: Symbol.for("Symbol.metadata") });
}
/** So many milliseconds after the start the control thread is there even if nothing is asked of the runtime. */
const CONTROL_DELAY = 300;
let controlled = false;

installStackTraces();
patchOutput();
patchConsole();
patchDescriptors();
patchChildProcesses();
patchWorkers();
patchTimers();
hidePromiseContext();

const comms = new CommTable();
const host = installHost(comms);
installDialogs();
installStdin();
const scope = new Scope();
giveGlobals(scope, comms);
const modules = new Modules();
const executor = new Executor(scope, modules);
const magics = installMagics(scope, executor);
installDebugHook(scope, modules);

// User code is no fork of anybody's, and its own children need none of this process's flags.
process.execArgv = [];
process.send = undefined;

listenAlways("message", (message: ToRuntime) => {
  // Before anything that may not return.
  if (message.type !== "shutdown") startControlOnce();
  switch (message.type) {
    case "execute":
      executor.execute(message);
      break;
    case "abort":
      if (!takeStop(message.stop)) break;
      send({ type: "aborting", stop: message.stop });
      comms.release();
      executor.abort(message.ids);
      break;
    case "input_reply":
      takeAnswer(message);
      break;
    case "frontend":
      host.setRenderer(message.renderer);
      break;
    case "magic_done":
      magics.done(message);
      break;
    case "ask":
      void magics.answer(message);
      break;
    case "shutdown":
      process.exit(0);
      break;
    default:
      comms.receive(message);
  }
});
listenAlways("disconnect", () => process.exit(0));
// Ctrl-C in the terminal reaches the whole group; the kernel decides what is stopped.
listenAlways("SIGINT", () => {});
reportUncaught();
keepOwnListeners();

send({ type: "ready", pid: process.pid });
// It takes as long as half of all the above: after the word that cells may come, and while the first is being checked.
const later = setTimeout(startControlOnce, CONTROL_DELAY);
later.unref();

function startControlOnce(): void {
  if (controlled) return;
  controlled = true;
  clearTimeout(later);
  startControl(() => executor.running);
}
