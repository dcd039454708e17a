/** The card's left column: the best, what it is worth when trained again, the parameters. */
import type { AgainModel, CardModel } from "../../display/host.ts";
import type { Colours } from "./panel-svg.ts";
import { parameter } from "./panel-svg-column.ts";
import { fitted, rect, round, text } from "./svg-text.ts";
import { wrappedWords } from "./svg-words.ts";

const ROW = 20.5;
const LINE = 18;

/** Draws the column from (x, y) downwards. */
export function cardColumn(
  card: CardModel,
  colours: Colours,
  x: number,
  y: number,
  width: number,
): { svg: string; bottom: number } {
  const heading = { size: 12, weight: 500, fill: colours.text };
  const parts = [text(x, y + 9, fitted(card.best.label, width, 12, 500), heading)];
  let at = y + 9;
  if (card.best.text !== "") {
    at += 41;
    const style = { size: 38, weight: 600, fill: colours.bestText, spacing: -0.8 };
    parts.push(text(x, at, fitted(card.best.text, width, 38, 600), style));
  }
  const remark = wrappedWords(
    [{ text: card.best.remark, tone: "quiet" }],
    colours,
    x,
    at + 21,
    width,
    LINE,
  );
  parts.push(remark.svg);
  at = remark.bottom;
  if (card.again) {
    parts.push(again(card.again, colours, x, at + 6, width));
    at += 68;
  }
  if (card.expectation.length > 0) {
    const sentence = wrappedWords(
      card.expectation,
      colours,
      x,
      at + (card.again ? 18 : 26),
      width,
      LINE,
    );
    parts.push(sentence.svg);
    at = sentence.bottom;
  }
  if (card.front) {
    const table = frontTable(card.front, colours, x, at + 24, width);
    parts.push(table.svg);
    at = table.bottom;
  }
  if (card.paramsTitle !== "") {
    at += 32;
    parts.push(text(x, at, fitted(card.paramsTitle, width, 12, 500), heading));
  }
  at += card.params.length > 0 ? 26 : 8;
  for (const row of card.params) {
    parts.push(parameter(row, colours, x, at, width));
    at += ROW;
  }
  return { svg: parts.join(""), bottom: at };
}

/** Names of two marks that are nearer than this stand outside of them. */
const APART = 62;

/** The best as it was, and where it will lie when trained again, on one small axis. */
function again(of: AgainModel, colours: Colours, x: number, y: number, width: number): string {
  const at = (place: number) => x + place * width;
  const line = y + 40;
  const middle = y + 27;
  // Two names that would touch stand apart from the middle between their marks.
  const isNear = Math.abs(of.run - of.expected) * width < APART;
  const between = (at(of.run) + at(of.expected)) / 2;
  const name = (self: number, other: number, words: string, fill: string) =>
    text(!isNear ? at(self) : between + (self <= other ? -4 : 4), y + 11, words, {
      size: 11,
      anchor: !isNear ? "middle" : self <= other ? "end" : "start",
      fill,
    });
  return [
    `<path d="M${x} ${line + 0.5}H${round(x + width)}" stroke="${colours.axis}"/>`,
    rect(
      at(of.from),
      middle - 4.5,
      (of.to - of.from) * width,
      9,
      colours.pruned,
      4.5,
      'fill-opacity="0.75"',
    ),
    rect(at(of.expected) - 1.25, middle - 8.5, 2.5, 17, colours.ink),
    `<circle cx="${round(at(of.run))}" cy="${middle}" r="5.5" fill="${colours.best}" stroke="${colours.paper}" stroke-width="1.5"/>`,
    name(of.run, of.expected, "this run", colours.bestText),
    // Where both are one, the run's name stands first.
    name(of.expected, of.run === of.expected ? -1 : of.run, "again", colours.ink),
    ...of.ticks.flatMap((tick) => [
      `<path d="M${round(at(tick.at))} ${line}v4" stroke="${colours.axis}"/>`,
      text(at(tick.at), line + 16, tick.text, { size: 11, anchor: "middle", fill: colours.text }),
    ]),
  ].join("");
}

function frontTable(
  front: NonNullable<CardModel["front"]>,
  colours: Colours,
  x: number,
  y: number,
  width: number,
): { svg: string; bottom: number } {
  const first = 96;
  const column = (width - first) / front.columns.length;
  const end = (k: number) => x + first + (k + 1) * column;
  const parts = front.columns.map((name, k) =>
    text(end(k), y, fitted(name, column - 6, 11), { size: 11, anchor: "end", fill: colours.text }),
  );
  let at = y;
  for (const row of front.rows) {
    at += ROW;
    const isKnee = row.name === "knee";
    parts.push(
      text(x, at, fitted(row.name, first - 4, 12.5), { size: 12.5, fill: colours.text }),
      ...row.cells.map((cell, k) =>
        text(end(k), at, fitted(cell, column - 6, 12.5, 500), {
          size: 12.5,
          weight: 500,
          anchor: "end",
          fill: isKnee ? colours.bestText : colours.ink,
        }),
      ),
    );
  }
  return { svg: parts.join(""), bottom: at };
}
