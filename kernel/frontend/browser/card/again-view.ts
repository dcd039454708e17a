/** The best as it was, and where it will lie when trained again, on one small axis. */
import type { AgainModel } from "../../../../lib/display/host.ts";
import { element, percent, rows, setStyle, setText } from "../dom.ts";

/** Names of two marks that are nearer than this, as a part of the axis, stand outside of them. */
const APART = 0.25;

export class AgainView {
  readonly node = element("div", "tc-again");
  readonly #runName = element("span", "tc-run-name", "this run");
  readonly #againName = element("span", "tc-again-name", "again");
  readonly #band = element("i", "tc-band");
  readonly #expected = element("i", "tc-expected");
  readonly #run = element("i", "tc-run");
  readonly #axis = element("div", "tc-axis");
  readonly #ticks: { node: HTMLElement }[] = [];

  constructor() {
    this.node.append(
      this.#runName,
      this.#againName,
      this.#band,
      this.#expected,
      this.#run,
      this.#axis,
    );
    // The sentence below says the same.
    this.node.setAttribute("aria-hidden", "true");
  }

  update(again: AgainModel | null): void {
    this.node.hidden = again === null;
    if (!again) return;
    const { run, expected, from, to, ticks } = again;
    setStyle(this.#run, "left", percent(run));
    setStyle(this.#expected, "left", percent(expected));
    setStyle(this.#band, "left", percent(from));
    setStyle(this.#band, "width", percent(to - from));
    const isNear = Math.abs(run - expected) < APART;
    const between = (run + expected) / 2;
    for (const [name, self, isFirst] of [
      [this.#runName, run, run <= expected],
      [this.#againName, expected, run > expected],
    ] as const) {
      setStyle(name, "left", percent(isNear ? between : self));
      name.dataset["side"] = !isNear ? "middle" : isFirst ? "end" : "start";
    }
    rows(
      this.#axis,
      this.#ticks,
      ticks,
      () => ({ node: element("span") }),
      ({ node }, tick) => {
        setText(node, tick.text);
        setStyle(node, "left", percent(tick.at));
      },
    );
  }
}
