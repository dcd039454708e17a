import { FRONTEND_TARGET } from "../comms.ts";
import { commCommand } from "../comm-command.ts";
import type { Handler } from "../handler.ts";
import { requireText } from "../read-content.ts";

/**
 * A front end opens a comm. Its own announcement (`tunebook.frontend`) ends here, since it has to
 * outlive the runtime; every other goes to the runtime, also while a cell runs.
 */
export const commOpen: Handler = {
  type: "comm_open",
  handle(request, { comms, runtime }) {
    const target = requireText(request.content, "target_name");
    const command = commCommand("comm_open", request, target);
    const rendererWasOpen = comms.rendererOpen;
    comms.opened(command.commId, target);
    if (target !== FRONTEND_TARGET) runtime.send(command);
    else if (!rendererWasOpen) runtime.send({ type: "frontend", renderer: true });
  },
};
