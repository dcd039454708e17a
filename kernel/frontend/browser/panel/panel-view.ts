/** The live panel of a study: one element, patched in place by every model it is given. */
import type { FigurePayload } from "../../../../lib/display/host.ts";
import { element, setAttribute, setStyle } from "../dom.ts";
import { FigureView } from "../figure-view.ts";
import type { Control } from "../stop-study.ts";
import { coloursOf } from "../theme.ts";
import { BestView } from "./best-view.ts";
import { CountsView } from "./counts-view.ts";
import { HeaderView } from "./header-view.ts";
import { ParamsView } from "./params-view.ts";
import { RecentView } from "./recent-view.ts";
import { RibbonView } from "./ribbon-view.ts";
import { RunningView } from "./running-view.ts";

type PanelPayload = Extract<FigurePayload, { kind: "panel" }>;

/**
 * The whole panel. `data-finished`, `data-best` (the number itself, "" before there is one) and
 * `data-status` say on the element what it shows.
 */
export class PanelView {
  readonly node = element("section", "tunebook-panel");
  readonly #header: HeaderView;
  readonly #ribbon = new RibbonView();
  readonly #counts = new CountsView();
  readonly #best = new BestView();
  readonly #params = new ParamsView();
  readonly #running = new RunningView();
  readonly #recent = new RecentView();
  readonly #figures = new Map<string, FigureView>();
  readonly #plots = element("div", "tb-plots");

  /** `stop` asks the kernel to stop the study; it returns false where there is no kernel. */
  constructor(stop: (control: Control) => boolean) {
    this.#header = new HeaderView(stop);
    const side = element("div", "tb-side", this.#best.node, this.#params.node, this.#running.node);
    this.node.append(
      this.#header.node,
      this.#ribbon.node,
      this.#counts.node,
      element("div", "tb-main", side, this.#plots),
      this.#recent.node,
    );
    this.node.setAttribute("role", "group");
  }

  /** Shows a payload; resolves when its figures are drawn. */
  async update({ panel, themes, alt, control }: PanelPayload): Promise<void> {
    const colours = coloursOf(themes);
    for (const [name, colour] of Object.entries(colours)) {
      setStyle(this.node, `--tb-${name}`, colour);
    }
    setAttribute(this.node, "aria-label", alt);
    this.#header.update(panel, control);
    this.#ribbon.update(panel);
    this.#counts.update(panel);
    this.#best.update(panel);
    this.#params.update(panel.params);
    this.#running.update(panel);
    this.#recent.update(panel.recent);
    const { dataset } = this.node;
    dataset["status"] = panel.status;
    dataset["finished"] = String(panel.progress.finished);
    dataset["best"] = panel.best === null ? "" : String(panel.best.value);

    const ids = new Set(panel.figures.map(({ id }) => id));
    for (const [id, view] of this.#figures) {
      if (ids.has(id)) continue;
      view.dispose();
      view.node.remove();
      this.#figures.delete(id);
    }
    await Promise.all(
      panel.figures.map(({ id, spec, height }) => {
        let view = this.#figures.get(id);
        if (!view) {
          view = new FigureView();
          view.node.dataset["figure"] = id;
          this.#figures.set(id, view);
          this.#plots.append(view.node);
        }
        return view.draw({ spec, height, colours });
      }),
    );
  }

  dispose(): void {
    for (const view of this.#figures.values()) view.dispose();
  }
}
