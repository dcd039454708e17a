import { commCommand, deliver } from "../comm-command.ts";
import { FRONTEND_TARGET } from "../comms.ts";
import type { Handler } from "../handler.ts";

/** A message over a comm, forwarded also while a cell runs. */
export const commMsg: Handler = {
  type: "comm_msg",
  async handle(request, session) {
    const command = commCommand("comm_msg", request);
    const ours = session.comms.target(command.commId) === FRONTEND_TARGET;
    if (!ours) await deliver(command, request, session);
  },
};
