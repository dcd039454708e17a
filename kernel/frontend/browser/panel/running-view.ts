/** The trials that run, each with how far it is and a button that ends it. */
import type { PanelModel } from "../../../../lib/display/host.ts";
import type { Control } from "../control.ts";
import { element, percent, rows, setAttribute, setStyle, setText } from "../dom.ts";
import { Reserve } from "./reserve.ts";

type Running = PanelModel["running"][number];

/** More are counted, not listed: the panel keeps its size. */
const MOST_LISTED = 6;

export class RunningView {
  readonly node = element("div", "tb-running");
  readonly #control: Control;
  readonly #title = element("h4", "", "Running");
  readonly #list = element("div");
  readonly #remark = element("div", "tb-remark");
  readonly #rows: RunningRow[] = [];
  readonly #reserve = new Reserve(this.node);

  constructor(control: Control) {
    this.#control = control;
    this.node.append(this.#title, this.#list, this.#remark);
  }

  update({ running, runningRemark, status }: PanelModel): void {
    const listed = inTheirRows(
      running.slice(0, MOST_LISTED),
      this.#rows.map(({ trial }) => trial),
    );
    const more = running.length - listed.length;
    this.#title.hidden = running.length === 0;
    setText(this.#title, status === "paused" ? "Running, paused" : "Running");
    rows(
      this.#list,
      this.#rows,
      listed,
      () => new RunningRow(this.#control),
      (row, trial) => row.update(trial, this.#control.isOffered),
    );
    setText(this.#remark, more > 0 ? `and ${more} more; ${runningRemark}` : runningRemark);
    this.#reserve.keep(listed.length);
  }
}

/** Trials in the rows in which they are already; the others where a row is free: a button stays under the mouse. */
function inTheirRows(running: readonly Running[], shown: readonly number[]): Running[] {
  const placed = shown
    .slice(0, running.length)
    .map((number) => running.find((trial) => trial.number === number));
  const others = running.filter((trial) => !placed.includes(trial));
  return running.map((_, row) => placed[row] ?? others.shift()!);
}

class RunningRow {
  readonly node = element("div", "tb-trial");
  readonly #number = element("b");
  readonly #fill = element("i");
  readonly #bar = element("div", "tb-bar", this.#fill);
  readonly #text = element("span");
  readonly #end = element("button", "tb-end", "×");
  #trial = -1;

  constructor(control: Control) {
    this.#end.type = "button";
    // The row may stand for another trial by the time that the button is let go: meant is the one that was pressed.
    let pressed = -1;
    const press = () => (pressed = this.#trial);
    this.#end.addEventListener("pointerdown", press);
    this.#end.addEventListener("keydown", press);
    this.#end.addEventListener("click", () => {
      control.send({ command: "prune", trial: pressed });
      if (pressed === this.#trial) this.#end.disabled = true;
    });
    this.node.append(this.#number, this.#bar, this.#text, this.#end);
  }

  /** The number of the trial that it stands for; −1 before the first. */
  get trial(): number {
    return this.#trial;
  }

  update({ number, fraction, text }: Running, canEnd: boolean): void {
    if (number !== this.#trial) this.#end.disabled = false;
    this.#trial = number;
    setText(this.#number, String(number));
    setText(this.#text, text);
    this.#bar.classList.toggle("tb-unknown", fraction === null);
    setStyle(this.#fill, "width", percent(fraction ?? 1));
    this.#end.hidden = !canEnd;
    setAttribute(this.#end, "aria-label", `Stop trial ${number} early`);
    setAttribute(this.#end, "title", `Stop trial ${number} early`);
  }
}
