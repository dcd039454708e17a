/** plotly.js, fetched when the first figure is drawn and shared by all. */
import { plotlyAddress } from "./assets.ts";

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

let library: Promise<Plotly> | undefined;

/** The library; a failed download is tried again by the next figure. */
export function plotly(): Promise<Plotly> {
  library ??= download().catch((error: unknown) => {
    library = undefined;
    throw error;
  });
  return library;
}

async function download(): Promise<Plotly> {
  // plotly.js always sets window.Plotly; another extension may have put its own there.
  const before = Object.getOwnPropertyDescriptor(globalThis, "Plotly");
  const module = (await import(plotlyAddress())) as { default: Plotly };
  if (before) Object.defineProperty(globalThis, "Plotly", before);
  else Reflect.deleteProperty(globalThis, "Plotly");
  return module.default;
}
