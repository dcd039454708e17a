/** The last trials as chips, newest first, each with its curve. */
import type { PanelModel } from "../../../../lib/display/host.ts";
import { element, setAttribute, setText, svg } from "../dom.ts";

type Recent = PanelModel["recent"][number];

const CHIPS = 7;
/** The curve's box in SVG units. */
const WIDTH = 98;
const HEIGHT = 26;

export class RecentView {
  readonly node = element("div", "tb-recent");
  readonly #chips = Array.from({ length: CHIPS }, () => new Chip());

  constructor() {
    const grid = element("div", "tb-chips", ...this.#chips.map(({ node }) => node));
    this.node.append(element("h4", "", "Last trials, newest first"), grid);
  }

  update(recent: readonly Recent[]): void {
    this.#chips.forEach((chip, index) => chip.update(recent[index]));
  }
}

class Chip {
  readonly node = element("div", "tb-chip");
  readonly #sign = element("i", "tb-sign");
  readonly #number = element("b");
  readonly #value = element("span", "tb-value");
  readonly #remark = element("span", "tb-remark");
  readonly #path = svg("path", { fill: "none", "stroke-width": 1.6 });
  // A line of no length with round ends: a circle that stays round when the box is stretched.
  readonly #end = svg("path", { "stroke-width": 4.4, "stroke-linecap": "round" });

  constructor() {
    const spark = svg("svg", {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    });
    spark.append(this.#path, this.#end);
    const row = element(
      "div",
      "tb-row",
      element("span", "", this.#sign, this.#number),
      this.#value,
    );
    this.node.append(row, spark, this.#remark);
  }

  /** Undefined empties the chip, which keeps its place. */
  update(trial: Recent | undefined): void {
    setAttribute(this.node, "data-state", trial && (trial.best ? "best" : trial.state));
    setText(this.#number, trial ? String(trial.number) : "");
    setText(this.#value, trial?.text ?? "");
    setText(this.#remark, trial?.remark ?? "");
    setAttribute(this.node, "title", trial?.remark || undefined);
    const points = (trial?.spark ?? []).map(
      ([x, y]) => [(x * WIDTH).toFixed(1), ((1 - y) * HEIGHT).toFixed(1)] as const,
    );
    const last = points.at(-1);
    setAttribute(this.#path, "d", points.length > 1 ? `M${points.join("L")}` : "");
    setAttribute(this.#end, "d", last ? `M${last}h0` : "");
    // A short curve leaves the corner below free for the remark; a long one, the place above it.
    const long = (trial?.spark.at(-1)?.[0] ?? 0) > 0.3;
    this.node.classList.toggle("tb-long", long);
  }
}
