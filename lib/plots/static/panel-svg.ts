/** The panel as one picture: the same object of plain data that the front end draws, laid out by hand. */
import type { PanelModel } from "../../display/host.ts";
import { countsParts } from "../panel/counts.ts";
import { textWidth } from "./font-metrics.ts";
import { type ThemeName, type TokenName, themes } from "../common/theme.ts";
import type { DrawSvg } from "./plotly-dom.ts";
import { chips, chipsHeight } from "./panel-svg-chips.ts";
import { leftColumn } from "./panel-svg-column.ts";
import { fitted, rect, run, text, type TextStyle } from "./svg-text.ts";

/** The colours of one theme. */
export type Colours = Record<TokenName, string>;

const EDGE = 16;
const COLUMN = 250;
const GAP = 22;
const TOP = 117;

/**
 * Draws the panel.
 *
 * @param width pixels; the design is made for 900
 * @param drawing draws the figures, in real colours
 */
export async function panelSvg(
  panel: PanelModel,
  theme: ThemeName,
  width: number,
  drawing: DrawSvg,
): Promise<string> {
  const colours: Colours = themes[theme];
  const inner = width - 2 * EDGE;
  const figures: string[] = [];
  let below = TOP - 1;
  const put = async (figure: PanelModel["figures"][number], x: number) => {
    const svg = await drawing(figure.spec, width - EDGE - x, figure.height);
    figures.push(embedded(svg, x, below, figures.length));
    below += figure.height + 4;
  };
  for (const figure of panel.figures) if (!figure.wide) await put(figure, EDGE + COLUMN + GAP);
  const left = leftColumn(panel, colours, EDGE, TOP, COLUMN);
  below = Math.max(below, left.bottom);
  for (const figure of panel.figures) if (figure.wide) await put(figure, EDGE);
  const chipsTop = below + 14;
  const hasChips = panel.recent.length > 0;
  const height = hasChips ? chipsTop + chipsHeight(panel) + EDGE : below + EDGE;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"` +
    ` width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Inter">` +
    rect(0.5, 0.5, width - 1, height - 1, colours.paper, 10, `stroke="${colours.border}"`) +
    header(panel, colours, width) +
    ribbon(panel, colours, EDGE, 58, inner) +
    counts(panel, colours, width) +
    left.svg +
    figures.join("") +
    (hasChips ? chips(panel, colours, EDGE, chipsTop, inner) : "") +
    `</svg>`
  );
}

/** One SVG inside of another. Ids are made its own, since Plotly numbers those of every drawing alike. */
export function embedded(svg: string, x: number, y: number, index: number): string {
  const own = svg
    .replace(/(\bid=")([^"]+)"/g, `$1f${index}-$2"`)
    .replace(/url\(#([^)]+)\)/g, `url(#f${index}-$1)`)
    .replace(/((?:xlink:)?href=")#([^"]+)"/g, `$1#f${index}-$2"`);
  return own.replace(/<svg /, `<svg x="${x}" y="${y}" `);
}

function header(panel: PanelModel, colours: Colours, width: number): string {
  const tone: TokenName = panel.status === "failed" ? "failed" : "text";
  const message = fitted(panel.message, width * 0.5, 12.5);
  return (
    run(EDGE, 36, [
      { words: fitted(panel.title, width * 0.3, 16, 600), style: bold(colours.ink, 16) },
      {
        words: fitted(panel.subtitle, width * 0.25, 12),
        style: { size: 12, fill: colours.text },
        gap: 10,
      },
    ]) + text(width - EDGE, 36, message, { size: 12.5, fill: colours[tone], anchor: "end" })
  );
}

function bold(fill: string, size = 13): TextStyle {
  return { size, weight: 600, fill };
}

/** Progress and record in one: full cells are complete, low ones were stopped early. */
export function ribbon(
  panel: Pick<PanelModel, "ribbon">,
  colours: Colours,
  x: number,
  y: number,
  width: number,
): string {
  const cells = panel.ribbon;
  const pitch = cells.length === 0 ? 0 : (width + 2) / cells.length;
  const gap = pitch > 5 ? 2 : pitch > 3 ? 1 : 0.4;
  const size = pitch - gap;
  const height = 18;
  const bar = (at: number, part: number, fill: string, radius = 2) =>
    rect(at, y + height * (1 - part), size, height * part, fill, Math.min(radius, size / 3));
  return cells
    .map((cell, i) => {
      const at = x + i * pitch;
      switch (cell.state) {
        case "complete":
          return bar(at, 1, cell.best ? colours.best : colours.done);
        case "pruned":
          return bar(at, 0.45, colours.pruned);
        case "running":
          return bar(at, 1, colours.runningSoft) + bar(at, cell.fraction ?? 0, colours.running, 1);
        case "failed":
          return rect(at + size / 2 - 1, y, Math.min(2, size), height, colours.failed);
        case "interrupted":
          return bar(at, 0.45, colours.axis);
        default:
          return bar(at, 0.28, colours.grid);
      }
    })
    .join("");
}

function counts(panel: PanelModel, colours: Colours, width: number): string {
  const { progress } = panel;
  const muted: TextStyle = { fill: colours.text };
  const left = run(EDGE, 95, [
    { words: progress.text, style: bold(colours.ink) },
    ...countsParts(panel).map(({ words, state }, i) => ({
      words,
      style: state === "running" ? { fill: colours.running } : muted,
      gap: i === 0 ? 11 : 8,
    })),
  ]);
  const times = [progress.elapsed, progress.cost ?? ""].filter((part) => part !== "");
  let at = width - EDGE;
  const right = times.toReversed().map((words) => {
    const part = text(at, 95, words, { ...muted, anchor: "end" });
    at -= textWidth(words, 13) + 11;
    return part;
  });
  const remaining = text(at, 95, progress.left, { ...bold(colours.ink), anchor: "end" });
  return left + remaining + right.join("");
}
