/** The card of a study: what was found, what it is worth, and what to do next. */
import type { CardModel, FigurePayload } from "../../../../lib/display/host.ts";
import { element, setAttribute, setStyle, setText } from "../dom.ts";
import { FigureView } from "../figure-view.ts";
import { RibbonView } from "../panel/ribbon-view.ts";
import { coloursOf } from "../theme.ts";
import { BarsView } from "./bars-view.ts";
import { ColumnView } from "./column-view.ts";
import { CopyButton } from "./copy-button.ts";
import { FootView } from "./foot-view.ts";

type CardPayload = Extract<FigurePayload, { kind: "card" }>;

/** The whole card, in the panel's look. `data-finished`, `data-best` and `data-status` say what it shows. */
export class CardView {
  readonly node = element("section", "tunebook-panel tunebook-card");
  readonly #title = element("b", "tb-title");
  readonly #facts = element("span", "tc-facts");
  readonly #copy = new CopyButton();
  readonly #ribbon = new RibbonView();
  readonly #column = new ColumnView();
  readonly #bars = new BarsView();
  readonly #plots = element("div", "tb-plots tc-grid");
  readonly #foot = new FootView();
  readonly #figures = new Map<string, FigureView>();

  constructor() {
    this.node.append(
      element("header", "tb-header", this.#title, this.#facts, this.#copy.node),
      this.#ribbon.node,
      element("div", "tb-main", this.#column.node, this.#plots),
      this.#foot.node,
    );
    this.node.setAttribute("role", "group");
  }

  /** Shows a payload; resolves when its figures are drawn. */
  async update({ card, themes, alt }: CardPayload): Promise<void> {
    const colours = coloursOf(themes);
    for (const [name, colour] of Object.entries(colours)) {
      setStyle(this.node, `--tb-${name}`, colour);
    }
    setAttribute(this.node, "aria-label", alt);
    setText(this.#title, card.title);
    const facts = card.facts.join("  ·  ");
    setText(this.#facts, facts);
    // The line is cut where it is too long; the whole of it is there on hover.
    setAttribute(this.#facts, "title", facts);
    this.#copy.update("copy params", "Copies these parameters as TypeScript.", card.paramsCode);
    this.#ribbon.update(card);
    this.#column.update(card);
    this.#bars.update(card.importances);
    this.#foot.update(card);
    const { dataset } = this.node;
    dataset["status"] = card.status;
    dataset["finished"] = String(card.progress.finished);
    dataset["best"] = card.best.value === null ? "" : String(card.best.value);
    await this.#draw(card.figures, colours);
  }

  dispose(): void {
    for (const view of this.#figures.values()) view.dispose();
  }

  async #draw(figures: CardModel["figures"], colours: Record<string, string>): Promise<void> {
    const ids = new Set(figures.map(({ id }) => id));
    for (const [id, view] of this.#figures) {
      if (ids.has(id)) continue;
      view.dispose();
      view.node.remove();
      this.#figures.delete(id);
    }
    await Promise.all(
      figures.map(({ id, spec, height, wide }) => {
        let view = this.#figures.get(id);
        if (!view) {
          view = new FigureView();
          view.node.dataset["figure"] = id;
          this.#figures.set(id, view);
        }
        view.node.classList.toggle("tc-wide", wide);
        this.#plots.append(view.node, this.#bars.node);
        this.#bars.node.classList.toggle(
          "tc-wide",
          figures.every((figure) => figure.wide),
        );
        return view.draw({ spec, height, colours });
      }),
    );
  }
}
