import type { Handler } from "../handler.ts";

/** The subshells that there are. */
export const listSubshell: Handler = {
  type: "list_subshell_request",
  async handle(request, { shells }) {
    await request.reply("list_subshell_reply", { status: "ok", subshell_id: shells.ids });
  },
};
