/** Pictures of figures where they can be drawn: in Node, by the room `static`, loaded when first needed. */
import type { MimeBundle } from "../../display/host.ts";
import type { PictureRequest, PictureSubject } from "../static/draw.ts";
import { escapeText } from "./words.ts";

/** A figure's width in a picture; the design is made for it. */
export const PICTURE_WIDTH = 900;

/** Pixels of a saved notebook's picture for each of the drawing: sharp enough, at two thirds of the size of two. */
export const PICTURE_SCALE = 1.5;

/** Bytes of a figure's picture above which it is saved with one pixel for each of the drawing: a thousand marks, say. */
const LARGE = 60_000;

/** What came of asking for a picture. */
export type PictureResult = { bytes: Uint8Array } | { problem: string };

/** Whether this host can draw pictures at all. */
function inNode(): boolean {
  return globalThis.process?.versions?.node !== undefined;
}

/** Draws, or says in a sentence why not: a figure without a picture is still a figure. */
export async function pictureOf(
  request: Omit<PictureRequest, "width"> & { width?: number },
  timeLimit?: number,
): Promise<PictureResult> {
  if (!inNode()) return { problem: "Pictures are drawn in Node only." };
  try {
    const { drawPicture } = await import("../static/picture.ts");
    return { bytes: await drawPicture({ width: PICTURE_WIDTH, ...request }, timeLimit) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: `No picture could be drawn: ${reason}` };
  }
}

/** The picture of a figure that a saved notebook or page keeps. */
export function figurePicture(
  subject: Extract<PictureSubject, { kind: "figure" }>,
): Promise<PictureResult> {
  return pictureOf({ subject, format: "png", theme: "light", scale: PICTURE_SCALE, most: LARGE });
}

/** Starts what draws pictures, so that the first comes soon. Never fails: drawing says what is wrong. */
export function preparePictures(): void {
  if (!inNode()) return;
  import("../static/picture.ts").then(
    (room) => room.preparePictures(),
    () => undefined,
  );
}

/** The picture's parts of a MIME bundle: the PNG, and an HTML image of it that says what is seen. */
export function pictureBundle(bytes: Uint8Array, alt: string): MimeBundle {
  const base64 = toBase64(bytes);
  const source = `data:image/png;base64,${base64}`;
  return {
    "text/html": `<img src="${source}" width="${PICTURE_WIDTH}" style="max-width:100%;height:auto" alt="${escapeText(alt)}">`,
    "image/png": base64,
  };
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
