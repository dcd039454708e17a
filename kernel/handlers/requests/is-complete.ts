import type { Handler } from "../handler.ts";
import { helpRequest } from "../execution/help-request.ts";
import { splitMagics } from "../magics/split.ts";
import { requireText } from "../read-content.ts";

/** Whether a console should run what was typed, or wait for more. */
export const isComplete: Handler = {
  type: "is_complete_request",
  async handle(request, session) {
    const language = await session.language;
    const { magics, code } = splitMagics(requireText(request.content, "code"));
    const isHelp = helpRequest(code) !== undefined;
    const onlyMagics = magics.length > 0 && code.trim() === "";
    await request.reply(
      "is_complete_reply",
      onlyMagics || isHelp ? { status: "complete" } : language.isComplete(code),
    );
  },
};
