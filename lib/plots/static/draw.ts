/** Draws what is asked for, in the thread in which it is called. */
import { Resvg } from "@resvg/resvg-js";
import type { CardModel, PanelModel, PlotlySpec } from "../../display/host.ts";
import { resolveTokens, type ThemeName, themes } from "../common/theme.ts";
import { cardSvg } from "./card-svg.ts";
import { fontFiles, missingCharacters } from "./font-metrics.ts";
import { indexed } from "./palette.ts";
import { panelSvg } from "./panel-svg.ts";
import { type DrawSvg, loadPlotly } from "./plotly-dom.ts";
import { encodeIndexedPng } from "./png.ts";

/** What shall be drawn; colours of specs are tokens. */
export type PictureSubject =
  | { kind: "figure"; spec: PlotlySpec; height: number }
  | { kind: "panel"; panel: PanelModel }
  | { kind: "card"; card: CardModel };

/** A picture that is asked for. */
export interface PictureRequest {
  subject: PictureSubject;
  format: "png" | "svg";
  theme: ThemeName;
  /** Pixels of the drawing. */
  width: number;
  /** Pixels of the PNG for each of the drawing. */
  scale: number;
  /** Bytes above which a PNG is made with one pixel for each of the drawing. Left out: however many. */
  most?: number | undefined;
}

/** A difference of a colour's channel, of 255, that could be seen in a shade along an edge. */
const VISIBLE = 32;

let plotly: DrawSvg | undefined;

/** Loads what the first picture needs, so that it comes soon. */
export function warmUp(): void {
  plotly ??= loadPlotly();
}

/** A PNG's bytes, or an SVG's in UTF-8. */
export async function draw(request: PictureRequest): Promise<Uint8Array> {
  warmUp();
  const svg = await svgOf(request);
  if (request.format === "svg") {
    // On paper of its own, since the page around it may be of the other theme.
    const paper = `<rect width="100%" height="100%" fill="${themes[request.theme].paper}"/>`;
    return new TextEncoder().encode(svg.replace(/^<svg[^>]*>/, (tag) => tag + paper));
  }
  const png = pngOf(svg, request.theme, request.scale);
  const isTooMuch = png.length > (request.most ?? Infinity) && request.scale > 1;
  return isTooMuch ? pngOf(svg, request.theme, 1) : png;
}

function pngOf(svg: string, theme: ThemeName, scale: number): Uint8Array {
  // Names may be in any script; looking for fonts of the machine takes long, so only where they are.
  const loadSystemFonts = missingCharacters(svg).some((sign) => sign.trim() !== "");
  // The rasterizer knows the older word for "leave pixels as they are".
  const image = new Resvg(
    svg.replaceAll("image-rendering: pixelated", "image-rendering: optimizeSpeed"),
    {
      font: { fontFiles: fontFiles(), loadSystemFonts, defaultFontFamily: "Inter" },
      fitTo: { mode: "zoom", value: scale },
      background: themes[theme].paper,
    },
  );
  const rendered = image.render();
  const few = indexed(rendered.pixels);
  return few.error > VISIBLE
    ? rendered.asPng()
    : encodeIndexedPng(rendered.width, rendered.height, few);
}

async function svgOf({ subject, theme, width }: PictureRequest): Promise<string> {
  const drawing = plotly as DrawSvg;
  if (subject.kind === "figure") {
    return drawing(resolveTokens(subject.spec, theme), width, subject.height);
  }
  const inTheme: DrawSvg = (spec, w, h) => drawing(resolveTokens(spec, theme), w, h);
  return subject.kind === "card"
    ? cardSvg(subject.card, theme, width, inTheme)
    : panelSvg(subject.panel, theme, width, inTheme);
}
