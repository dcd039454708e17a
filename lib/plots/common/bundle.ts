/** Figures and panels as MIME bundles, for the front end that will show them. */
import { frontEndOf } from "../../display/front-end.ts";
import { FIGURE_MIME, type FigurePayload, type Host, type MimeBundle } from "../../display/host.ts";
import { drawingScript, pageAsset, placeHtml, provideLoader } from "./page.ts";
import { type PictureResult, pictureBundle } from "./pictures.ts";
import { plotlyMime } from "./plotly-mime.ts";

/** All that a bundle is made of. */
export interface Shown {
  payload: FigurePayload;
  text: string;
  /** A problem is told in the text: a figure without a picture is still a figure. */
  picture: PictureResult;
}

/**
 * The bundle that a saved notebook keeps: the payload for the labextension, the picture as HTML and PNG,
 * the text. For a page without the labextension the HTML also holds a script that draws over the picture
 * (the loader is shown first, where the notebook has none), for VS Code and Colab there is Plotly's own
 * type beside it.
 *
 * @param id the place on the page; of a live panel that of its first display
 */
export function bundleFor(
  host: Host,
  { payload, text, picture }: Shown,
  id = `${payload.id}-${crypto.randomUUID()}`,
): MimeBundle {
  const pictures = "bytes" in picture ? pictureBundle(picture.bytes, payload.alt) : {};
  const bundle = {
    [FIGURE_MIME]: payload,
    ...pictures,
    "text/plain": "problem" in picture ? `${text}\n${picture.problem}` : text,
  };
  switch (frontEndOf(host)) {
    case "page": {
      const html = drawnHtml(host, id, payload, String(pictures["text/html"] ?? ""));
      return html === undefined ? bundle : { ...bundle, "text/html": html };
    }
    case "vscode":
    case "colab":
      return payload.kind === "figure" ? { ...plotlyMime(payload), ...bundle } : bundle;
    default:
      return bundle;
  }
}

/** The HTML of a page without the labextension; undefined where there is no loader. */
export function drawnHtml(
  host: Host,
  id: string,
  payload: FigurePayload,
  content: string,
): string | undefined {
  const asset = pageAsset();
  if (!asset || !provideLoader(host)) return undefined;
  return placeHtml(id, content) + drawingScript(id, payload, asset);
}
