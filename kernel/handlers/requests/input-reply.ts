import type { Handler } from "../handler.ts";
import { BadRequestError, requireText } from "../read-content.ts";

/** The user's line, for the question that it answers. */
export const inputReply: Handler = {
  type: "input_reply",
  stdin: true,
  handle(request, session) {
    const value = requireText(request.content, "value");
    if (!session.questions.reply(request, value))
      throw new BadRequestError("Nothing had asked for it.");
  },
};
