/** The card's foot: what to change before the next search, and the next step. */
import type { AdviceModel, CardModel } from "../../display/host.ts";
import { textWidth } from "./font-metrics.ts";
import type { Colours } from "./panel-svg.ts";
import { fitted, rect, text } from "./svg-text.ts";
import { wrappedWords } from "./svg-words.ts";

const LINE = 18;
/** The next step's part of the width, and the room between the two. */
const NEXT = 0.385;
const GAP = 26;

/** Draws the foot below a line at `y`. */
export function cardFoot(
  card: CardModel,
  colours: Colours,
  x: number,
  y: number,
  width: number,
): { svg: string; bottom: number } {
  const heading = { size: 12, weight: 500, fill: colours.text };
  const right = Math.round(width * NEXT);
  const left = width - right - GAP;
  const parts = [
    `<path d="M${x} ${y + 0.5}H${x + width}" stroke="${colours.border}"/>`,
    text(x, y + 25, card.adviceTitle, heading),
  ];
  let at = y + 50;
  for (const line of card.advice) {
    const drawn = advice(line, colours, x, at, left);
    parts.push(drawn.svg);
    at = drawn.bottom + 26;
  }
  const next = nextStep(card.next, colours, x + left + GAP, y + 25, right);
  parts.push(next.svg);
  return { svg: parts.join(""), bottom: Math.max(at - 26, next.bottom) + 3 };
}

/** What a button would copy stands as a quiet mark: "to 0.5". */
function advice(
  { words, copy }: AdviceModel,
  colours: Colours,
  x: number,
  y: number,
  width: number,
): { svg: string; bottom: number } {
  const label = copy?.label ?? "";
  const mark = label === "" ? 0 : textWidth(label, 12) + 18;
  const sentence = wrappedWords(words, colours, x, y, width - Math.max(mark, 70) - 12, LINE);
  if (label === "") return sentence;
  return {
    svg:
      sentence.svg +
      rect(x + width - mark, y - 15, mark, 21, colours.card, 6) +
      text(x + width - mark / 2, y - 0.5, label, {
        size: 12,
        weight: 500,
        anchor: "middle",
        fill: colours.text,
      }),
    bottom: sentence.bottom,
  };
}

function nextStep(
  next: CardModel["next"],
  colours: Colours,
  x: number,
  y: number,
  width: number,
): { svg: string; bottom: number } {
  const lines = next.code.split("\n");
  const size = codeSize(lines, width - 24);
  const height = lines.length * 17 + 17;
  const remark = wrappedWords(
    [{ text: next.remark, tone: "quiet" }],
    colours,
    x,
    y + 14 + height + 22,
    width,
    LINE,
  );
  return {
    svg:
      text(x, y, fitted(next.title, width, 12, 500), {
        size: 12,
        weight: 500,
        fill: colours.text,
      }) +
      rect(x, y + 14, width, height, colours.card, 6) +
      lines
        .map((line, k) =>
          text(x + 12, y + 14 + 21 + k * 17, fitted(line, width - 24, size), {
            size,
            fill: colours.ink,
          }),
        )
        .join("") +
      remark.svg,
    bottom: remark.bottom,
  };
}

/** Code is not cut where a little smaller it fits. */
function codeSize(lines: readonly string[], width: number): number {
  const longest = Math.max(...lines.map((line) => textWidth(line, 12)));
  return longest <= width ? 12 : Math.max(10.5, (12 * width) / longest);
}
