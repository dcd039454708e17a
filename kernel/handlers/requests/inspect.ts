import { toUtf16Offset } from "../../wire/offsets.ts";
import type { Handler } from "../handler.ts";
import { splitMagics } from "../magics/split.ts";
import { readInteger, requireText } from "../read-content.ts";

/** What stands at the cursor: its type and its documentation. Answers also while a cell runs. */
export const inspect: Handler = {
  type: "inspect_request",
  async handle(request, session) {
    const language = await session.language;
    const code = requireText(request.content, "code");
    const cursor = readInteger(request.content, "cursor_pos", Number.MAX_SAFE_INTEGER);
    const detail = readInteger(request.content, "detail_level", 0) > 0 ? 1 : 0;
    const found = await language.inspect(
      splitMagics(code).code,
      toUtf16Offset(code, cursor),
      detail,
    );
    await request.reply("inspect_reply", {
      status: "ok",
      found: found !== undefined,
      data: found ? { "text/plain": found.text, "text/markdown": found.markdown } : {},
      metadata: {},
    });
  },
};
