/** plotly.js, fetched when the first figure is drawn and shared by all. */

/** What a plot's element offers once Plotly has drawn in it. */
export interface PlotElement extends HTMLElement {
  on?(event: string, listener: (data: never) => void): void;
  removeAllListeners?(event: string): void;
}

export interface Plotly {
  react(
    node: HTMLElement,
    data: Record<string, unknown>[],
    layout: Record<string, unknown>,
    config: Record<string, unknown>,
  ): Promise<unknown>;
  purge(node: HTMLElement): void;
  Fx: { hover(node: HTMLElement, event: unknown, subplot?: string): void };
}

let source: (() => Promise<Plotly>) | undefined;
let library: Promise<Plotly> | undefined;

let isWhole = false;

/**
 * Tells where the library comes from: a download of the extension's, or what the page brought along.
 *
 * @param whole whether it has every kind of trace, those of WebGL among them
 */
export function supplyPlotly(from: () => Promise<Plotly>, whole = false): void {
  source = from;
  isWhole = whole;
}

let webgl: boolean | undefined;

/** Whether the library and this browser can draw marks by WebGL. */
export function hasWebgl(): boolean {
  webgl ??= document.createElement("canvas").getContext("webgl") !== null;
  return isWhole && webgl;
}

/** The library; a failed download is tried again by the next figure. */
export function plotly(): Promise<Plotly> {
  if (!source) return Promise.reject(new Error("nothing supplies plotly.js"));
  library ??= source().catch((error: unknown) => {
    library = undefined;
    throw error;
  });
  return library;
}
