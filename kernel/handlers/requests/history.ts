import type { Handler } from "../handler.ts";

/** Earlier inputs. None are kept yet: the answer is valid and empty. */
export const history: Handler = {
  type: "history_request",
  async handle(request) {
    await request.reply("history_reply", { status: "ok", history: [] });
  },
};
