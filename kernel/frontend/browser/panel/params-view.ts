/**
 * The best trial's parameters, each with a mark of where in its range the value lies. While the study runs a
 * part of a mark can be chosen by dragging: new points then come from there, until a double click.
 */
import type { PanelModel, ParameterMark } from "../../../../lib/display/host.ts";
import type { Control } from "../control.ts";
import { element, percent, rows, setAttribute, setStyle, setText } from "../dom.ts";
import { brush } from "./brush.ts";
import { Reserve } from "./reserve.ts";

type Param = PanelModel["params"][number];

/** More choices than this are drawn as a place along a line: the segments would be too small. */
const MOST_SEGMENTS = 12;

export class ParamsView {
  readonly node = element("div", "tb-params");
  readonly #control: Control | undefined;
  readonly #rows: ParamRow[] = [];
  readonly #reserve = new Reserve(this.node);

  /** Without a control the ranges are only to be seen. */
  constructor(control?: Control) {
    this.#control = control;
  }

  update(params: readonly Param[]): void {
    rows(
      this.node,
      this.#rows,
      params,
      () => new ParamRow(this.#control),
      (row, param) => row.update(param, this.#control?.isOffered === true),
    );
    this.#reserve.keep(params.length);
  }
}

class ParamRow {
  readonly node = element("div", "tb-param");
  readonly #name = element("span", "tb-name");
  readonly #value = element("span", "tb-value");
  readonly #mark = new MarkView();
  #path: string | undefined;

  constructor(control: Control | undefined) {
    this.node.append(this.#name, this.#value, this.#mark.node);
    brush(this.#mark.node, {
      path: () => this.#path,
      drawn: (part) => this.#mark.brush(part),
      chosen: (path, from, to) => void control?.send({ command: "narrow", path, from, to }),
      cleared: (path) => void control?.send({ command: "widen", path }),
    });
  }

  update({ name, text, depth, mark, path, box }: Param, canNarrow: boolean): void {
    this.#path = canNarrow && mark ? path : undefined;
    setText(this.#name, `${"· ".repeat(Math.min(depth, 4))}${name}`);
    setAttribute(this.#name, "title", name);
    setText(this.#value, text);
    setAttribute(this.#value, "title", text);
    this.#mark.update(mark, box);
    this.#mark.node.classList.toggle("tb-brushable", this.#path !== undefined);
    setAttribute(
      this.#mark.node,
      "title",
      this.#path === undefined
        ? undefined
        : box
          ? "New points come from here; double click for the whole range"
          : "Drag to narrow the search to a part of this range",
    );
  }
}

class MarkView {
  readonly node = element("div", "tb-mark");
  readonly #knob = element("i", "tb-knob");
  readonly #band = element("i", "tb-band");
  readonly #track = element("div", "tb-track", this.#band, this.#knob);
  readonly #choices = element("div", "tb-choices");
  readonly #segments: { node: HTMLElement }[] = [];
  readonly #brushed = element("i", "tb-brushed");

  constructor() {
    this.#brushed.hidden = true;
    this.node.append(this.#track, this.#choices, this.#brushed);
    // The value stands beside it in words.
    this.node.setAttribute("aria-hidden", "true");
  }

  /** What is being chosen, 0…1; undefined for nothing. */
  brush(part: readonly [number, number] | undefined): void {
    this.#brushed.hidden = part === undefined;
    if (part) place(this.#brushed, part);
  }

  update(given: ParameterMark | null, box: readonly number[] | undefined): void {
    const mark =
      given?.kind === "choices" && given.count > MOST_SEGMENTS
        ? { kind: "slider" as const, at: given.index / (given.count - 1) }
        : given;
    this.#track.hidden = mark?.kind !== "slider";
    this.#choices.hidden = mark?.kind !== "choices";
    this.#band.hidden = mark?.kind !== "slider" || box === undefined;
    if (mark?.kind === "slider") {
      setStyle(this.#knob, "left", percent(mark.at));
      if (box) place(this.#band, [box[0] ?? 0, box[1] ?? 1]);
    } else if (mark?.kind === "choices") {
      rows(
        this.#choices,
        this.#segments,
        Array.from({ length: mark.count }, (_, index) => index),
        () => ({ node: element("i") }),
        ({ node }, index) => {
          node.classList.toggle("tb-on", index === mark.index);
          node.classList.toggle("tb-left", box?.includes(index) ?? false);
          node.classList.toggle("tb-out", box !== undefined && !box.includes(index));
        },
      );
    }
  }
}

function place(node: HTMLElement, [from, to]: readonly [number, number]): void {
  setStyle(node, "left", percent(from));
  setStyle(node, "width", percent(to - from));
}
