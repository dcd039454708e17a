/** The best trial's parameters, each with a mark of where in its range the value lies. */
import type { PanelModel, ParameterMark } from "../../../../lib/display/host.ts";
import { element, percent, rows, setAttribute, setStyle, setText } from "../dom.ts";
import { Reserve } from "./reserve.ts";

type Param = PanelModel["params"][number];

/** More choices than this are drawn as a place along a line: the segments would be too small. */
const MOST_SEGMENTS = 12;

export class ParamsView {
  readonly node = element("div", "tb-params");
  readonly #rows: ParamRow[] = [];
  readonly #reserve = new Reserve(this.node);

  update(params: readonly Param[]): void {
    rows(
      this.node,
      this.#rows,
      params,
      () => new ParamRow(),
      (row, param) => row.update(param),
    );
    this.#reserve.keep(params.length);
  }
}

class ParamRow {
  readonly node = element("div", "tb-param");
  readonly #name = element("span", "tb-name");
  readonly #value = element("span", "tb-value");
  readonly #mark = new MarkView();

  constructor() {
    this.node.append(this.#name, this.#value, this.#mark.node);
  }

  update({ name, text, depth, mark }: Param): void {
    setText(this.#name, `${"· ".repeat(Math.min(depth, 4))}${name}`);
    setAttribute(this.#name, "title", name);
    setText(this.#value, text);
    setAttribute(this.#value, "title", text);
    this.#mark.update(mark);
  }
}

class MarkView {
  readonly node = element("div", "tb-mark");
  readonly #knob = element("i", "tb-knob");
  readonly #track = element("div", "tb-track", this.#knob);
  readonly #choices = element("div", "tb-choices");
  readonly #segments: { node: HTMLElement }[] = [];

  constructor() {
    this.node.append(this.#track, this.#choices);
    // The value stands beside it in words.
    this.node.setAttribute("aria-hidden", "true");
  }

  update(given: ParameterMark | null): void {
    const mark =
      given?.kind === "choices" && given.count > MOST_SEGMENTS
        ? { kind: "slider" as const, at: given.index / (given.count - 1) }
        : given;
    this.#track.hidden = mark?.kind !== "slider";
    this.#choices.hidden = mark?.kind !== "choices";
    if (mark?.kind === "slider") {
      setStyle(this.#knob, "left", percent(mark.at));
    } else if (mark?.kind === "choices") {
      rows(
        this.#choices,
        this.#segments,
        Array.from({ length: mark.count }, (_, index) => index === mark.index),
        () => ({ node: element("i") }),
        ({ node }, on) => node.classList.toggle("tb-on", on),
      );
    }
  }
}
