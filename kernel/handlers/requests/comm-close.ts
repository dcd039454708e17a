import { commCommand, deliver } from "../comm-command.ts";
import { FRONTEND_TARGET } from "../comms.ts";
import type { Handler } from "../handler.ts";

/** A front end closes a comm. */
export const commClose: Handler = {
  type: "comm_close",
  async handle(request, session) {
    const { comms, runtime } = session;
    const command = commCommand("comm_close", request);
    const target = comms.target(command.commId);
    comms.closed(command.commId);
    if (target !== FRONTEND_TARGET) await deliver(command, request, session);
    else if (!comms.rendererOpen) runtime.send({ type: "frontend", renderer: false });
  },
};
