import type { Handler } from "../handler.ts";
import { requireText } from "../read-content.ts";

/** The user's line, for the execution that asked first: front ends show one question at a time. */
export const inputReply: Handler = {
  type: "input_reply",
  stdin: true,
  handle({ content }, session) {
    const value = requireText(content, "value");
    const id = session.awaitingInput.shift();
    if (id === undefined) session.log("An input_reply came that nothing had asked for.");
    else session.runtime.send({ type: "input_reply", id, value });
  },
};
