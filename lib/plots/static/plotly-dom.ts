/** Plotly in jsdom: specs → SVG, without a browser. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { JSDOM, VirtualConsole } from "jsdom";
import type { PlotlySpec } from "../../display/host.ts";
import { builtAsset } from "../common/built-asset.ts";
import { supplyCanvas } from "./canvas.ts";
import { withoutWebgl } from "./without-webgl.ts";
import { type Box, boxOf, placedBox, rotated, textLength } from "./svg-box.ts";

/** Turns a spec with real colours into an SVG text of the given size in pixels. */
export type DrawSvg = (spec: PlotlySpec, width: number, height: number) => Promise<string>;

interface Plotly {
  newPlot(element: Element, data: unknown, layout: unknown, config: unknown): Promise<unknown>;
  toImage(element: Element, options: unknown): Promise<string>;
  purge(element: Element): void;
}

/** Turns specs into pictures by the small Plotly of the build, or by the whole one where a spec needs that. */
export function loadPlotly(): DrawSvg {
  const built = builtAsset("plotly.js");
  const small = built === undefined ? undefined : openPlotly(built);
  let whole = small ? undefined : openWhole();
  return (spec, width, height) => {
    const flat = withoutWebgl({ ...spec, layout: { ...spec.layout, width, height } });
    const draws = ({ type = "scatter" }: Record<string, unknown>) => small?.traces.includes(type);
    const opened = small && flat.data.every(draws) ? small : (whole ??= openWhole());
    return opened.draw(flat, width, height);
  };
}

interface Opened {
  draw: DrawSvg;
  /** The kinds of trace that a trimmed library draws. */
  traces: unknown[];
}

function openWhole(): Opened {
  const file = createRequire(import.meta.url).resolve("plotly.js-dist/plotly.js");
  return openPlotly(readFileSync(file, "utf8"));
}

/** Loads a Plotly into a new jsdom; the whole one takes a second or two. */
function openPlotly(code: string): Opened {
  const dom = new JSDOM("<!doctype html><html><body></body></html>", {
    pretendToBeVisual: true,
    runScripts: "outside-only",
    virtualConsole: new VirtualConsole(),
  });
  const window = dom.window;
  supplyLayout(window as unknown as Window & typeof globalThis);
  window.eval(`${code}\n;window.drawing = Plotly;`);
  const page = window as unknown as { drawing: Plotly; drawnTraces?: unknown[] };
  return { draw: drawingIn(window.document, page.drawing), traces: page.drawnTraces ?? [] };
}

function drawingIn(document: Document, plotly: Plotly): DrawSvg {
  return async (spec, width, height) => {
    const element = document.createElement("div");
    document.body.append(element);
    try {
      const layout = { ...spec.layout, width, height, autosize: false };
      await plotly.newPlot(element, spec.data, layout, { staticPlot: true });
      const svg = await plotly.toImage(element, {
        format: "svg",
        width,
        height,
        imageDataOnly: true,
      });
      // The rasterizer knows neither quotes nor addresses around an id.
      return svg.replace(
        /url\((?:&quot;|['"])?([^)&'"]*)(?:&quot;|['"])?\)/g,
        (_, address: string) => `url(${address.slice(Math.max(0, address.indexOf("#")))})`,
      );
    } finally {
      plotly.purge(element);
      element.remove();
    }
  };
}

/** The parts of layout that Plotly needs and jsdom lacks. */
function supplyLayout(window: Window & typeof globalThis): void {
  window.URL.createObjectURL = () => "blob:none";
  window.URL.revokeObjectURL = () => undefined;
  const svg = window.SVGElement.prototype as unknown as {
    getBBox(): Box;
    getComputedTextLength(): number;
    getBoundingClientRect(): Box;
    getTotalLength(): number;
    getPointAtLength(): { x: number; y: number };
  };
  svg.getBBox = function (this: Element) {
    return boxOf(this);
  };
  svg.getComputedTextLength = function (this: Element) {
    return textLength(this);
  };
  svg.getBoundingClientRect = function (this: Element) {
    return withSides(this.tagName === "svg" ? frameOf(this) : turnedBox(this));
  };
  // Only labels along contour lines ask for these, and they are left out then.
  svg.getTotalLength = () => 0;
  svg.getPointAtLength = () => ({ x: 0, y: 0 });
  supplyCanvas(window);
}

function frameOf(element: Element): Box {
  return {
    x: 0,
    y: 0,
    width: Number(element.getAttribute("width")) || 0,
    height: Number(element.getAttribute("height")) || 0,
  };
}

/** A client's box turns with its element, whatever it is turned around. */
function turnedBox(element: Element): Box {
  const transform = element.getAttribute("transform") ?? "";
  return /rotate/.test(transform) ? rotated(boxOf(element), transform) : placedBox(element);
}

function withSides(box: Box): Box & Record<"left" | "top" | "right" | "bottom", number> {
  return {
    ...box,
    left: box.x,
    top: box.y,
    right: box.x + box.width,
    bottom: box.y + box.height,
  };
}
