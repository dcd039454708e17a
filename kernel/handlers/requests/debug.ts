import type { Handler } from "../handler.ts";
import { BadRequestError } from "../read-content.ts";
import type { DebugRequest } from "../../debug/protocol.ts";

/** A message of the Debug Adapter Protocol, with Jupyter's additions. Never waits for a cell. */
export const debug: Handler = {
  type: "debug_request",
  besideCells: true,
  async handle(request, session) {
    const { seq, command, arguments: given } = request.content;
    if (typeof command !== "string" || session.debugger === undefined) {
      throw new BadRequestError(`The request's "command" is missing; nothing was done.`);
    }
    session.debugParent = request.message.header;
    const asked: DebugRequest = {
      seq: typeof seq === "number" ? seq : 0,
      type: "request",
      command,
      arguments: typeof given === "object" && given !== null ? { ...given } : {},
    };
    const response = await session.debugger.request(asked);
    await request.reply("debug_reply", response);
    await session.debugger.answered(asked, response);
  },
};
