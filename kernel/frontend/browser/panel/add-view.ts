/** Adding a point: the best once more, or one that is written in a form. And what the study is narrowed to. */
import type { FormRow, PanelModel } from "../../../../lib/display/host.ts";
import type { Control } from "../control.ts";
import { element, rows, setAttribute, setText } from "../dom.ts";

type Narrowed = NonNullable<PanelModel["narrowed"]>[number];

export class AddView {
  readonly node = element("div", "tb-add");
  readonly #control: Control;
  readonly form: PointForm;
  readonly #again = element("button", "tb-link", "Run again");
  readonly #add = element("button", "tb-link", "Add a point…");
  readonly #buttons = element("div", "tb-links", this.#again, this.#add);
  readonly #chips = element("div", "tb-narrowed");
  readonly #rows: NarrowedChip[] = [];

  constructor(control: Control) {
    this.#control = control;
    this.form = new PointForm(control);
    for (const button of [this.#again, this.#add]) button.type = "button";
    setAttribute(this.#again, "title", "Try the best trial's parameters once more");
    this.#again.addEventListener("click", () => control.send({ command: "enqueue", again: true }));
    this.#add.addEventListener("click", () => control.send({ command: "form" }));
    this.#chips.setAttribute("aria-label", "The search is narrowed to");
    this.node.append(this.#chips, this.#buttons);
  }

  update({ narrowed = [], best }: PanelModel): void {
    const { isOffered } = this.#control;
    // Hidden, not removed: what stands below keeps its place when the study ends.
    this.#buttons.style.visibility = isOffered ? "" : "hidden";
    this.#again.hidden = best === null;
    rows(
      this.#chips,
      this.#rows,
      narrowed,
      () => new NarrowedChip(this.#control),
      (row, part) => row.update(part),
    );
    if (!isOffered) this.form.close();
  }
}

class NarrowedChip {
  readonly #text = element("span");
  readonly #clear = element("button", "tb-end", "×");
  readonly node = element("span", "tb-narrow-chip", this.#text, this.#clear);
  #path = "";

  constructor(control: Control) {
    this.#clear.type = "button";
    this.#clear.addEventListener("click", () =>
      control.send({ command: "widen", path: this.#path }),
    );
  }

  update({ path, text }: Narrowed): void {
    this.#path = path;
    setText(this.#text, text);
    setAttribute(this.#clear, "aria-label", `The whole range again: ${text}`);
    setAttribute(this.#clear, "title", "The whole range again");
  }
}

/** A card over the panel with an input for each parameter; the kernel says what is wrong with them. */
export class PointForm {
  readonly node = element("form", "tb-form");
  readonly #fields = element("div", "tb-fields");
  readonly #remark = element("span", "tb-remark");
  readonly #problem = element("div", "tb-problem");
  readonly #submit = element("button", "tb-button tb-primary", "Try it");
  readonly #inputs = new Map<string, HTMLInputElement | HTMLSelectElement>();

  constructor(control: Control) {
    const cancel = element("button", "tb-button", "Cancel");
    cancel.type = "button";
    cancel.addEventListener("click", () => this.close());
    this.#problem.setAttribute("role", "alert");
    this.node.append(
      element("b", "", "A point to try next"),
      this.#remark,
      this.#fields,
      this.#problem,
      element("div", "tb-links", this.#submit, cancel),
    );
    this.node.hidden = true;
    this.node.noValidate = true;
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      setText(this.#problem, "");
      const values = Object.fromEntries(
        [...this.#inputs].map(([path, { value }]) => [path, value]),
      );
      if (!control.send({ command: "enqueue", values }))
        setText(this.#problem, "There is no kernel.");
    });
    // The notebook's shortcuts are not for what is typed here.
    this.node.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.close();
    });
  }

  get isOpen(): boolean {
    return !this.node.hidden;
  }

  open(form: readonly FormRow[]): void {
    this.#inputs.clear();
    const begins = form.some(({ text }) => text !== "") ? "It begins as the best trial. " : "";
    setText(this.#remark, `${begins}What is left empty is drawn at random.`);
    setText(this.#problem, "");
    this.#fields.replaceChildren(...form.map((row) => this.#field(row)));
    this.node.hidden = false;
    this.#inputs.values().next().value?.focus();
  }

  close(): void {
    this.node.hidden = true;
  }

  /** What the kernel said of the point: a problem stays to be mended, else the form has done its work. */
  answer(ok: boolean, text: string): void {
    if (ok) this.close();
    else setText(this.#problem, text);
  }

  #field({ path, name, depth, text, accepts, choices }: FormRow): HTMLElement {
    const input = choices ? element("select") : element("input");
    if (choices) {
      const options = [["", "any"] as const, ...choices.map((one) => [one, one] as const)];
      for (const [value, label] of options) {
        const option = element("option", "", label);
        option.value = value;
        input.append(option);
      }
    } else {
      input.setAttribute("inputmode", "decimal");
      input.setAttribute("placeholder", accepts);
      input.setAttribute("autocomplete", "off");
    }
    input.value = text;
    input.title = accepts;
    this.#inputs.set(path, input);
    const label = element("label", "", element("span", "", "· ".repeat(depth) + name), input);
    label.title = path;
    return label;
  }
}
