/** What stands in one output: a figure, the live panel, or a sentence why there is neither. */
import type { FigurePayload } from "../../../lib/display/host.ts";
import { CardView } from "./card/card-view.ts";
import type { FindKernel } from "./control.ts";
import { element, nextFrame, setAttribute } from "./dom.ts";
import { FigureView } from "./figure-view.ts";
import { PanelView } from "./panel/panel-view.ts";
import { readPayload } from "./payload.ts";
import { TableView } from "./table/table-view.ts";
import { coloursOf } from "./theme.ts";
import { isPacked, unpack } from "./unpack.ts";

/** Draws payloads into a node, at most one a frame, and of those that wait only the newest. */
export class OutputView {
  readonly #node: HTMLElement;
  readonly #findKernel: FindKernel;
  #next: unknown;
  #waiting = false;
  #shown: unknown;
  #drawing: Promise<void> | undefined;
  #view: { kind: FigurePayload["kind"]; id: string; view: View } | undefined;
  #disposed = false;

  constructor(node: HTMLElement, findKernel: FindKernel) {
    this.#node = node;
    this.#findKernel = findKernel;
  }

  show(value: unknown): Promise<void> {
    this.#next = value;
    this.#waiting = true;
    this.#drawing ??= this.#loop().finally(() => (this.#drawing = undefined));
    return this.#drawing;
  }

  /** Draws what is shown again, for instance in another theme. */
  async repaint(): Promise<void> {
    if (this.#shown !== undefined && !this.#waiting) await this.show(this.#shown);
  }

  dispose(): void {
    this.#disposed = true;
    this.#view?.view.dispose();
  }

  async #loop(): Promise<void> {
    for (let first = true; this.#waiting && !this.#disposed; first = false) {
      if (!first) await nextFrame();
      this.#waiting = false;
      this.#shown = this.#next;
      try {
        if (isPacked(this.#shown)) {
          // A damaged one is said to be so by whoever reads it.
          this.#shown = (await unpack(this.#shown)) ?? { version: 1 };
          if (this.#disposed) return;
        }
        const read = readPayload(this.#shown);
        if (!read.ok) this.#say(read.problem);
        else await this.#draw(read.payload);
      } catch (error) {
        this.#say(`This figure could not be drawn: ${String(error)}`);
      }
    }
  }

  async #draw(payload: FigurePayload): Promise<void> {
    if (this.#view?.kind !== payload.kind || this.#view.id !== payload.id) {
      this.#view?.view.dispose();
      const view = this.#made(payload.kind);
      this.#view = { kind: payload.kind, id: payload.id, view };
      this.#node.replaceChildren(view.node);
    }
    const { view } = this.#view;
    await view.update(payload as never);
    view.node.dataset["draws"] = String(Number(view.node.dataset["draws"] ?? 0) + 1);
  }

  #made(kind: FigurePayload["kind"]): View {
    switch (kind) {
      case "panel":
        return new PanelView(() => this.#findKernel(this.#node));
      case "card":
        return new CardView();
      case "table":
        return new TableView();
      case "figure":
        return new FigureOutput();
    }
  }

  #say(problem: string): void {
    this.#view?.view.dispose();
    this.#view = undefined;
    this.#node.replaceChildren(element("div", "tunebook-problem", problem));
  }
}

/** What draws payloads of one kind. */
interface View {
  readonly node: HTMLElement;
  update(payload: never): Promise<void>;
  dispose(): void;
}

type FigureContent = Extract<FigurePayload, { kind: "figure" }>;

/** A figure alone. */
class FigureOutput {
  readonly node = element("div", "tunebook-figure");
  readonly #figure = new FigureView();

  constructor() {
    this.node.append(this.#figure.node);
    this.node.setAttribute("role", "img");
  }

  update(payload: FigureContent): Promise<void> {
    setAttribute(this.node, "aria-label", payload.alt);
    const colours = coloursOf(payload.themes);
    this.node.style.setProperty("--tb-paper", colours["paper"] ?? "transparent");
    return this.#figure.draw({ spec: payload.spec, height: payload.height, colours });
  }

  dispose(): void {
    this.#figure.dispose();
  }
}
