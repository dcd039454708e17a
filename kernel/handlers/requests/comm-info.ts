import type { Handler } from "../handler.ts";

/** The open comms, all of them or those of one target. */
export const commInfo: Handler = {
  type: "comm_info_request",
  async handle(request, { comms }) {
    const target = request.content["target_name"];
    await request.reply("comm_info_reply", {
      status: "ok",
      comms: comms.list(typeof target === "string" && target !== "" ? target : undefined),
    });
  },
};
