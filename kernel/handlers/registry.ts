import type { Handler } from "./handler.ts";
import { commClose } from "./requests/comm-close.ts";
import { commInfo } from "./requests/comm-info.ts";
import { commMsg } from "./requests/comm-msg.ts";
import { commOpen } from "./requests/comm-open.ts";
import { complete } from "./requests/complete.ts";
import { connect } from "./requests/connect.ts";
import { createSubshell } from "./requests/create-subshell.ts";
import { deleteSubshell } from "./requests/delete-subshell.ts";
import { debug } from "./requests/debug.ts";
import { execute } from "./requests/execute.ts";
import { history } from "./requests/history.ts";
import { inputReply } from "./requests/input-reply.ts";
import { inspect } from "./requests/inspect.ts";
import { interrupt } from "./requests/interrupt.ts";
import { isComplete } from "./requests/is-complete.ts";
import { kernelInfo } from "./requests/kernel-info.ts";
import { listSubshell } from "./requests/list-subshell.ts";
import { shutdown } from "./requests/shutdown.ts";
import { usage } from "./requests/usage.ts";

const all: readonly Handler[] = [
  commClose,
  commInfo,
  commMsg,
  commOpen,
  complete,
  connect,
  createSubshell,
  deleteSubshell,
  debug,
  execute,
  history,
  inputReply,
  inspect,
  interrupt,
  isComplete,
  kernelInfo,
  listSubshell,
  shutdown,
  usage,
];

/** Message type → what is done with it. A test holds it against the files of `requests/`. */
export const handlers: ReadonlyMap<string, Handler> = new Map(
  all.map((handler) => [handler.type, handler]),
);
