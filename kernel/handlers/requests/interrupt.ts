import type { Handler } from "../handler.ts";

/** Stop. The reply says that it was heard; the cell's own reply says that it ended. */
export const interrupt: Handler = {
  type: "interrupt_request",
  async handle(request, session) {
    session.interrupt();
    await request.reply("interrupt_reply", { status: "ok" });
  },
};
