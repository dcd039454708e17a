/** The menu in which a user picks the panel's figures while the study runs. */
import type { PanelModel } from "../../../../lib/display/host.ts";
import type { Control } from "../control.ts";
import { element, rows, setAttribute, setText } from "../dom.ts";

type Offered = NonNullable<PanelModel["offered"]>[number];

export class FigureMenu {
  readonly node = element("div", "tb-menu");
  readonly #control: Control;
  readonly #button = element("button", "tb-button", element("i", "tb-grid"), "Figures");
  readonly #list = element("div", "tb-choice-list");
  readonly #rows: FigureRow[] = [];
  readonly #close = (event: Event) => {
    if (!this.node.contains(event.target as Node)) this.#show(false);
  };

  constructor(control: Control) {
    this.#control = control;
    this.#button.type = "button";
    this.#button.setAttribute("aria-haspopup", "true");
    this.#button.addEventListener("click", () => this.#show(this.#list.hidden === true));
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#show(false);
    });
    addEventListener("pointerdown", this.#close);
    this.node.append(this.#button, this.#list);
    this.#show(false);
  }

  update(offered: readonly Offered[]): void {
    this.node.hidden = offered.length === 0;
    rows(
      this.#list,
      this.#rows,
      offered,
      () => new FigureRow(() => this.#choose()),
      (row, figure) => row.update(figure),
    );
  }

  dispose(): void {
    removeEventListener("pointerdown", this.#close);
  }

  #show(open: boolean): void {
    this.#list.hidden = !open;
    setAttribute(this.#button, "aria-expanded", String(open));
  }

  #choose(): void {
    const figures = this.#rows.filter(({ box }) => box.checked).map(({ id }) => id);
    this.#control.send({ command: "figures", figures });
  }
}

class FigureRow {
  readonly box = element("input");
  readonly #label = element("span");
  readonly node = element("label", "", this.box, this.#label);
  id = "";

  constructor(changed: () => void) {
    this.box.type = "checkbox";
    this.box.addEventListener("change", changed);
  }

  update({ id, label, on }: Offered): void {
    this.id = id;
    setText(this.#label, label);
    this.box.checked = on;
  }
}
