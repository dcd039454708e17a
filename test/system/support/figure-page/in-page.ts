/** Functions that run in the browser's page: each must hold all that it needs. */
import type { PlotlySpec } from "../../../../lib/display/host.ts";

/** A line of text where it stands, in pixels of the figure. */
export interface TextBox {
  readonly text: string;
  /** Which text it is a line of: lines of one text may touch. */
  readonly of: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** By how many pixels the edge of its plot cuts it. */
  readonly cut: number;
}

/** What a browser made of a spec. */
export interface Drawn {
  readonly texts: readonly TextBox[];
  /** Traces that Plotly refuses to draw, by their place. */
  readonly refused: readonly number[];
  /** Annotations that have a text and are not there. */
  readonly vanished: readonly string[];
  /** What Plotly's own check finds wrong. */
  readonly invalid: readonly string[];
  readonly width: number;
  readonly height: number;
}

/** How far two pictures differ, once both are a little blurred. */
export interface Difference {
  readonly sizes: readonly [string, string];
  /** The share of the pixels that differ by more than can be overlooked. */
  readonly share: number;
  /** A picture of them, as base64 PNG. */
  readonly picture: string;
}

interface PlotlyInPage {
  newPlot(node: Element, data: unknown, layout: unknown, config: unknown): Promise<unknown>;
  purge(node: Element): void;
  validate(data: unknown, layout: unknown): { code: string; msg: string }[] | undefined;
}

/** What Plotly keeps on its element. */
interface Plotted extends HTMLElement {
  _fullData: { visible: unknown; index: number }[];
  _fullLayout: { annotations?: { text: string; visible: boolean }[] };
}

export async function drawInPage({
  spec,
  width,
  height,
  paper,
}: {
  spec: PlotlySpec;
  width: number;
  height: number;
  paper: string;
}): Promise<Drawn> {
  const plotly = (globalThis as unknown as { Plotly: PlotlyInPage }).Plotly;
  const node = document.querySelector("#figure") as Plotted;
  plotly.purge(node);
  node.style.cssText = `width:${width}px;height:${height}px;background:${paper}`;
  const layout = { ...spec.layout, width, height, autosize: false };
  const invalid = plotly.validate(spec.data, layout) ?? [];
  await plotly.newPlot(node, spec.data, layout, { displayModeBar: false, staticPlot: true });
  await document.fonts.ready;

  const frame = node.getBoundingClientRect();
  const pen = document.createElement("canvas").getContext("2d")!;

  /** By how much an ancestor's clip cuts into a box, in pixels. */
  const cutOf = (
    element: Element,
    box: { left: number; top: number; right: number; bottom: number },
  ) => {
    let cut = 0;
    for (let at: Element | null = element; at && at !== node; at = at.parentElement) {
      const id = /url\(["']?#([^"')]+)/.exec(at.getAttribute("clip-path") ?? "")?.[1];
      const shape = id && document.getElementById(id)?.querySelector("rect");
      const matrix = (at as SVGGraphicsElement).getScreenCTM?.();
      if (!shape || !matrix) continue;
      const { x, y, width: w, height: h } = shape.getBBox();
      const from = new DOMPoint(x, y).matrixTransform(matrix);
      const to = new DOMPoint(x + w, y + h).matrixTransform(matrix);
      const beyond = [from.x - box.left, box.right - to.x, from.y - box.top, box.bottom - to.y];
      cut = Math.max(cut, ...beyond);
    }
    return cut;
  };

  const texts: TextBox[] = [];
  [...node.querySelectorAll("svg text")].forEach((element, of) => {
    const lines = [...element.querySelectorAll("tspan.line")];
    for (const line of lines.length > 0 ? lines : [element]) {
      const text = line.textContent?.trim() ?? "";
      const style = getComputedStyle(line);
      if (text === "" || style.visibility === "hidden" || Number(style.opacity) === 0) continue;
      const rect = line.getBoundingClientRect();
      if (rect.width === 0 || rect.height === 0) continue;
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const size = pen.measureText(text);
      let { left, top, right, bottom } = rect;
      // The line's box is that of the font; of text that is not turned, the letters' own is smaller.
      const isLevel =
        Math.abs(rect.height - size.fontBoundingBoxAscent - size.fontBoundingBoxDescent) < 4;
      if (isLevel) {
        const baseline = top + size.fontBoundingBoxAscent;
        top = baseline - size.actualBoundingBoxAscent;
        bottom = baseline + size.actualBoundingBoxDescent;
      }
      const box = { left, top, right, bottom };
      texts.push({
        text,
        of,
        left: left - frame.left,
        top: top - frame.top,
        right: right - frame.left,
        bottom: bottom - frame.top,
        cut: cutOf(line, box),
      });
    }
  });

  const there = new Set(
    [...node.querySelectorAll("g.annotation")]
      .filter((group) => group.getBoundingClientRect().width > 0)
      .map((group) => Number(group.getAttribute("data-index"))),
  );
  return {
    texts,
    refused: node._fullData.flatMap(({ visible, index }) => {
      const trace = spec.data[index] ?? {};
      // Empty traces stay, so that a live figure's are always the same.
      const holds = ["x", "y", "z", "values", "cells", "dimensions"].some(
        (key) => Array.isArray(trace[key]) && trace[key].length > 0,
      );
      return visible === true || !holds || (trace["visible"] ?? true) !== true ? [] : [index];
    }),
    vanished: (node._fullLayout.annotations ?? []).flatMap(({ text, visible }, index) =>
      visible && text.trim() !== "" && !there.has(index) ? [text] : [],
    ),
    // What goes unused belongs to empty traces and shared pieces of layouts; it does no harm.
    invalid: invalid.flatMap(({ code, msg }) =>
      code === "unused" || code === "invisible" || /key bar(mode|gap) /.test(msg)
        ? []
        : [`${code}: ${msg}`],
    ),
    width: frame.width,
    height: frame.height,
  };
}

export async function compareInPage([one, other]: readonly [string, string]): Promise<Difference> {
  /** Made smaller and blurred, since two rasterizers put the edges of letters and lines a part of a pixel apart. */
  const SCALE = 0.5;
  const BLUR = 1;
  /** Of 255, in any of the three colours. */
  const NOTICED = 40;
  const read = async (bytes: string) => {
    const image = new Image();
    image.src = `data:image/png;base64,${bytes}`;
    await image.decode();
    const [width, height] = [Math.ceil(image.width * SCALE), Math.ceil(image.height * SCALE)];
    const canvas = new OffscreenCanvas(width, height);
    const pen = canvas.getContext("2d", { willReadFrequently: true })!;
    pen.imageSmoothingQuality = "high";
    pen.filter = `blur(${BLUR}px)`;
    pen.drawImage(image, 0, 0, width, height);
    return {
      size: `${image.width} × ${image.height}`,
      data: pen.getImageData(0, 0, width, height),
    };
  };
  const [a, b] = await Promise.all([read(one), read(other)]);
  const sizes = [a.size, b.size] as const;
  if (a.size !== b.size) return { sizes, share: 1, picture: "" };
  const { width, height } = a.data;
  /** How far a pixel of one picture is from the nearest colour around its place in the other. */
  const far = (from: Uint8ClampedArray, to: Uint8ClampedArray, x: number, y: number) => {
    const at = 4 * (y * width + x);
    let least = 255;
    for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++)
      for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
        const there = 4 * (row * width + column);
        const most = Math.max(
          Math.abs(from[at]! - to[there]!),
          Math.abs(from[at + 1]! - to[there + 1]!),
          Math.abs(from[at + 2]! - to[there + 2]!),
        );
        if (most < least) least = most;
      }
    return least;
  };
  const shown = new ImageData(width, height);
  let differing = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      // Either may hold what the other lacks.
      const most = Math.max(
        far(a.data.data, b.data.data, x, y),
        far(b.data.data, a.data.data, x, y),
      );
      const isNoticed = most > NOTICED;
      if (isNoticed) differing++;
      const colour = isNoticed ? [220, 0, 0, 255] : [255 - most, 255 - most, 255 - most, 255];
      shown.data.set(colour, 4 * (y * width + x));
    }
  const canvas = new OffscreenCanvas(shown.width, shown.height);
  canvas.getContext("2d")!.putImageData(shown, 0, 0);
  const blob = await canvas.convertToBlob({ type: "image/png" });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let picture = "";
  for (const byte of bytes) picture += String.fromCharCode(byte);
  return { sizes, share: differing / (width * height), picture: btoa(picture) };
}
