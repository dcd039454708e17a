/** The best value, large. */
import type { PanelModel } from "../../../../lib/display/host.ts";
import { element, rows, setText } from "../dom.ts";

export class BestView {
  readonly node = element("div", "tb-best");
  readonly #label = element("h4");
  readonly #number = element("div", "tb-number");
  readonly #remark = element("div", "tb-remark");

  readonly #each = element("div", "tb-each");
  readonly #rows: {
    node: HTMLElement;
    label: HTMLElement;
    text: HTMLElement;
    trial: HTMLElement;
  }[] = [];

  constructor() {
    this.node.append(this.#label, this.#number, this.#remark, this.#each);
  }

  update({ best, bests = [] }: PanelModel): void {
    // With several objectives no single number is the best.
    const isOne = bests.length === 0;
    for (const node of [this.#label, this.#number, this.#remark]) node.hidden = !isOne;
    rows(
      this.#each,
      this.#rows,
      bests,
      () => {
        const [label, text, trial] = [element("h4"), element("div", "tb-number"), element("span")];
        return { node: element("div", "", label, text, trial), label, text, trial };
      },
      (row, one) => {
        setText(row.label, one.label);
        setText(row.text, one.text);
        setText(row.trial, `trial ${one.trial}`);
      },
    );
    setText(this.#label, best?.label ?? "Best so far");
    setText(this.#number, best?.text ?? "–");
    setText(this.#remark, best?.remark ?? "no trial has completed yet");
    this.#number.classList.toggle("tb-none", best === null);
  }
}
