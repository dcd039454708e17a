/** Figures and panels as MIME bundles, for the front end that will show them. */
import { frontEndOf } from "../../display/front-end.ts";
import {
  FIGURE_MIME,
  type FigurePayload,
  type Host,
  type MimeBundle,
  type PackedPayload,
} from "../../display/host.ts";
import { packed } from "./packed.ts";
import { drawingScript, pageAsset, placeHtml, provideLoader } from "./page.ts";
import { type PictureResult, pictureBundle } from "./pictures.ts";
import { plotlyMime } from "./plotly-mime.ts";

/** Bytes of a figure's PNG above which it is large. */
const LARGE = 40_000;

/** All that a bundle is made of. */
export interface Shown {
  payload: FigurePayload;
  text: string;
  /** A problem is told in the text: a figure without a picture is still a figure. */
  picture: PictureResult;
}

/**
 * The bundle that a saved notebook keeps: the payload for the labextension (a large one packed), the picture as HTML and PNG,
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
  const frontEnd = frontEndOf(host);
  const kept = packed(payload);
  // In HTML the picture would stand twice: of a large one only the PNG stays, which every front end shows as well.
  const isLarge = payload.kind === "figure" && "bytes" in picture && picture.bytes.length > LARGE;
  if (isLarge && frontEnd === "renderer") delete pictures["text/html"];
  const bundle = {
    [FIGURE_MIME]: kept,
    ...pictures,
    "text/plain": "problem" in picture ? `${text}\n${picture.problem}` : text,
  };
  switch (frontEnd) {
    case "page": {
      const html = drawnHtml(host, id, kept, String(pictures["text/html"] ?? ""));
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
  payload: FigurePayload | PackedPayload,
  content: string,
): string | undefined {
  const asset = pageAsset();
  if (!asset || !provideLoader(host)) return undefined;
  return placeHtml(id, content) + drawingScript(id, payload, asset);
}
