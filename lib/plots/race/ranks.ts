/** The mean ranks of a race beside its lines: a dot and its interval at the height of each one's label. */
import { xAxis } from "../common/layout.ts";
import type { SeriesStyle } from "../common/series.ts";
import { token } from "../common/theme.ts";
import { escapeText } from "../common/words.ts";
import type { RaceLine } from "./data.ts";
import { contestant } from "./words.ts";

/** Where along the width the ranks are. */
const DOMAIN: [number, number] = [0.9, 1];
/** How far below the lowest dot its axis lies, as a part of the height. */
const BELOW = 0.06;

/** Traces and axes of the small panel; it is left out where there is one contestant. */
export function rankPanel(
  rows: readonly { line: RaceLine; style: SeriesStyle; height: number }[],
): {
  traces: Record<string, unknown>[];
  axes: Record<string, unknown>;
} {
  if (rows.length < 2) return { traces: [], axes: {} };
  const bottom = Math.min(...rows.map(({ height }) => height));
  const ranks = rows.map((_, k) => k + 1);
  return {
    traces: rows.map(({ line, style, height }) => {
      const [low, high] = line.rankInterval;
      return {
        type: "scatter",
        mode: "markers",
        xaxis: "x2",
        yaxis: "y2",
        x: [line.meanRank],
        y: [height],
        error_x: {
          type: "data",
          symmetric: false,
          array: [high - line.meanRank],
          arrayminus: [line.meanRank - low],
          color: token(style.colour),
          thickness: 2,
          width: 0,
        },
        marker: { size: 8, color: token(style.colour) },
        hovertext: `<b>${escapeText(contestant(line))}</b><br>mean rank ${line.meanRank.toFixed(2)}, 95% interval ${low.toFixed(2)} to ${high.toFixed(2)}`,
        hoverinfo: "text",
        cliponaxis: false,
      };
    }),
    axes: {
      xaxis2: xAxis(
        {
          domain: DOMAIN,
          anchor: "free",
          position: Math.max(0, bottom - BELOW),
          range: [0.8, rows.length + 0.2],
          tickvals: ranks.length > 6 ? [1, rows.length] : ranks,
          fixedrange: true,
          tickfont: { size: 11, color: token("text") },
        },
        "mean rank, 95%",
      ),
      yaxis2: { domain: [0, 1], range: [0, 1], visible: false, fixedrange: true, anchor: "x2" },
    },
  };
}
