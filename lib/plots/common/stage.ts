/** Where a panel is drawn while its study runs, and how its frames get there. */
import { type FrontEnd, frontEndOf } from "../../display/front-end.ts";
import { FIGURE_MIME, type FigurePayload, type Host, type MimeBundle } from "../../display/host.ts";
import { bundleFor, drawnHtml, type Shown } from "./bundle.ts";
import { drawingScript, pageAsset } from "./page.ts";
import { type PictureResult, pictureBundle } from "./pictures.ts";

/** One state of a panel. */
export interface StageFrame {
  payload: FigurePayload;
  text: string;
}

/** A place on the page: frames while the study runs, then a last state that is kept. */
export interface Stage {
  /** Milliseconds between two frames. */
  readonly every: number;
  /** Whether what is drawn can reach the kernel, so that a payload may offer controls. */
  readonly controls: boolean;
  frame(frame: StageFrame): void;
  /** The last state, with the picture of it. */
  finish(shown: Shown): void;
}

/** Milliseconds between two frames that are drawn by the page, and that are pictures or text. */
const DRAWN_EVERY = 100;
const PICTURE_EVERY = 1000;
const TEXT_EVERY = 500;

/**
 * The stage for a host.
 *
 * @param id the display's id
 * @param draw makes a frame's picture, for hosts that show nothing livelier
 */
export function stageFor(
  host: Host,
  id: string,
  draw: (payload: FigurePayload) => Promise<PictureResult>,
): Stage {
  const frontEnd: FrontEnd = frontEndOf(host);
  if (frontEnd === "renderer") return new RendererStage(host, id);
  if (frontEnd === "vscode" || frontEnd === "colab") return new PictureStage(host, id, draw);
  if (!pageAsset()) return new TextStage(host, id);
  return host.cell?.named === false ? new RedrawnStage(host, id) : new PageStage(host, id);
}

/** One display that is shown once and then updated. */
class Display {
  readonly #host: Host;
  readonly #id: string;
  #shown = false;

  constructor(host: Host, id: string) {
    this.#host = host;
    this.#id = id;
  }

  show(bundle: MimeBundle): void {
    this.#host.display(bundle, this.#shown ? { id: this.#id, update: true } : { id: this.#id });
    this.#shown = true;
  }
}

abstract class SimpleStage implements Stage {
  abstract readonly every: number;
  abstract readonly controls: boolean;
  protected readonly host: Host;
  protected readonly id: string;
  protected readonly display: Display;

  constructor(host: Host, id: string) {
    this.host = host;
    this.id = id;
    this.display = new Display(host, id);
  }

  abstract frame(frame: StageFrame): void;

  finish(shown: Shown): void {
    this.display.show(bundleFor(this.host, shown, this.id));
  }
}

/** The labextension draws: each frame is an update of one display. */
class RendererStage extends SimpleStage {
  readonly every = DRAWN_EVERY;
  readonly controls = true;

  frame({ payload, text }: StageFrame): void {
    this.display.show({ [FIGURE_MIME]: payload, "text/plain": text });
  }
}

/** Nothing draws on the way. */
class TextStage extends SimpleStage {
  readonly every = TEXT_EVERY;
  readonly controls = false;

  frame({ text }: StageFrame): void {
    this.display.show({ "text/plain": text });
  }
}

/**
 * A page without the labextension. An updated HTML output is made anew, which would lose zoom and hover;
 * so the panel stands in one display, and a second, of no height, is updated with scripts that draw
 * in the first. At the end the first is made anew once, with the picture, and the drawing moves into it.
 */
class PageStage extends SimpleStage {
  readonly every = DRAWN_EVERY;
  readonly controls = false;
  readonly #scripts: Display;
  #first = true;

  constructor(host: Host, id: string) {
    super(host, id);
    this.#scripts = new Display(host, `${id}-frames`);
  }

  frame({ payload, text }: StageFrame): void {
    const asset = pageAsset();
    if (this.#first || !asset) {
      this.#first = false;
      const html = drawnHtml(this.host, this.id, payload, "");
      this.display.show({ ...(html && { "text/html": html }), "text/plain": text });
      this.#scripts.show(NOTHING);
    } else {
      const script = drawingScript(this.id, payload, asset);
      this.#scripts.show({ ...NOTHING, "text/html": script });
    }
  }

  override finish(shown: Shown): void {
    super.finish(shown);
    if (!this.#first) this.#scripts.show(NOTHING);
  }
}

/**
 * Who names no cell is hardly a page (nbclient, papermill, a console), and would save the output of scripts
 * and print its line. Where it is one all the same, the panel is made anew, which is less lively.
 */
class RedrawnStage extends SimpleStage {
  readonly every = PICTURE_EVERY;
  readonly controls = false;

  frame({ payload, text }: StageFrame): void {
    const html = drawnHtml(this.host, this.id, payload, "");
    this.display.show({ ...(html && { "text/html": html }), "text/plain": text });
  }
}

/** An output of no height: JupyterLab gives an empty element some. */
const NOTHING: MimeBundle = { "text/html": "<script></script>", "text/plain": "" };

/** A host whose pages keep scripts of one output from another: pictures, as fast as they can be drawn. */
class PictureStage extends SimpleStage {
  readonly every = PICTURE_EVERY;
  readonly controls = false;
  readonly #draw: (payload: FigurePayload) => Promise<PictureResult>;
  #busy = false;
  #over = false;

  constructor(host: Host, id: string, draw: (payload: FigurePayload) => Promise<PictureResult>) {
    super(host, id);
    this.#draw = draw;
    this.display.show({ "text/plain": "" });
  }

  frame({ payload, text }: StageFrame): void {
    if (this.#busy) return;
    this.#busy = true;
    void this.#draw(payload).then((picture) => {
      this.#busy = false;
      if (this.#over) return;
      const pictures = "bytes" in picture ? pictureBundle(picture.bytes, payload.alt) : {};
      this.display.show({ ...pictures, "text/plain": text });
    });
  }

  override finish(shown: Shown): void {
    this.#over = true;
    super.finish(shown);
  }
}
