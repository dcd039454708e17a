import type { PlotlySpec } from "../../display/host.ts";
import { baseLayout, markers, note, pointTrace, xAxis, yAxis } from "./layout.ts";
import { cut, escapeText } from "./words.ts";

/**
 * The frame of a figure that has nothing to show yet: one sentence, and what to do.
 *
 * @param sentence what is so; plain text
 * @param advice lines below it; plain text
 * @param crosses failed trials to mark, at most 20
 */
export function emptySpec(sentence: string, advice: readonly string[], crosses = 0): PlotlySpec {
  const places = Array.from({ length: crosses }, (_, i) => i);
  return {
    data: [
      pointTrace(
        places.map((i) => i + 0.5 + (20 - crosses) / 2),
        places.map(() => 0.86),
        places.map(() => ""),
        markers.failed(9),
        { hoverinfo: "skip" },
      ),
    ],
    layout: baseLayout({
      title: "",
      subtitle: "",
      margin: { l: 24, r: 24, t: 24, b: 24 },
      more: {
        xaxis: xAxis({ range: [0, 20], tickvals: [], fixedrange: true }),
        yaxis: yAxis({ range: [0, 1], tickvals: [], showgrid: false, fixedrange: true }),
        annotations: [
          note(0.5, 0.5, `<b>${escapeText(cut(sentence, 100))}</b>`, "ink", {
            xref: "paper",
            yref: "paper",
            side: "center",
            dy: 9,
            size: 13,
          }),
          note(0.5, 0.5, advice.map((line) => escapeText(cut(line, 120))).join("<br>"), "text", {
            xref: "paper",
            yref: "paper",
            side: "center",
            stand: "top",
            dy: -4,
          }),
        ],
      },
    }),
  };
}
