/** Fetches plotly.js from beside the extension's script. */
import { plotlyAddress } from "./assets.ts";
import type { Plotly } from "./plotly.ts";

/** Downloads the library, and leaves the page's own global of that name as it is. */
export async function downloadPlotly(): Promise<Plotly> {
  // plotly.js always sets window.Plotly; another extension may have put its own there.
  const before = Object.getOwnPropertyDescriptor(globalThis, "Plotly");
  const module = (await import(plotlyAddress())) as { default: Plotly };
  if (before) Object.defineProperty(globalThis, "Plotly", before);
  else Reflect.deleteProperty(globalThis, "Plotly");
  return module.default;
}
