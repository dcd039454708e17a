import { commCommand } from "../comm-command.ts";
import { FRONTEND_TARGET } from "../comms.ts";
import type { Handler } from "../handler.ts";

/** A message over a comm, forwarded also while a cell runs. */
export const commMsg: Handler = {
  type: "comm_msg",
  handle(request, { comms, runtime }) {
    const command = commCommand("comm_msg", request);
    if (comms.target(command.commId) !== FRONTEND_TARGET) runtime.send(command);
  },
};
