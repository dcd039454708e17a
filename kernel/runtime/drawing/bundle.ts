/** What user code gives as a bundle → one that Jupyter takes. */
import type { MimeBundle } from "../protocol.ts";

/** A MIME type as Jupyter's schemas have it. */
const MIME = /^[\w\-+.]+\/[\w\-+.]+$/;

/** Characters that one bundle may hold; more than that no front end keeps in a notebook. */
const LIMIT = 50_000_000;

/**
 * A bundle with binary content as base64 and text as text. What cannot be sent is left out, and
 * `problems` gets a sentence about it: a name that is no MIME type, content that is too long.
 */
export function cleanBundle(bundle: MimeBundle, problems: string[]): MimeBundle {
  const cleaned: MimeBundle = {};
  let length = 0;
  for (const [given, content] of Object.entries(bundle)) {
    if (content === undefined || content === null) continue;
    // "text/html; charset=utf-8" is text/html.
    const mime = given.replace(/\s*;.*$/, "");
    if (!MIME.test(mime)) {
      problems.push(`"${given}" is no MIME type; those look like "text/html"`);
      continue;
    }
    const clean = cleanContent(mime, content);
    if (typeof clean === "string") length += clean.length;
    if (length > LIMIT) {
      length -= (clean as string).length;
      const size = `${((clean as string).length / 1e6).toFixed(0)} million characters`;
      problems.push(
        `its ${mime} of ${size} was left out, since a page holds at most ${LIMIT / 1e6} million; write it to a file instead`,
      );
      continue;
    }
    cleaned[mime] = clean;
  }
  return cleaned;
}

/** Whether content of this type is data rather than text. */
export const isJsonType = (mime: string): boolean => /[/+]json$/.test(mime);

function cleanContent(mime: string, content: unknown): unknown {
  if (content instanceof ArrayBuffer) return cleanContent(mime, new Uint8Array(content));
  if (content instanceof Uint8Array) {
    const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    const text = mime === "image/svg+xml" || mime.startsWith("text/");
    return bytes.toString(text ? "utf8" : "base64");
  }
  if (isJsonType(mime)) return content;
  if (typeof content === "object") {
    const { outerHTML } = content as { outerHTML?: unknown };
    if (typeof outerHTML === "string") return outerHTML;
    // Jupyter's notebooks keep long texts as lists of lines.
    if (Array.isArray(content) && content.every((line) => typeof line === "string")) {
      return content.join("");
    }
  }
  return typeof content === "string" ? content : String(content);
}

/**
 * The same bundle without what JSON has no word for; `problems` says what it was. Called where sending
 * failed, since finding out costs as much as sending.
 */
export function sendable(bundle: MimeBundle, problems: string[]): MimeBundle {
  return Object.fromEntries(
    Object.entries(bundle).filter(([mime, content]) => {
      try {
        JSON.stringify(content);
        return true;
      } catch (failure) {
        const why = failure instanceof Error ? failure.message.split("\n")[0] : String(failure);
        problems.push(
          `its ${mime} is not JSON (${why}); give numbers, texts, lists and plain objects`,
        );
        return false;
      }
    }),
  );
}

/** Whether a value can be a bundle. */
export function isBundle(value: unknown): value is MimeBundle {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
