import { currentHost } from "../../display/current-host.ts";
import { display } from "../../display/display.ts";
import type { FigurePayload, MimeBundle, PlotlySpec } from "../../display/host.ts";
import { bundleFor } from "./bundle.ts";
import { FigureError } from "./figure-error.ts";
import { type HtmlOptions, htmlPage } from "./html-page.ts";
import { figurePicture, pictureBundle, pictureOf } from "./pictures.ts";
import type { PictureSubject } from "../static/draw.ts";
import { type ThemeName, resolveTokens, themes } from "./theme.ts";
import { escapeText } from "./words.ts";

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
  toPayload(): Extract<FigurePayload, { kind: "figure" }> {
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
    const picture = await figurePicture(this.#subject());
    return bundleFor(currentHost(), { payload: this.toPayload(), text: this.text, picture });
  }

  /**
   * Shows the figure in whatever runs this code. As the last value of a cell it shows itself; this is for the
   * middle of a cell, for tslab, whose kernel would print it, and for a terminal.
   *
   * @example
   * await plots.history(study).show();
   */
  async show(): Promise<void> {
    await display(this);
  }

  /**
   * The figure as a picture.
   *
   * @param options `theme` light by default; `width` in pixels, 900; `scale`, the PNG's pixels for each of them, 2
   * @throws FigureError when it cannot be drawn, with the reason
   */
  async toPicture(format: "png" | "svg", options: PictureOptions = {}): Promise<Uint8Array> {
    const { theme = "light", width, scale = 2 } = options;
    const picture = await pictureOf({
      subject: this.#subject(),
      format,
      theme,
      scale,
      ...(width === undefined ? {} : { width }),
    });
    if ("problem" in picture) throw new FigureError(picture.problem);
    return picture.bytes;
  }

  /**
   * The figure as a web page of its own: live, offline, light or dark as the reader's system prefers, with its
   * picture where scripts do not run.
   *
   * @param options `plotly: "cdn"` leaves Plotly out, to be fetched when the page is opened
   */
  async toHtml(options: HtmlOptions = {}): Promise<string> {
    const picture = await figurePicture(this.#subject());
    const shown =
      "bytes" in picture
        ? String(pictureBundle(picture.bytes, this.alt)["text/html"])
        : `<p>${escapeText(this.alt)}</p>`;
    return htmlPage(this.toPayload(), shown, options);
  }

  /**
   * Saves the figure as a file: a picture (.png, .svg), or a page that is live offline (.html).
   *
   * @param options `theme`, `width` and `scale` are a picture's, `plotly` a page's
   * @throws FigureError for another ending, or when it cannot be drawn
   */
  async save(path: string, options: PictureOptions & HtmlOptions = {}): Promise<void> {
    const format = /\.(png|svg|html)$/i.exec(path)?.[1]?.toLowerCase() as
      "png" | "svg" | "html" | undefined;
    if (format === undefined) {
      throw new FigureError(
        `Cannot save a figure as "${path}"; give it the ending .png, .svg or .html.`,
      );
    }
    const content =
      format === "html" ? await this.toHtml(options) : await this.toPicture(format, options);
    const { writeFile } = await import("node:fs/promises");
    await writeFile(path, content);
  }

  /** Where only text can be shown, as in a terminal. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.text;
  }

  #subject(): Extract<PictureSubject, { kind: "figure" }> {
    return { kind: "figure", spec: this.spec, height: this.height };
  }
}

/** How a picture is drawn. */
export interface PictureOptions {
  theme?: ThemeName;
  width?: number;
  scale?: number;
}
