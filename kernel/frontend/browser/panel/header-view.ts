/** The panel's first line: what runs, what is going on, and Stop. */
import type { PanelModel } from "../../../../lib/display/host.ts";
import { element, setAttribute, setText } from "../dom.ts";
import type { Control } from "../stop-study.ts";

export class HeaderView {
  readonly node = element("header", "tb-header");
  readonly #title = element("b", "tb-title");
  readonly #subtitle = element("span", "tb-subtitle");
  readonly #message = element("span", "tb-message");
  readonly #label = element("span");
  readonly #button = element("button", "tb-stop", element("i", "tb-square"), this.#label);
  #control: Control | undefined;

  constructor(stop: (control: Control) => boolean) {
    this.#button.type = "button";
    this.#button.addEventListener("click", () => {
      if (!this.#control) return;
      this.#button.disabled = true;
      setText(this.#label, stop(this.#control) ? "Stopping" : "No kernel");
    });
    this.node.append(this.#title, this.#subtitle, this.#message, this.#button);
  }

  update(panel: PanelModel, control: Control | undefined): void {
    setText(this.#title, panel.title);
    setText(this.#subtitle, panel.subtitle);
    setText(this.#message, panel.message);
    // The line is cut where it is too long; the whole of it is there on hover.
    setAttribute(this.#message, "title", panel.message);
    if (control?.study !== this.#control?.study) {
      this.#button.disabled = false;
      setText(this.#label, "Stop");
    }
    this.#control = control;
    // Hidden, not removed: the header keeps its height.
    this.#button.hidden = control === undefined;
  }
}
