import type { Handler } from "../handler.ts";
import { helpRequest, magicHelp } from "../execution/help-request.ts";
import { readCell } from "../magics/common/read-cell.ts";
import { cellSource } from "../magics/common/source.ts";
import { requireText } from "../read-content.ts";

/** Whether a console should run what was typed, or wait for more. */
export const isComplete: Handler = {
  type: "is_complete_request",
  async handle(request, session) {
    session.lastStates.typed(request);
    const language = await session.language;
    const cell = requireText(request.content, "code");
    const { code, lines } = readCell(cell, await cellSource(session));
    const isHelp = helpRequest(code) !== undefined || magicHelp(cell) !== undefined;
    // A backslash goes on below; the text of a cell magic until an empty line.
    const goesOn =
      cell.endsWith("\\") || (lines[0]?.name.startsWith("%%") && !/\n[ \t]*\n?$/.test(cell));
    if (lines.length > 0 && !isHelp && goesOn) {
      return request.reply("is_complete_reply", { status: "incomplete", indent: "" });
    }
    const onlyMagics = lines.length > 0 && code.trim() === "";
    await request.reply(
      "is_complete_reply",
      onlyMagics || isHelp ? { status: "complete" } : language.isComplete(code),
    );
  },
};
