/** What `display` is to a cell: kernel/runtime/display-api.ts as a declaration. */
export const DISPLAY = `interface DisplayOptions {
  /** Names the place, so that a later call, also in another cell, can draw in it. */
  id?: string;
  /** Draw in every place of this \`id\` instead of adding one. Default false. */
  update?: boolean;
  /** Jupyter's metadata of the output, by MIME type, such as \`{ "text/html": { isolated: true } }\`. */
  metadata?: Record<string, unknown>;
}
/** Something on the page that can be drawn anew. */
interface DisplayHandle<Value = unknown> {
  readonly id: string;
  /** Draws \`value\` in the same place, everywhere that this display is shown. */
  update(value: Value): void;
}
interface TunebookDisplay {
  /**
   * Shows a value below the cell, now; what it gives back can replace it later.
   * @example
   * const shown = display("training…");
   * shown.update("done");
   */
  (value: unknown, options?: DisplayOptions): DisplayHandle;
  /** Shows HTML. */
  html(html: string, options?: DisplayOptions): DisplayHandle<string>;
  /** Shows Markdown. */
  markdown(markdown: string, options?: DisplayOptions): DisplayHandle<string>;
  /** Shows LaTeX, such as \`$$e^{i\\\\pi}$$\`. */
  latex(latex: string, options?: DisplayOptions): DisplayHandle<string>;
  /** Shows an SVG document. */
  svg(svg: string, options?: DisplayOptions): DisplayHandle<string>;
  /** Shows data as a tree that can be unfolded. */
  json(value: unknown, options?: DisplayOptions & { expanded?: boolean }): DisplayHandle;
  /**
   * Shows an image: bytes of a PNG, JPEG, GIF or WebP, a Blob, a canvas, SVG text, or a URL.
   * Width and height are in CSS pixels.
   */
  image(
    source: string | ArrayBuffer | Uint8Array | object,
    options?: DisplayOptions & { width?: number; height?: number; alt?: string },
  ): DisplayHandle;
  /** Shows a bundle of representations, by MIME type; binary ones are bytes or base64. */
  mime(bundle: Record<string, unknown>, options?: DisplayOptions): DisplayHandle<Record<string, unknown>>;
  /** Removes what this cell has shown; with \`wait\`, only when the next output comes. */
  clear(options?: { wait?: boolean }): void;
}
/** Shows values below the cell. */
declare const display: TunebookDisplay;
`;
