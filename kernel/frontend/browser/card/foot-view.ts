/** The card's foot: what to change before the next search, and the next step. */
import type { AdviceModel, CardModel } from "../../../../lib/display/host.ts";
import { element, rows, setText } from "../dom.ts";
import { CopyButton } from "./copy-button.ts";
import { WordsView } from "./words-view.ts";

export class FootView {
  readonly node = element("footer", "tc-foot");
  readonly #title = element("h4");
  readonly #list = element("div", "tc-advice");
  readonly #lines: AdviceLine[] = [];
  readonly #next = element("h4");
  readonly #button = new CopyButton("tc-primary");
  readonly #code = element("code");
  readonly #remark = element("div", "tb-remark");

  constructor() {
    this.node.append(
      element("div", "", this.#title, this.#list),
      element(
        "div",
        "tc-next",
        element("div", "tc-next-head", this.#next, this.#button.node),
        element("pre", "", this.#code),
        this.#remark,
      ),
    );
  }

  update({ adviceTitle, advice, next }: CardModel): void {
    setText(this.#title, adviceTitle);
    rows(
      this.#list,
      this.#lines,
      advice,
      () => new AdviceLine(),
      (line, given) => line.update(given),
    );
    setText(this.#next, next.title);
    this.#button.update(
      "copy",
      "Copies this line: paste it into a cell and run it there. An output runs nothing by itself.",
      next.code,
    );
    setText(this.#code, next.code);
    setText(this.#remark, next.remark);
  }
}

class AdviceLine {
  readonly node = element("div", "tc-advice-line");
  readonly #words = new WordsView();
  readonly #copy = new CopyButton();
  readonly #show = element("button", "tc-copy");
  readonly #details = element("ul", "tc-details");

  constructor() {
    this.#show.type = "button";
    this.#show.addEventListener("click", () => this.#open(this.#details.hidden !== false));
    this.node.append(this.#words.node, this.#copy.node, this.#show, this.#details);
    this.#open(false);
  }

  update({ words, copy, details }: AdviceModel): void {
    this.#words.update(words);
    this.#copy.update(copy?.label ?? "", copy?.hint ?? "", copy?.text ?? "");
    this.#show.hidden = details.length === 0;
    this.#details.replaceChildren(...details.map((line) => element("li", "", line)));
  }

  #open(isOpen: boolean): void {
    this.#details.hidden = !isOpen;
    setText(this.#show, isOpen ? "hide" : "show");
    this.#show.setAttribute("aria-expanded", String(isOpen));
  }
}
