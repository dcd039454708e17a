import type { Handler } from "../handler.ts";
import { requireText } from "../read-content.ts";

/** A front end is done with a subshell: what runs in it still ends, what waits in it is aborted. */
export const deleteSubshell: Handler = {
  type: "delete_subshell_request",
  async handle(request, { shells }) {
    shells.delete(requireText(request.content, "subshell_id"));
    await request.reply("delete_subshell_reply", { status: "ok" });
  },
};
