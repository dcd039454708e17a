/** One cell per planned trial: progress and record in one. */
import type { PanelModel } from "../../../../lib/display/host.ts";
import { element, percent, rows, setAttribute, setStyle } from "../dom.ts";

type Cell = PanelModel["ribbon"][number];

export class RibbonView {
  readonly node = element("div", "tb-ribbon");
  readonly #cells: { node: HTMLElement; fill: HTMLElement }[] = [];

  constructor() {
    this.node.setAttribute("role", "progressbar");
    this.node.setAttribute("aria-valuemin", "0");
  }

  update({ ribbon, progress }: Pick<PanelModel, "ribbon" | "progress">): void {
    setAttribute(this.node, "aria-valuenow", String(progress.finished));
    setAttribute(
      this.node,
      "aria-valuemax",
      progress.planned === null ? undefined : String(progress.planned),
    );
    setAttribute(this.node, "aria-valuetext", progress.text);
    rows(
      this.node,
      this.#cells,
      ribbon,
      () => {
        const fill = element("i");
        return { node: element("span", "tb-cell", fill), fill };
      },
      ({ node, fill }, cell: Cell) => {
        setAttribute(node, "data-state", cell.best ? "best" : cell.state);
        const fraction = cell.state === "running" ? (cell.fraction ?? 0) : 0;
        setStyle(fill, "height", percent(fraction));
      },
    );
  }
}
