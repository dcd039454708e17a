/** The card's left column: the best, what it is worth when trained again, the parameters. */
import type { CardModel } from "../../../../lib/display/host.ts";
import { element, rows, setText } from "../dom.ts";
import { ParamsView } from "../panel/params-view.ts";
import { AgainView } from "./again-view.ts";
import { WordsView } from "./words-view.ts";

export class ColumnView {
  readonly node = element("div", "tb-side");
  readonly #label = element("h4");
  readonly #number = element("div", "tb-number");
  readonly #remark = element("div", "tb-remark");
  readonly #again = new AgainView();
  readonly #expectation = new WordsView("tc-words tc-expectation");
  readonly #front = new FrontTable();
  readonly #paramsTitle = element("h4", "tc-params-title");
  readonly #params = new ParamsView();

  constructor() {
    this.node.append(
      this.#label,
      this.#number,
      this.#remark,
      this.#again.node,
      this.#expectation.node,
      this.#front.node,
      this.#paramsTitle,
      this.#params.node,
    );
  }

  update({ best, again, expectation, front, paramsTitle, params }: CardModel): void {
    setText(this.#label, best.label);
    setText(this.#number, best.text);
    this.#number.hidden = best.text === "";
    setText(this.#remark, best.remark);
    this.#again.update(again);
    this.#expectation.update(expectation);
    this.#front.update(front);
    setText(this.#paramsTitle, paramsTitle);
    this.#paramsTitle.hidden = paramsTitle === "";
    this.#params.update(params);
  }
}

class FrontTable {
  readonly node = element("table", "tc-front");
  readonly #head = element("tr");
  readonly #body = element("tbody");
  readonly #rows: FrontRow[] = [];

  constructor() {
    this.node.append(element("thead", "", this.#head), this.#body);
  }

  update(front: CardModel["front"]): void {
    this.node.hidden = front === null;
    if (!front) return;
    this.#head.replaceChildren(...["", ...front.columns].map((name) => element("th", "", name)));
    rows(
      this.#body,
      this.#rows,
      front.rows,
      () => new FrontRow(),
      (row, given) => row.update(given),
    );
  }
}

class FrontRow {
  readonly node = element("tr");

  update({ name, trial, cells }: NonNullable<CardModel["front"]>["rows"][number]): void {
    this.node.title = `trial ${trial}`;
    this.node.classList.toggle("tc-knee", name === "knee");
    this.node.replaceChildren(...[name, ...cells].map((cell) => element("td", "", cell)));
  }
}
