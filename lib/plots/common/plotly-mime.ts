/** Figures for hosts that bring a Plotly of their own: VS Code (plotly.js 3) and Colab. */
import type { FigurePayload, MimeBundle } from "../../display/host.ts";
import { resolveTokens, themes } from "./theme.ts";

/** The MIME type by which VS Code and Colab draw a figure. */
export const PLOTLY_MIME = "application/vnd.plotly.v1+json";

type FigureContent = Extract<FigurePayload, { kind: "figure" }>;

/**
 * The figure as plotly.js 3.0.1 and later draws it: light, on paper of its own, since such a host's page may be
 * dark; as wide as its output.
 */
export function plotlyMime({ spec, height }: FigureContent): MimeBundle {
  const { data, layout, config } = resolveTokens(spec, "light");
  const { paper } = themes.light;
  return {
    [PLOTLY_MIME]: {
      data,
      layout: { ...layout, paper_bgcolor: paper, height, autosize: true },
      config: { displayModeBar: false, ...config, responsive: true },
    },
  };
}
