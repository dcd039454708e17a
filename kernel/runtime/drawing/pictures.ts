/** Images in whatever a program has them: bytes, blobs, canvases, pixels. */
import type { MimeBundle } from "../protocol.ts";
import { peek } from "./peek.ts";
import { encodePng } from "./png.ts";

/** First bytes of the images that bytes are recognized by; `null` stands for any byte. */
const SIGNATURES: readonly [mime: string, bytes: readonly (number | null)[]][] = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38]],
  // RIFF, four bytes of length, WEBP
  ["image/webp", [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50]],
];

/** Types of a blob that a page can show. */
const SHOWN_BLOB = /^(image\/[\w.+-]+|text\/(html|markdown|latex)|application\/pdf)$/;

/** The MIME type that `bytes` begin like; undefined if they are no image of a known kind. */
export function imageType(bytes: Uint8Array): string | undefined {
  return SIGNATURES.find(([, signature]) =>
    signature.every((byte, at) => byte === null || bytes[at] === byte),
  )?.[0];
}

/** An object that is an image, as a bundle; undefined for anything else. Yields what it waits for. */
export function* pictureOf(value: object): Generator<unknown, MimeBundle | undefined, unknown> {
  if (value instanceof Uint8Array) {
    const type = imageType(value);
    return type === undefined ? undefined : { [type]: value };
  }
  if (value instanceof Blob) return yield* blobBundle(value);
  return (yield* canvasBundle(value as Record<string, unknown>)) ?? pixelsBundle(value);
}

function* blobBundle(blob: Blob): Generator<unknown, MimeBundle | undefined, unknown> {
  const type = /^[^;]*/.exec(blob.type)![0].trim();
  if (!SHOWN_BLOB.test(type)) return undefined;
  const bytes = new Uint8Array((yield blob.arrayBuffer()) as ArrayBuffer);
  return { [type]: type.startsWith("text/") ? Buffer.from(bytes).toString("utf8") : bytes };
}

/** node-canvas, @napi-rs/canvas, skia-canvas, OffscreenCanvas, and charts that answer `toDataURL`. */
function* canvasBundle(
  canvas: Record<string, unknown>,
): Generator<unknown, MimeBundle | undefined, unknown> {
  const method = (name: string) => {
    const found = peek(canvas, name)[name];
    if (typeof found !== "function") return undefined;
    return (found as (...given: unknown[]) => unknown).bind(canvas);
  };
  if (method("getContext")) {
    const toBuffer = method("toBuffer");
    if (toBuffer) {
      // skia-canvas calls it "png"; there it is asynchronous.
      const bytes: unknown = yield toBuffer("image/png");
      const type = bytes instanceof Uint8Array ? imageType(bytes) : undefined;
      if (type !== undefined) return { [type]: bytes };
    }
    const blob: unknown = yield method("convertToBlob")?.({ type: "image/png" });
    if (blob instanceof Blob) return yield* blobBundle(blob);
  }
  const url: unknown = yield method("toDataURL")?.("image/png");
  return typeof url === "string" ? dataUrlBundle(url) : undefined;
}

/** `data:image/png;base64,…` as a bundle; undefined for any other text. */
export function dataUrlBundle(url: string): MimeBundle | undefined {
  const parts = /^data:(image\/[\w.+-]+)((?:;[\w=.-]+)*?)(;base64)?,/.exec(url);
  if (parts === null) return undefined;
  const content = url.slice(parts[0].length);
  if (parts[3] === undefined) return { [parts[1]!]: decodeURIComponent(content) };
  return { [parts[1]!]: new Uint8Array(Buffer.from(content, "base64")) };
}

/** ImageData, of whatever library. */
function pixelsBundle(value: object): MimeBundle | undefined {
  const {
    constructor: made,
    data,
    width,
    height,
  } = peek(value, "constructor", "data", "width", "height");
  if ((made as { name?: unknown } | undefined)?.name !== "ImageData") return undefined;
  if (!(data instanceof Uint8ClampedArray) && !(data instanceof Uint8Array)) return undefined;
  if (typeof width !== "number" || typeof height !== "number") return undefined;
  if (data.length !== width * height * 4 || data.length === 0) return undefined;
  return { "image/png": encodePng({ width, height, channels: 4, data }) };
}
