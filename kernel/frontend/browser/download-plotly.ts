/** Fetches plotly.js, and the font of figures, from beside the extension's script. */
import { plotlyAddress } from "./assets.ts";
import { loadFonts } from "./fonts.ts";
import type { Plotly } from "./plotly.ts";

/** Downloads the library, with the font in which it will measure texts, and leaves the page's own global of that name as it is. */
export async function downloadPlotly(): Promise<Plotly> {
  // plotly.js always sets window.Plotly; another extension may have put its own there.
  const before = Object.getOwnPropertyDescriptor(globalThis, "Plotly");
  const fonts = loadFonts();
  const module = (await import(plotlyAddress())) as { default: Plotly };
  if (before) Object.defineProperty(globalThis, "Plotly", before);
  else Reflect.deleteProperty(globalThis, "Plotly");
  await fonts;
  return module.default;
}
