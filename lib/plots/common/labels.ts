/** Texts that stand on top of lines and between axes: backed, wrapped, and as wide as they are expected to be. */
import { note, type NoteOptions } from "./layout.ts";
import { token, type TokenName } from "./theme.ts";
import { cut, oneLine } from "./words.ts";

/** How opaque the paper behind a text is: lines remain to be seen through it. */
const BACKING = 0.78;

/** A text with paper behind it, so that it can be read across lines: two annotations. */
export function backedNote(
  x: number,
  y: number,
  html: string,
  colour: TokenName,
  options: NoteOptions = {},
): Record<string, unknown>[] {
  const text = note(x, y, html, colour, options);
  const font = { ...(text["font"] as object), color: "rgba(0,0,0,0)" };
  // A colour token has no opacity, but an annotation does; the text must not share it.
  const backing = {
    ...text,
    text: withoutColours(html),
    font,
    bgcolor: token("paper"),
    borderpad: 1,
  };
  return [{ ...backing, opacity: BACKING }, text];
}

function withoutColours(html: string): string {
  return html.replace(/<span style="[^"]*">|<\/span>/g, "");
}

/** About how many pixels a text takes at a size; only who draws it knows the font. */
export function roughWidth(text: string, size = 12): number {
  return [...text].length * size * 0.56;
}

/**
 * A name in at most `lines` lines of at most `length` characters, broken at blanks and before capitals
 * ("learningRate" → "learning", "Rate"); what does not fit is cut. Plain text.
 */
export function wrapped(name: string, length: number, lines = 2): string[] {
  const whole = oneLine(name);
  if ([...whole].length <= length) return [whole];
  const parts = whole.split(/(?<=[\s_])|(?<=[a-z0-9])(?=[A-Z])/);
  const list: string[] = [];
  for (const part of parts) {
    const last = list.at(-1);
    if (last !== undefined && [...(last + part).trimEnd()].length <= length)
      list[list.length - 1] = last + part;
    else list.push(part);
  }
  const kept = list.slice(0, lines);
  if (list.length > lines) kept[lines - 1] = list.slice(lines - 1).join("");
  return kept.map((line) => cut(line.trimEnd(), length));
}
