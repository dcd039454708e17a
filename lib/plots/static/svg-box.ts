/**
 * Boxes of SVG elements, which jsdom, having no layout, does not know and Plotly asks for: of texts by
 * the widths of their letters, of groups by what they hold, moved by `translate` and `rotate`. Shapes
 * other than rectangles count as nothing: Plotly measures only text and what it framed itself.
 */
import { textWidth } from "./font-metrics.ts";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const NOTHING: Box = { x: 0, y: 0, width: 0, height: 0 };
/** Plotly's distance of two lines, and how far Inter reaches above and below its baseline; in sizes of the font. */
const LINE_SPACING = 1.3;
const ASCENT = 0.96875;
const DESCENT = 0.2412;

/** The box of an element in its own coordinates. */
export function boxOf(element: Element): Box {
  switch (element.tagName.toLowerCase()) {
    case "text":
    case "tspan":
      return textBox(element);
    case "rect":
    case "image":
      return {
        x: attribute(element, "x"),
        y: attribute(element, "y"),
        width: attribute(element, "width"),
        height: attribute(element, "height"),
      };
    default:
      return union([...element.children].map(placedBox));
  }
}

/** The box of an element as its parent sees it. */
export function placedBox(element: Element): Box {
  const transform = element.getAttribute("transform") ?? "";
  const moved = moveBy(transform);
  const box = rotated(boxOf(element), transform);
  return { ...box, x: box.x + moved.x, y: box.y + moved.y };
}

/** The length of an element's text in pixels, each part in its own size and weight. */
export function textLength(element: Element): number {
  let width = 0;
  for (const child of element.childNodes) {
    if (child.nodeType === 3) {
      width += textWidth(child.textContent ?? "", fontSize(element), fontWeight(element));
    } else if (child.nodeType === 1) width += textLength(child as Element);
  }
  return width;
}

function textBox(element: Element): Box {
  const size = fontSize(element);
  const lines = [...element.querySelectorAll("tspan.line")];
  const lengths = lines.length > 0 ? lines.map(textLength) : [textLength(element)];
  const width = Math.max(0, ...lengths);
  const anchor = styleOf(element, "text-anchor") ?? "start";
  const shift = anchor === "middle" ? width / 2 : anchor === "end" ? width : 0;
  return {
    x: attribute(element, "x") - shift,
    // As browsers measure: from the first line's ascent to the last one's descent.
    y: attribute(element, "y") + shiftDown(element, size) - ASCENT * size,
    width,
    height: (ASCENT + DESCENT + (lengths.length - 1) * LINE_SPACING) * size,
  };
}

/** What `dy` moves a text down: "0.7em", or pixels. */
function shiftDown(element: Element, size: number): number {
  const given = element.getAttribute("dy") ?? "";
  return (Number.parseFloat(given) || 0) * (given.endsWith("em") ? size : 1);
}

function fontSize(element: Element): number {
  return Number.parseFloat(inherited(element, "font-size") ?? "") || 12;
}

function fontWeight(element: Element): number {
  const weight = inherited(element, "font-weight") ?? "400";
  return weight === "bold" ? 700 : Number.parseFloat(weight) || 400;
}

function inherited(element: Element | null, property: string): string | undefined {
  for (let part = element; part; part = part.parentElement) {
    const value = styleOf(part, property);
    if (value) return value;
  }
  return undefined;
}

function styleOf(element: Element, property: string): string | undefined {
  const style = (element as SVGElement).style?.getPropertyValue(property);
  return style || element.getAttribute(property) || undefined;
}

function attribute(element: Element, name: string): number {
  return Number.parseFloat(element.getAttribute(name) ?? "") || 0;
}

function moveBy(transform: string): { x: number; y: number } {
  const match = /translate\(\s*(-?[\d.e+-]+)(?:[ ,]+(-?[\d.e+-]+))?/.exec(transform);
  return { x: Number(match?.[1] ?? 0), y: Number(match?.[2] ?? 0) };
}

/** The box around a box that was turned. */
export function rotated(box: Box, transform: string): Box {
  const match = /rotate\(\s*(-?[\d.e+-]+)(?:[ ,]+(-?[\d.e+-]+)[ ,]+(-?[\d.e+-]+))?/.exec(transform);
  if (!match) return box;
  const angle = (Number(match[1]) * Math.PI) / 180;
  const centre = { x: Number(match[2] ?? 0), y: Number(match[3] ?? 0) };
  const corners = [
    [box.x, box.y],
    [box.x + box.width, box.y],
    [box.x, box.y + box.height],
    [box.x + box.width, box.y + box.height],
  ].map(([x = 0, y = 0]) => ({
    x: centre.x + (x - centre.x) * Math.cos(angle) - (y - centre.y) * Math.sin(angle),
    y: centre.y + (x - centre.x) * Math.sin(angle) + (y - centre.y) * Math.cos(angle),
  }));
  const xs = corners.map((corner) => corner.x);
  const ys = corners.map((corner) => corner.y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function union(boxes: Box[]): Box {
  const full = boxes.filter((box) => box.width > 0 || box.height > 0);
  if (full.length === 0) return NOTHING;
  const x = Math.min(...full.map((box) => box.x));
  const y = Math.min(...full.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...full.map((box) => box.x + box.width)) - x,
    height: Math.max(...full.map((box) => box.y + box.height)) - y,
  };
}
