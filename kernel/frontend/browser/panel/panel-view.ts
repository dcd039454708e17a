/** The live panel of a study: one element, patched in place by every model it is given. */
import type { FigurePayload, PanelReply } from "../../../../lib/display/host.ts";
import { Control } from "../control.ts";
import type { KernelConnection } from "../jupyter.ts";
import { element, setAttribute, setStyle, setText } from "../dom.ts";
import { FigureView } from "../figure-view.ts";
import { coloursOf } from "../theme.ts";
import { AddView } from "./add-view.ts";
import { BestView } from "./best-view.ts";
import { CountsView } from "./counts-view.ts";
import { HeaderView } from "./header-view.ts";
import { ParamsView } from "./params-view.ts";
import { RecentView } from "./recent-view.ts";
import { RibbonView } from "./ribbon-view.ts";
import { RunningView } from "./running-view.ts";

/** Milliseconds for which an answer can be read. */
const SAID_FOR = 8000;

type PanelPayload = Extract<FigurePayload, { kind: "panel" }>;

/**
 * The whole panel. `data-finished`, `data-best` (the number itself, "" before there is one) and
 * `data-status` say on the element what it shows.
 */
export class PanelView {
  readonly node = element("section", "tunebook-panel");
  readonly #control: Control;
  readonly #header: HeaderView;
  readonly #ribbon = new RibbonView();
  readonly #counts = new CountsView();
  readonly #best = new BestView();
  readonly #params: ParamsView;
  readonly #add: AddView;
  readonly #running: RunningView;
  readonly #said = element("div", "tb-said");
  #saying: ReturnType<typeof setTimeout> | undefined;
  readonly #recent = new RecentView();
  readonly #figures = new Map<string, FigureView>();
  readonly #plots = element("div", "tb-plots");
  readonly #wide = element("div", "tb-plots tb-below");

  /** `kernel` is that of the notebook around the panel; undefined where there is none. */
  constructor(kernel: () => KernelConnection | undefined) {
    this.#control = new Control(kernel, (reply) => this.#answered(reply));
    this.#header = new HeaderView(this.#control);
    this.#params = new ParamsView(this.#control);
    this.#add = new AddView(this.#control);
    this.#running = new RunningView(this.#control);
    const side = element(
      "div",
      "tb-side",
      this.#best.node,
      this.#params.node,
      this.#add.node,
      this.#running.node,
    );
    this.#said.setAttribute("role", "status");
    this.#said.hidden = true;
    this.node.append(
      this.#header.node,
      this.#ribbon.node,
      this.#counts.node,
      element("div", "tb-main", side, this.#plots),
      this.#wide,
      this.#recent.node,
      this.#add.form.node,
      this.#said,
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
    this.#control.address = control;
    this.#header.update(panel, control?.study);
    this.#ribbon.update(panel);
    this.#counts.update(panel);
    this.#best.update(panel);
    this.#params.update(panel.params);
    this.#add.update(panel);
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
    // A figure that was picked anew stands where the model has it; nothing is moved otherwise.
    const places = { wide: 0, beside: 0 };
    const drawn = panel.figures.map(({ id, spec, height, wide }) => {
      let view = this.#figures.get(id);
      if (!view) {
        view = new FigureView();
        view.node.dataset["figure"] = id;
        this.#figures.set(id, view);
      }
      const parent = wide ? this.#wide : this.#plots;
      const there = parent.children[places[wide ? "wide" : "beside"]++] ?? null;
      if (there !== view.node) parent.insertBefore(view.node, there);
      return view.draw({ spec, height, colours });
    });
    await Promise.all(drawn);
  }

  /** What the kernel says to a command: in the form, or for a while at the foot of the panel. */
  #answered(reply: PanelReply): void {
    if ("panels" in reply) return;
    if ("form" in reply) return this.#add.form.open(reply.form);
    const { form } = this.#add;
    if (reply.command === "enqueue" && form.isOpen) form.answer(reply.ok, reply.text);
    if (reply.text === "" || form.isOpen) return;
    setText(this.#said, reply.text);
    this.#said.classList.toggle("tb-problem", !reply.ok);
    this.#said.hidden = false;
    clearTimeout(this.#saying);
    this.#saying = setTimeout(() => (this.#said.hidden = true), SAID_FOR);
  }

  dispose(): void {
    clearTimeout(this.#saying);
    this.#header.dispose();
    for (const view of this.#figures.values()) view.dispose();
  }
}
