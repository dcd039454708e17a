import type { Handler } from "../handler.ts";
import { readFlag } from "../read-content.ts";

/** The end of this process; on `restart` the front end starts another. */
export const shutdown: Handler = {
  type: "shutdown_request",
  async handle(request, session) {
    const content = {
      status: "ok" as const,
      restart: readFlag(request.content, "restart", false),
    };
    // The other front ends of this kernel learn of it, too.
    request.publish("shutdown_reply", content);
    await request.reply("shutdown_reply", content);
    session.exit();
  },
};
