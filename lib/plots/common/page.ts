/**
 * Figures in pages that have no renderer of ours: the page gets one script with Plotly in it (the loader),
 * and each figure an element with its picture and a script that hands its payload to the loader.
 * `kernel/frontend/browser/loader` is the other end.
 */
import type { FigurePayload, Host, HostCell, PackedPayload } from "../../display/host.ts";
import { builtAsset } from "./built-asset.ts";
import { escapeText } from "./words.ts";

/** What the build puts beside this code. */
interface PageAsset {
  /** The global under which the loader listens; holds a hash of its content. */
  name: string;
  /** The loader's script, compressed, in base64. */
  gzip: string;
  notice: string;
  /** The kinds of trace that its Plotly draws. */
  traces: string[];
}

let asset: PageAsset | undefined;

/** The built loader; undefined where it cannot be read, as in a browser. */
export function pageAsset(): PageAsset | undefined {
  if (asset) return asset;
  const text = builtAsset("page.json");
  return text === undefined ? undefined : (asset = JSON.parse(text) as PageAsset);
}

/** The loader as HTML: about a megabyte, of no height, harmless where it stands twice. */
export function loaderHtml({ name, gzip, notice }: PageAsset): string {
  return `<script>/*! ${notice} */
((page, name) => {
  const queue = (page[name] ??= []);
  if (!Array.isArray(queue) || queue.loading) return;
  queue.loading = true;
  const bytes = Uint8Array.from(atob("${gzip}"), (letter) => letter.charCodeAt(0));
  new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")))
    .text()
    .then((code) => (0, eval)("(tunebookName) => {" + code + "}")(name))
    .catch((error) => {
      queue.loading = false;
      console.error("tunebook:", error);
    });
})(window, "${name}");</script>`;
}

/** Host → the cell that holds its loader, where the host says in which cell it displays. */
const loaded = new WeakMap<Host, HostCell | "somewhere">();

/**
 * Sees to it that the notebook holds one loader: shows it in the current cell, unless one that was shown
 * before still stands.
 *
 * @returns false where there is none to show, so that scripts would wait in vain
 */
export function provideLoader(host: Host): boolean {
  const page = pageAsset();
  if (!page) return false;
  const last = loaded.get(host);
  if (last === undefined || (last !== "somewhere" && last.standing === false)) {
    host.display({ "text/html": loaderHtml(page), "text/plain": "" });
    loaded.set(host, host.cell ?? "somewhere");
  }
  return true;
}

/** An element for a figure or panel, with what is shown in it until, or unless, scripts run. */
export function placeHtml(id: string, content: string): string {
  return `<div data-tunebook="${escapeText(id)}">${content}</div>`;
}

/** A script that hands a payload to the loader, for the element of that id. */
export function drawingScript(
  id: string,
  payload: FigurePayload | PackedPayload,
  { name }: PageAsset,
): string {
  return `<script>(window.${name} ??= []).push(${scriptJson([id, payload])})</script>`;
}

/** JSON that cannot end the script it stands in, nor start a comment there. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
