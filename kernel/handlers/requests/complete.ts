import { toCodePointOffset, toUtf16Offset } from "../../wire/offsets.ts";
import type { Handler, RequestContext } from "../handler.ts";
import { completeMagic } from "../magics/complete.ts";
import { splitMagics } from "../magics/split.ts";
import { readInteger, requireText } from "../read-content.ts";

interface Match {
  text: string;
  kind: string;
  detail?: string;
}

/** What may stand at the cursor. Answers also while a cell runs. */
export const complete: Handler = {
  type: "complete_request",
  async handle(request, { language }) {
    const code = requireText(request.content, "code");
    const cursor = readInteger(request.content, "cursor_pos", Number.MAX_SAFE_INTEGER);
    const offset = toUtf16Offset(code, cursor);

    const magic = completeMagic(code, offset);
    if (magic) {
      const matches = magic.matches.map((text) => ({ text, kind: "magic" }));
      await answer(request, code, matches, magic.start, magic.end);
      return;
    }
    const found = await language.complete(splitMagics(code).code, offset);
    // The server offers all members; what was typed so far decides which of them are meant.
    const typed = code.slice(found.start, offset).toLowerCase();
    const matches = found.items
      .filter(({ insertText }) => insertText.toLowerCase().startsWith(typed))
      .map(({ insertText, kind, detail }) => ({ text: insertText, kind, detail }));
    await answer(request, code, matches, found.start, found.end);
  },
};

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
