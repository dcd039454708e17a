/** The line under the ribbon: how far, and how long. */
import type { PanelModel } from "../../../../lib/display/host.ts";
import { element, setText } from "../dom.ts";

export class CountsView {
  readonly node = element("div", "tb-counts");
  readonly #text = element("b");
  readonly #left = element("b");
  readonly #elapsed = element("span");
  readonly #cost = element("span");
  readonly #counts = {
    complete: element("span"),
    pruned: element("span"),
    failed: element("span"),
    interrupted: element("span"),
    running: element("span", "tb-running-count"),
  };

  constructor() {
    this.node.append(
      element("div", "", this.#text, ...Object.values(this.#counts)),
      element("div", "tb-time", this.#left, this.#elapsed, this.#cost),
    );
  }

  update({ progress }: PanelModel): void {
    setText(this.#text, progress.text);
    setText(this.#left, progress.left);
    setText(this.#elapsed, progress.elapsed);
    setText(this.#cost, progress.cost ?? "");
    this.#cost.hidden = !progress.cost;
    const words = {
      complete: "complete",
      pruned: "stopped early",
      failed: "failed",
      interrupted: "interrupted",
      running: "running",
    };
    for (const [state, word] of Object.entries(words) as [keyof typeof words, string][]) {
      const count = progress[state];
      // "0 complete" stays: it is news while nothing is. The others come when there is one.
      const shown = count > 0 || state === "complete";
      setText(this.#counts[state], shown ? `${count} ${word}` : "");
      this.#counts[state].hidden = !shown;
    }
  }
}
