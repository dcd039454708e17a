/** Markup that is an object: elements of a DOM, of JSX, and objects that hold an SVG. */
import type { MimeBundle } from "../protocol.ts";
import { isJsx, renderJsx } from "./jsx.ts";
import { peek } from "./peek.ts";

const SVG = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]/i;

/** Whether a text is an SVG document. */
export function isSvg(text: string): boolean {
  return SVG.test(text);
}

/** The bundle of an object that is markup; undefined for anything else. */
export function elementOf(value: Record<string, unknown>): MimeBundle | undefined {
  const { outerHTML, svg } = peek(value, "outerHTML", "svg");
  if (typeof outerHTML === "string") return { "text/html": outerHTML };
  if (isJsx(value)) return { "text/html": renderJsx(value) };
  if (typeof svg === "string" && isSvg(svg)) return { "image/svg+xml": svg };
  return undefined;
}
