import { FRONTEND_TARGET } from "../comms.ts";
import { commCommand, deliver } from "../comm-command.ts";
import type { Handler } from "../handler.ts";
import { requireText } from "../read-content.ts";

/**
 * A front end opens a comm. Its own announcement (`tunebook.frontend`) ends here, since it has to
 * outlive the runtime; every other goes to the runtime, also while a cell runs.
 */
export const commOpen: Handler = {
  type: "comm_open",
  async handle(request, session) {
    const { comms, runtime } = session;
    const target = requireText(request.content, "target_name");
    const command = commCommand("comm_open", request, target);
    const rendererWasOpen = comms.rendererOpen;
    comms.opened(command.commId, target);
    if (target !== FRONTEND_TARGET) await deliver(command, request, session);
    else if (!rendererWasOpen) runtime.send({ type: "frontend", renderer: true });
  },
};
