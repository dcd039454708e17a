import { toUtf16Offset } from "../../wire/offsets.ts";
import type { Handler } from "../handler.ts";
import { inspectMagic } from "../magics/common/complete.ts";
import { readCell } from "../magics/common/read-cell.ts";
import { cellSource } from "../magics/common/source.ts";
import { readInteger, requireText } from "../read-content.ts";

/** What stands at the cursor: its type and its documentation. Answers also while a cell runs. */
export const inspect: Handler = {
  type: "inspect_request",
  async handle(request, session) {
    const language = await session.language;
    const code = requireText(request.content, "code");
    const cursor = readInteger(request.content, "cursor_pos", Number.MAX_SAFE_INTEGER);
    const detail = readInteger(request.content, "detail_level", 0) > 0 ? 1 : 0;
    const offset = toUtf16Offset(code, cursor);
    const reading = readCell(code, await cellSource(session));
    const page = inspectMagic(offset, reading);
    if (page) {
      await request.reply("inspect_reply", { status: "ok", found: true, data: page, metadata: {} });
      return;
    }
    const at = reading.edits.toNew(offset) ?? offset;
    const found = await language.inspect(reading.code, at, detail);
    await request.reply("inspect_reply", {
      status: "ok",
      found: found !== undefined,
      data: found ? { "text/plain": found.text, "text/markdown": found.markdown } : {},
      metadata: {},
    });
  },
};
