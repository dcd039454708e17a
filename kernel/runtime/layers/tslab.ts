/**
 * What `import * as tslab from "tslab"` is where no tslab is installed: the same display API, so that
 * notebooks written for it run here.
 *
 * @example
 * import * as tslab from "tslab";
 * tslab.display.html("<b>seen</b>");
 * const place = tslab.newDisplay();
 * place.text("10%");
 * place.text("20%"); // in the same place
 */
import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { displayBundle } from "../displays.ts";
import { cleanBundle } from "../drawing/bundle.ts";

/** Shows one representation by each call. */
export interface Display {
  javascript(script: string): void;
  html(html: string): void;
  markdown(markdown: string): void;
  latex(latex: string): void;
  svg(svg: string): void;
  png(bytes: Uint8Array): void;
  jpeg(bytes: Uint8Array): void;
  gif(bytes: Uint8Array): void;
  pdf(bytes: Uint8Array): void;
  text(text: string): void;
  /** Text, or bytes, of any MIME type. */
  raw(contentType: string, content: string | Uint8Array): void;
}

/** Shows each in a place of its own. */
export const display: Display = displayOf((bundle) => displayBundle(bundle));

/** A display with one place, in which each call replaces what was there. */
export function newDisplay(): Display {
  const id = randomUUID();
  let update = false;
  return displayOf((bundle) => {
    displayBundle(bundle, { id, update });
    update = true;
  });
}

/** Versions of what runs the notebook. */
export const versions: { tslab: string; typescript: string; node: string } = {
  // The version whose display API this is.
  tslab: "1.0.22",
  get typescript() {
    const require = createRequire(import.meta.url);
    return (require("typescript/package.json") as { version: string }).version;
  },
  node: process.version,
};

function displayOf(show: (bundle: Record<string, unknown>) => void): Display {
  const raw = (type: string, content: string | Uint8Array) => {
    const problems: string[] = [];
    const bundle = cleanBundle({ [type]: content }, problems);
    if (problems.length > 0)
      throw new TypeError(`tslab's display was given what it cannot show: ${problems[0]}`);
    show(bundle);
  };
  const as = (type: string) => (content: string | Uint8Array) => raw(type, content);
  return {
    javascript: as("text/javascript"),
    html: as("text/html"),
    markdown: as("text/markdown"),
    latex: as("text/latex"),
    svg: as("image/svg+xml"),
    png: as("image/png"),
    jpeg: as("image/jpeg"),
    gif: as("image/gif"),
    pdf: as("application/pdf"),
    text: as("text/plain"),
    raw,
  };
}
