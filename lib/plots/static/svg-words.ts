/** Sentences whose parts differ in weight, in lines. */
import type { Words } from "../../display/host.ts";
import { textWidth } from "./font-metrics.ts";
import type { Colours } from "./panel-svg.ts";
import { fitted, text } from "./svg-text.ts";

const SIZE = 12.5;

interface Piece {
  word: string;
  weight: number;
  fill: string;
  /** Whether a space stands before it. */
  spaced: boolean;
}

/**
 * A sentence in lines, the first one's baseline at `y`.
 *
 * @returns with the last line's baseline
 */
export function wrappedWords(
  words: readonly Words[],
  colours: Colours,
  x: number,
  y: number,
  width: number,
  lineHeight: number,
): { svg: string; bottom: number } {
  const space = textWidth(" ", SIZE);
  const drawn: string[] = [];
  let at = x;
  let line = y;
  // Words of one style are one text: apart, the spaces between them would be off by their kerning.
  let open: (Piece & { x: number }) | undefined;
  const close = () => {
    if (open) drawn.push(text(open.x, line, open.word, { size: SIZE, ...styleOf(open) }));
    open = undefined;
  };
  for (const piece of pieces(words, colours)) {
    const word = fitted(piece.word, width, SIZE, piece.weight);
    const long = textWidth(word, SIZE, piece.weight);
    const gap = piece.spaced && at > x ? space : 0;
    if (at > x && piece.spaced && at + gap + long > x + width) {
      close();
      line += lineHeight;
      at = x;
    }
    const inLine = at > x ? gap : 0;
    if (open && open.weight === piece.weight && open.fill === piece.fill) {
      open.word += (inLine > 0 ? " " : "") + word;
    } else {
      close();
      open = { ...piece, word, x: at + inLine };
    }
    at += inLine + long;
  }
  close();
  return { svg: drawn.join(""), bottom: drawn.length === 0 ? y - lineHeight : line };
}

function styleOf({ weight, fill }: Piece) {
  return { weight, fill };
}

function pieces(words: readonly Words[], colours: Colours): Piece[] {
  const list: Piece[] = [];
  let isSpaced = false;
  for (const { text: part, tone } of words) {
    const weight = tone === "strong" ? 600 : 400;
    const fill = tone === "quiet" ? colours.text : colours.ink;
    for (const [k, word] of part.split(" ").entries()) {
      if (k > 0) isSpaced = true;
      if (word === "") continue;
      list.push({ word, weight, fill, spaced: isSpaced });
      isSpaced = false;
    }
  }
  return list;
}
