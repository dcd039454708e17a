/** A figure as a web page of its own, which needs nothing else. */
import type { FigurePayload } from "../../display/host.ts";
import { FigureError } from "./figure-error.ts";
import { drawingScript, loaderHtml, pageAsset, placeHtml, scriptJson } from "./page.ts";
import type { TokenName } from "./theme.ts";
import { escapeText } from "./words.ts";

/** How a figure becomes a web page. */
export interface HtmlOptions {
  /**
   * Where Plotly comes from: `"inline"` (default) puts it into the page, about half a megabyte, which then
   * works offline; `"cdn"` leaves it out, and the page fetches it from cdn.plot.ly when it is opened.
   */
  plotly?: "inline" | "cdn";
}

/** The version of plotly.js that figures are made for. */
const PLOTLY_VERSION = "4.1.1";

type FigureContent = Extract<FigurePayload, { kind: "figure" }>;

/**
 * A whole HTML document: the figure, light or dark as the reader's system prefers, and its picture where
 * scripts do not run.
 *
 * @param picture HTML of the figure's picture
 * @throws FigureError where the loader is not there, as in a browser
 */
export function htmlPage(
  payload: FigureContent,
  picture: string,
  { plotly = "inline" }: HtmlOptions = {},
): string {
  const { light, dark } = payload.themes as Record<"light" | "dark", Record<TokenName, string>>;
  const place = `${placeHtml("figure", "")}<noscript>${picture}</noscript>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeText(payload.alt)}</title>
<style>
body { margin: 0; padding: 16px; background: ${light.paper}; }
main { max-width: 1100px; min-height: ${payload.height}px; margin: auto; }
@media (prefers-color-scheme: dark) { body { background: ${dark.paper}; } }
</style>
</head>
<body>
<main>${place}</main>
${plotly === "cdn" ? fetching(payload) : carrying(payload)}
</body>
</html>
`;
}

function carrying(payload: FigureContent): string {
  const asset = pageAsset();
  if (!asset) {
    throw new FigureError(
      `A page with Plotly in it can be made in Node only; give { plotly: "cdn" } to leave it out.`,
    );
  }
  return `${loaderHtml(asset)}\n${drawingScript("figure", payload, asset)}`;
}

/** Plotly alone, without the views that the loader brings. */
function fetching({ spec, themes, height, alt }: FigureContent): string {
  return `<script src="https://cdn.plot.ly/plotly-${PLOTLY_VERSION}.min.js" charset="utf-8"></script>
<script>
const { spec, themes, height, alt } = ${scriptJson({ spec, themes, height, alt })};
const place = document.querySelector("[data-tunebook]");
place.setAttribute("role", "img");
place.setAttribute("aria-label", alt);
const dark = matchMedia("(prefers-color-scheme: dark)");
const draw = () => {
  const colours = dark.matches ? themes.dark : themes.light;
  const text = JSON.stringify(spec).replace(/token:(\\w+)/g, (_, name) => colours[name] ?? colours.ink);
  const { data, layout } = JSON.parse(text);
  Plotly.react(place, data, { ...layout, height }, { displayModeBar: false, responsive: true });
};
dark.addEventListener("change", draw);
draw();
</script>`;
}
