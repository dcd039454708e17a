/** The trials that run, each with how far it is. */
import type { PanelModel } from "../../../../lib/display/host.ts";
import { element, percent, rows, setStyle, setText } from "../dom.ts";
import { Reserve } from "./reserve.ts";

type Running = PanelModel["running"][number];

/** More are counted, not listed: the panel keeps its size. */
const MOST_LISTED = 6;

export class RunningView {
  readonly node = element("div", "tb-running");
  readonly #title = element("h4", "", "Running");
  readonly #list = element("div");
  readonly #remark = element("div", "tb-remark");
  readonly #rows: RunningRow[] = [];
  readonly #reserve = new Reserve(this.node);

  constructor() {
    this.node.append(this.#title, this.#list, this.#remark);
  }

  update({ running, runningRemark }: PanelModel): void {
    const listed = running.slice(0, MOST_LISTED);
    const more = running.length - listed.length;
    this.#title.hidden = running.length === 0;
    rows(
      this.#list,
      this.#rows,
      listed,
      () => new RunningRow(),
      (row, trial) => row.update(trial),
    );
    setText(this.#remark, more > 0 ? `and ${more} more; ${runningRemark}` : runningRemark);
    this.#reserve.keep(listed.length);
  }
}

class RunningRow {
  readonly node = element("div", "tb-trial");
  readonly #number = element("b");
  readonly #fill = element("i");
  readonly #bar = element("div", "tb-bar", this.#fill);
  readonly #text = element("span");

  constructor() {
    this.node.append(this.#number, this.#bar, this.#text);
  }

  update({ number, fraction, text }: Running): void {
    setText(this.#number, String(number));
    setText(this.#text, text);
    this.#bar.classList.toggle("tb-unknown", fraction === null);
    setStyle(this.#fill, "width", percent(fraction ?? 1));
  }
}
