/** How a value says itself how it is drawn. */
import { isError, safeInspect, traceback } from "../errors.ts";
import type { MimeBundle } from "../protocol.ts";
import { isBundle } from "./bundle.ts";

const JUPYTER_DISPLAY = Symbol.for("Jupyter.display");

/** Methods that give one representation, and its type. The first of a type counts. */
const REPRESENTATIONS: readonly [method: string, mime: string][] = [
  ["_repr_html_", "text/html"],
  ["_toHtml", "text/html"],
  ["toHTML", "text/html"],
  ["toHtml", "text/html"],
  ["_repr_svg_", "image/svg+xml"],
  ["_toSvg", "image/svg+xml"],
  ["toSVG", "image/svg+xml"],
  ["toSvg", "image/svg+xml"],
  ["_repr_png_", "image/png"],
  ["_toPng", "image/png"],
  ["_repr_jpeg_", "image/jpeg"],
  ["_toJpeg", "image/jpeg"],
  ["_repr_gif_", "image/gif"],
  ["_repr_pdf_", "application/pdf"],
  ["_repr_markdown_", "text/markdown"],
  ["_repr_latex_", "text/latex"],
  ["_repr_json_", "application/json"],
  ["_repr_javascript_", "text/javascript"],
];

/** Methods that give a whole bundle, or a bundle and its metadata. */
const BUNDLES = ["_repr_mimebundle_", "_toMime"];

/** Who answers to this answers to everything: a stand-in for something elsewhere, which must not be asked. */
const CANARY = "_tunebook_method_that_nobody_has_";

/** What a value gave: its representations, and a sentence about each that failed. */
export interface Own {
  bundle: MimeBundle | undefined;
  metadata: Record<string, unknown>;
  problems: string[];
  /** It answers whatever it is asked, so that nothing can be learnt from it. */
  silent?: boolean;
}

/** Asks `value` for its representations; yields each promise that it waits for. Never throws. */
export function* ownBundle(value: object): Generator<unknown, Own, unknown> {
  const own: Own = { bundle: undefined, metadata: {}, problems: [] };
  const object = value as Record<PropertyKey, unknown>;
  const ask = (name: PropertyKey) => askFor(object, name, own.problems);

  if (answersAll(object)) return { ...own, silent: true };
  const displayed = yield* ask(JUPYTER_DISPLAY);
  if (isBundle(displayed)) return { ...own, bundle: displayed };
  if (displayed !== undefined && displayed !== null) {
    own.problems.push(
      `Symbol.for("Jupyter.display") gave ${safeInspect(displayed)}, which is no bundle of MIME types`,
    );
  }
  if (typeof value === "function") return own;

  const bundle: MimeBundle = {};
  for (const name of BUNDLES) {
    const given = yield* ask(name);
    const [data, metadata] = Array.isArray(given) ? (given as unknown[]) : [given];
    if (isBundle(data)) Object.assign(bundle, data);
    if (isBundle(metadata)) Object.assign(own.metadata, metadata);
  }
  for (const [name, mime] of REPRESENTATIONS) {
    if (bundle[mime] !== undefined) continue;
    const given = yield* ask(name);
    if (given === undefined || given === null) continue;
    // As IPython has it: content and its metadata.
    if (
      Array.isArray(given) &&
      given.length === 2 &&
      isBundle(given[1]) &&
      mime !== "application/json"
    ) {
      bundle[mime] = given[0];
      own.metadata[mime] = given[1];
    } else bundle[mime] = given;
  }
  if (Object.keys(bundle).length > 0) own.bundle = bundle;
  return own;
}

function answersAll(object: Record<PropertyKey, unknown>): boolean {
  try {
    return typeof object[CANARY] === "function";
  } catch {
    return false;
  }
}

function* askFor(
  object: Record<PropertyKey, unknown>,
  name: PropertyKey,
  problems: string[],
): Generator<unknown, unknown, unknown> {
  try {
    const method = object[name];
    return typeof method === "function" ? yield method.call(object) : undefined;
  } catch (failure) {
    problems.push(`in ${methodName(name)}: ${described(failure)}`);
    return undefined;
  }
}

const methodName = (name: PropertyKey) =>
  typeof name === "symbol" ? `Symbol.for("${name.description}")` : String(name);

/** A failure with its place in the cell. */
export function described(failure: unknown): string {
  if (!isError(failure)) return safeInspect(failure);
  // The steps of a generator have no place of their own.
  return traceback(failure, { frame: false }).replace(/\n +at \S+\.next \(<anonymous>\)/g, "");
}
