/** What cells find as `display`, without an import. */
import {
  clearDisplay,
  type DisplayHandle,
  type ShowOptions,
  showValue,
  showWith,
} from "./displays.ts";
import { cleanBundle } from "./drawing/bundle.ts";
import { type Drawn, draw, withProblems } from "./drawing/draw.ts";
import { isSvg } from "./drawing/elements.ts";
import { escapeHtml } from "./drawing/escape.ts";
import { dataUrlBundle } from "./drawing/pictures.ts";
import { plain } from "./drawing/text.ts";
import type { MimeBundle } from "./protocol.ts";

/** How an image is shown: sizes in CSS pixels, and what it shows in words. */
export interface ImageOptions extends ShowOptions {
  width?: number;
  height?: number;
  alt?: string;
}

/** What an image can be given as: bytes of PNG, JPEG, GIF or WebP, a blob, a canvas, SVG text, a data URL or the URL of a picture. */
export type ImageSource = unknown;

/** See {@link display}. */
export interface Display {
  (value: unknown, options?: ShowOptions): DisplayHandle;
  html(html: string, options?: ShowOptions): DisplayHandle;
  markdown(markdown: string, options?: ShowOptions): DisplayHandle;
  latex(latex: string, options?: ShowOptions): DisplayHandle;
  svg(svg: string, options?: ShowOptions): DisplayHandle;
  json(value: unknown, options?: ShowOptions & { expanded?: boolean }): DisplayHandle;
  image(source: ImageSource, options?: ImageOptions): DisplayHandle;
  mime(bundle: MimeBundle, options?: ShowOptions): DisplayHandle;
  clear(options?: { wait?: boolean }): void;
}

const text = (mime: string) => (content: string, options?: ShowOptions) =>
  showWith((given: string) => drawn({ [mime]: String(given) }), content, options);

/**
 * Draws any value now, and returns a handle that draws another in its place. A second call with the
 * same `id` adds a second place, which updates change as well; with `update` it draws only in those
 * that there are, also from another cell.
 */
export const display: Display = Object.assign(
  (value: unknown, options?: ShowOptions) => showValue(value, options),
  {
    html: text("text/html"),
    markdown: text("text/markdown"),
    latex: text("text/latex"),
    svg: text("image/svg+xml"),
    json: (value: unknown, options: ShowOptions & { expanded?: boolean } = {}) => {
      const { expanded, ...rest } = options;
      const metadata = { "application/json": { expanded: expanded ?? false } };
      return showWith(
        (given: unknown) => ({
          data: { "text/plain": plain(given), "application/json": given },
          metadata,
        }),
        value,
        rest,
      );
    },
    image: (source: ImageSource, options: ImageOptions = {}) => {
      const { width, height, alt, ...rest } = options;
      return showWith((given) => drawImage(given, { width, height, alt }), source, rest);
    },
    mime: (bundle: MimeBundle, options?: ShowOptions) => showWith(drawn, bundle, options),
    clear: (options?: { wait?: boolean }) => clearDisplay(options),
  },
);

/** A bundle that a program made, as one that can be sent. */
export function drawn(bundle: MimeBundle): Drawn {
  const problems: string[] = [];
  return withProblems({ data: cleanBundle(bundle, problems), metadata: {} }, problems);
}

function drawImage(source: ImageSource, size: ImageOptions): Drawn | Promise<Drawn> {
  const made =
    typeof source === "string"
      ? textImage(source, size)
      : draw(source instanceof ArrayBuffer ? new Uint8Array(source) : source);
  return made instanceof Promise ? made.then((ready) => sized(ready, size)) : sized(made, size);
}

function textImage(source: string, size: ImageOptions): Drawn {
  if (isSvg(source)) return drawn({ "image/svg+xml": source });
  const bundle = dataUrlBundle(source);
  if (bundle !== undefined) return drawn(bundle);
  if (!/^(https?:|attachment:|\.{0,2}\/)/.test(source)) {
    throw new TypeError(
      "display.image takes bytes of a PNG, JPEG, GIF or WebP, a blob, a canvas, SVG text or a URL. " +
        `For a file: display.image(await readFile(${JSON.stringify(source.slice(0, 80))})).`,
    );
  }
  const attributes = Object.entries({ src: source, ...size })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeHtml(String(value))}"`);
  return drawn({ "text/html": `<img${attributes.join("")}>`, "text/plain": size.alt ?? source });
}

/** With size and words; bytes that are no image are refused. */
function sized({ data, metadata, problem }: Drawn, { width, height, alt }: ImageOptions): Drawn {
  const type = Object.keys(data).find((mime) => mime.startsWith("image/"));
  if (type === undefined) {
    if (data["text/html"] !== undefined) return { data, metadata, problem };
    throw new TypeError(
      "display.image was given what it knows no image in. It takes bytes of a PNG, JPEG, GIF or WebP, a blob, a canvas, SVG text or a URL.",
    );
  }
  const given = Object.entries({ width, height, alt }).filter(([, value]) => value !== undefined);
  const own = { ...(metadata[type] as object | undefined), ...Object.fromEntries(given) };
  return {
    data: { ...data, "text/plain": alt ?? `<${type}>` },
    metadata: Object.keys(own).length > 0 ? { ...metadata, [type]: own } : metadata,
    problem,
  };
}
