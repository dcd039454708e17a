/** The best value, large. */
import type { PanelModel } from "../../../../lib/display/host.ts";
import { element, setText } from "../dom.ts";

export class BestView {
  readonly node = element("div", "tb-best");
  readonly #label = element("h4");
  readonly #number = element("div", "tb-number");
  readonly #remark = element("div", "tb-remark");

  constructor() {
    this.node.append(this.#label, this.#number, this.#remark);
  }

  update({ best }: PanelModel): void {
    setText(this.#label, best?.label ?? "Best so far");
    setText(this.#number, best?.text ?? "–");
    setText(this.#remark, best?.remark ?? "no trial has completed yet");
    this.#number.classList.toggle("tb-none", best === null);
  }
}
