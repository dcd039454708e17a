import type { Handler } from "../handler.ts";

/** A front end wants a second queue of executions. */
export const createSubshell: Handler = {
  type: "create_subshell_request",
  async handle(request, { shells }) {
    await request.reply("create_subshell_reply", { status: "ok", subshell_id: shells.create() });
  },
};
