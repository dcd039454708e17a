import {
  FIGURE_MIME,
  type FigurePayload,
  type MimeBundle,
  type PlotlySpec,
} from "../display/host.ts";
import { type ThemeName, resolveTokens, themes } from "./theme.ts";

/** What a {@link Figure} is made of. */
export interface FigureParts {
  /** What kind of figure it is: "history". */
  id: string;
  /** Pixels; the width is that of the cell. */
  height: number;
  /** Colours are tokens. */
  spec: PlotlySpec;
  /** Kind, finding and counts in a sentence, for those who cannot see the picture. */
  alt: string;
  /** What a terminal shows; the alt text where left out. */
  text?: string;
}

/**
 * A figure as data: drawn as the last value of a cell, or saved as a picture.
 *
 * @example
 * await plots.history(study).save("history.png");
 */
export class Figure {
  readonly id: string;
  readonly height: number;
  readonly spec: PlotlySpec;
  readonly alt: string;
  readonly text: string;

  constructor(parts: FigureParts) {
    this.id = parts.id;
    this.height = parts.height;
    this.spec = parts.spec;
    this.alt = parts.alt;
    this.text = parts.text ?? parts.alt;
  }

  /** The figure as the front end draws it. */
  toPayload(): FigurePayload {
    return {
      version: 1,
      kind: "figure",
      id: this.id,
      alt: this.alt,
      height: this.height,
      themes,
      spec: this.spec,
    };
  }

  /** The spec with real colours, for any Plotly: `Plotly.newPlot(element, figure.resolve("light"))`. */
  resolve(theme: ThemeName = "light"): PlotlySpec {
    return resolveTokens(this.spec, theme);
  }

  /** The figure as Jupyter's MIME bundle. Where no picture can be drawn, the text says why. */
  async [Symbol.for("Jupyter.display")](): Promise<MimeBundle> {
    return {
      [FIGURE_MIME]: this.toPayload(),
      "text/plain": this.text,
    };
  }
}
