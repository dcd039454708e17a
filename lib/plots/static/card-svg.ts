/** The card as one picture: the same object of plain data that the front end draws, laid out by hand. */
import type { CardModel } from "../../display/host.ts";
import { type ThemeName, themes } from "../common/theme.ts";
import { cardColumn } from "./card-svg-column.ts";
import { cardFoot } from "./card-svg-foot.ts";
import { textWidth } from "./font-metrics.ts";
import { type Colours, embedded, ribbon } from "./panel-svg.ts";
import type { DrawSvg } from "./plotly-dom.ts";
import { fitted, rect, round, run, text } from "./svg-text.ts";

const EDGE = 17;
const COLUMN = 250;
const GAP = 22;
const TOP = 92;

/**
 * Draws the card. It has no buttons: a picture cannot be pressed.
 *
 * @param width pixels; the design is made for 900
 * @param drawing draws the figures, in real colours
 */
export async function cardSvg(
  card: CardModel,
  theme: ThemeName,
  width: number,
  drawing: DrawSvg,
): Promise<string> {
  const colours: Colours = themes[theme];
  const inner = width - 2 * EDGE;
  const left = EDGE + COLUMN + GAP;
  const room = inner - COLUMN - GAP;
  const half = (room - GAP) / 2;
  const parts: string[] = [];
  let below = TOP - 2;
  let index = 0;
  for (const figure of card.figures.filter(({ wide }) => wide)) {
    const svg = await drawing(figure.spec, room, figure.height);
    parts.push(embedded(svg, left, below, index++));
    below += figure.height + 8;
  }
  const halves = card.figures.filter(({ wide }) => !wide);
  const rowTop = below;
  for (const [place, figure] of halves.entries()) {
    const svg = await drawing(figure.spec, half, figure.height);
    parts.push(embedded(svg, left + place * (half + GAP), rowTop, index++));
    below = Math.max(below, rowTop + figure.height);
  }
  if (card.importances) {
    const x = halves.length > 0 ? left + half + GAP : left;
    const bars = importances(
      card.importances,
      colours,
      x,
      rowTop + 15,
      halves.length > 0 ? half : room,
    );
    parts.push(bars.svg);
    below = Math.max(below, bars.bottom);
  }
  const column = cardColumn(card, colours, EDGE, TOP, COLUMN);
  const foot = cardFoot(card, colours, EDGE, Math.max(below, column.bottom) + 14, inner);
  const height = Math.ceil(foot.bottom + EDGE);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"` +
    ` width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Inter">` +
    rect(0.5, 0.5, width - 1, height - 1, colours.paper, 10, `stroke="${colours.border}"`) +
    header(card, colours, inner) +
    ribbon(card, colours, EDGE, 57, inner) +
    column.svg +
    parts.join("") +
    foot.svg +
    `</svg>`
  );
}

function header(card: CardModel, colours: Colours, inner: number): string {
  const title = fitted(card.title, inner * 0.35, 16, 600);
  const beside = inner - textWidth(title, 16, 600) - 10;
  return run(EDGE, 36, [
    { words: title, style: { size: 16, weight: 600, fill: colours.ink } },
    {
      words: fitted(card.facts.join("  ·  "), beside, 12.5),
      style: { size: 12.5, fill: colours.text },
      gap: 10,
    },
  ]);
}

/** Names at the right of their column, bars, shares at the bars' ends. */
function importances(
  of: NonNullable<CardModel["importances"]>,
  colours: Colours,
  x: number,
  y: number,
  width: number,
): { svg: string; bottom: number } {
  const names = Math.min(110, Math.max(...of.rows.map(({ name }) => textWidth(name, 12.5))) + 4);
  const most = Math.max(
    ...of.rows.map(({ share, interval }) => Math.max(share, interval?.[1] ?? 0)),
  );
  const bar = Math.min(260, width - names - 10 - 44);
  const parts = [text(x, y, of.title, { size: 12, fill: colours.text })];
  of.rows.forEach((row, i) => {
    const at = y + 30 + i * 26;
    const start = x + names + 10;
    const place = (share: number) => start + Math.max(2, (share / most) * bar);
    const length = place(row.share) - start;
    const end = place(Math.max(row.share, row.interval?.[1] ?? 0));
    const fill = `fill="${colours.belief}"${row.strong ? "" : ' fill-opacity="0.4"'}`;
    parts.push(
      text(x + names, at, fitted(row.name, names, 12.5), {
        size: 12.5,
        anchor: "end",
        fill: row.strong ? colours.ink : colours.text,
      }),
      `<rect x="${round(start)}" y="${round(at - 11.5)}" width="${round(length)}" height="15" rx="2.5" ${fill}/>`,
      ...(row.interval
        ? [
            `<path d="M${round(place(row.interval[0]))} ${round(at - 4)}H${round(end)}" stroke="${colours.ink}" stroke-opacity="0.55" stroke-width="1.2"/>`,
          ]
        : []),
      text(end + 8, at, row.text, {
        size: 12.5,
        weight: 600,
        fill: row.strong ? colours.ink : colours.text,
      }),
    );
  });
  return { svg: parts.join(""), bottom: y + 30 + of.rows.length * 26 };
}
