/** A value → the MIME bundle that Jupyter shows. */
import { inspect } from "node:util";
import { isError, safeInspect, traceback } from "./errors.ts";
import type { MimeBundle } from "./protocol.ts";
import { tableOf } from "./table.ts";

/** What goes on the page: a bundle, and Jupyter's metadata of it. */
export interface Drawn {
  data: MimeBundle;
  metadata: Record<string, unknown>;
}

const JUPYTER_DISPLAY = Symbol.for("Jupyter.display");

/** Methods by which a value says how it is drawn, and what they give. */
const REPRESENTATIONS: readonly [method: string, mime: string][] = [
  ["_repr_html_", "text/html"],
  ["toHTML", "text/html"],
  ["toHtml", "text/html"],
  ["_toHtml", "text/html"],
  ["_repr_svg_", "image/svg+xml"],
  ["_repr_png_", "image/png"],
  ["_repr_jpeg_", "image/jpeg"],
  ["_repr_markdown_", "text/markdown"],
  ["_repr_latex_", "text/latex"],
  ["_repr_json_", "application/json"],
];

/** First bytes of the images that a buffer is recognized by. */
const SIGNATURES: readonly [mime: string, bytes: readonly number[]][] = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38]],
];

/**
 * Draws `value`, at once unless one of its representations is asynchronous; a value that is itself a
 * promise is shown, not awaited. A representation that throws is reported in the text instead of
 * failing the cell.
 */
export function draw(value: unknown): Drawn | Promise<Drawn> {
  return drive(drawing(value));
}

/** Runs `steps`, giving back each thing it yields; only a promise among them makes it asynchronous. */
function drive<T>(steps: Generator<unknown, T, unknown>): T | Promise<T> {
  let step = steps.next();
  while (!step.done) {
    if (step.value instanceof Promise) return driveLater(steps, step.value);
    step = steps.next(step.value);
  }
  return step.value;
}

async function driveLater<T>(
  steps: Generator<unknown, T, unknown>,
  first: Promise<unknown>,
): Promise<T> {
  let waiting: unknown = first;
  for (;;) {
    let given: unknown;
    try {
      given = await waiting;
    } catch (failure) {
      const step = steps.throw(failure);
      if (step.done) return step.value;
      waiting = step.value;
      continue;
    }
    const step = steps.next(given);
    if (step.done) return step.value;
    waiting = step.value;
  }
}

function* drawing(value: unknown): Generator<unknown, Drawn, unknown> {
  const metadata: Record<string, unknown> = {};
  let data: MimeBundle = {};
  let remark = "";
  try {
    const own = yield* ownBundle(value, metadata);
    // Whatever says that it is drawn as nothing has been shown already.
    if (own && Object.keys(own).length === 0) return { data: {}, metadata };
    data = own ?? builtInBundle(value);
  } catch (failure) {
    remark = `\n(drawing it failed: ${isError(failure) ? failure.message : safeInspect(failure)})`;
  }
  if (typeof data["text/plain"] !== "string") data = { "text/plain": plain(value), ...data };
  if (remark !== "") data["text/plain"] = `${String(data["text/plain"])}${remark}`;
  return { data, metadata };
}

/** A value as text, the way Node's own console shows it. */
export function plain(value: unknown): string {
  try {
    if (isError(value)) return traceback(value, { frame: false });
    return (
      tensorText(value) ??
      inspect(value, {
        colors: false,
        depth: 4,
        maxArrayLength: 100,
        maxStringLength: 100_000,
        breakLength: 80,
        compact: 3,
      })
    );
  } catch {
    return safeInspect(value);
  }
}

function* ownBundle(
  value: unknown,
  metadata: Record<string, unknown>,
): Generator<unknown, MimeBundle | undefined, unknown> {
  if ((typeof value !== "object" && typeof value !== "function") || value === null)
    return undefined;
  const object = value as Record<PropertyKey, unknown>;
  const display = object[JUPYTER_DISPLAY];
  if (typeof display === "function") {
    const bundle: unknown = yield display.call(value);
    if (isBundle(bundle)) return clean(bundle);
  }
  if (typeof value === "function") return undefined;
  const bundle: MimeBundle = {};
  if (typeof object["_repr_mimebundle_"] === "function") {
    const given: unknown = yield (object["_repr_mimebundle_"] as () => unknown).call(value);
    if (Array.isArray(given)) {
      Object.assign(bundle, isBundle(given[0]) ? given[0] : {});
      Object.assign(metadata, isBundle(given[1]) ? given[1] : {});
    } else if (isBundle(given)) Object.assign(bundle, given);
  }
  for (const [method, mime] of REPRESENTATIONS) {
    const represent = object[method];
    if (typeof represent !== "function" || bundle[mime] !== undefined) continue;
    const given: unknown = yield represent.call(value);
    if (given !== undefined && given !== null) bundle[mime] = given;
  }
  return Object.keys(bundle).length > 0 ? clean(bundle) : undefined;
}

function builtInBundle(value: unknown): MimeBundle {
  if (value instanceof Uint8Array) {
    const image = SIGNATURES.find(([, bytes]) => bytes.every((byte, at) => value[at] === byte));
    return image ? clean({ [image[0]]: value }) : {};
  }
  const table = tableOf(value);
  return table === undefined ? {} : { "text/plain": table.text, "text/html": table.html };
}

/** Binary content as base64, and nothing that JSON cannot hold. */
function clean(bundle: MimeBundle): MimeBundle {
  const cleaned: MimeBundle = {};
  for (const [mime, content] of Object.entries(bundle)) {
    if (content === undefined || content === null) continue;
    if (content instanceof Uint8Array) {
      cleaned[mime] = Buffer.from(content).toString(mime === "image/svg+xml" ? "utf8" : "base64");
    } else if (/[/+]json\b/.test(mime)) cleaned[mime] = content;
    else cleaned[mime] = typeof content === "string" ? content : String(content);
  }
  return cleaned;
}

function isBundle(value: unknown): value is MimeBundle {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** TensorFlow.js's tensors inspect as their bookkeeping; what is wanted is their values. */
function tensorText(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const tensor = value as Record<string, unknown>;
  if (!("dataId" in tensor && "dtype" in tensor && Array.isArray(tensor["shape"])))
    return undefined;
  if (typeof tensor["dataSync"] !== "function") return undefined;
  const verbose = (tensor["toString"] as (verbose: boolean) => string).call(tensor, true);
  return verbose;
}
