import type { CompletionItem } from "../../language/language.ts";
import { toCodePointOffset, toUtf16Offset } from "../../wire/offsets.ts";
import type { Handler, RequestContext } from "../handler.ts";
import { completeMagic, completionPlace } from "../magics/common/complete.ts";
import { readCell } from "../magics/common/read-cell.ts";
import { cellSource } from "../magics/common/source.ts";
import { readInteger, requireText } from "../read-content.ts";

interface Match {
  text: string;
  kind: string;
  detail?: string;
}

/** What may stand at the cursor. Answers also while a cell runs. */
export const complete: Handler = {
  type: "complete_request",
  async handle(request, session) {
    const language = await session.language;
    const code = requireText(request.content, "code");
    const cursor = readInteger(request.content, "cursor_pos", Number.MAX_SAFE_INTEGER);
    const offset = toUtf16Offset(code, cursor);

    const reading = readCell(code, await cellSource(session));
    const place = () => completionPlace(session);
    const magic = await completeMagic(code, offset, reading, place);
    if (magic) {
      const matches = magic.matches.map((text) => ({ text, kind: "magic" }));
      await answer(request, code, matches, magic.start, magic.end);
      return;
    }
    const { edits } = reading;
    const at = edits.toNew(offset) ?? offset;
    const found = await language.complete(reading.code, at);
    const start = edits.toOld(found.start) ?? offset;
    const end = edits.toOld(found.end) ?? offset;
    const items = continuing(code.slice(start, offset), found.items);
    const matches = items.map(({ insertText, kind, detail }) => ({
      text: insertText,
      kind,
      detail,
    }));
    await answer(request, code, matches, start, end);
  },
};

/**
 * The items that continue what was typed, since the compiler offers all members. Its case counts,
 * unless nothing would be left.
 */
function continuing(typed: string, items: CompletionItem[]): CompletionItem[] {
  const exact = items.filter(({ insertText }) => insertText.startsWith(typed));
  if (exact.length > 0) return exact;
  const lower = typed.toLowerCase();
  return items.filter(({ insertText }) => insertText.toLowerCase().startsWith(lower));
}

async function answer(
  request: RequestContext,
  code: string,
  matches: Match[],
  startOffset: number,
  endOffset: number,
): Promise<void> {
  const start = toCodePointOffset(code, startOffset);
  const end = toCodePointOffset(code, endOffset);
  await request.reply("complete_reply", {
    status: "ok",
    matches: [...new Set(matches.map(({ text }) => text))],
    cursor_start: start,
    cursor_end: end,
    metadata: {
      _jupyter_types_experimental: matches.map(({ text, kind, detail }) => ({
        start,
        end,
        text,
        type: kind,
        ...(detail === undefined ? {} : { signature: detail }),
      })),
    },
  });
}
