/** Sentences whose parts differ in weight. */
import type { Words } from "../../../../lib/display/host.ts";
import { element, rows, setAttribute, setText } from "../dom.ts";

export class WordsView {
  readonly node: HTMLElement;
  readonly #parts: { node: HTMLElement }[] = [];

  constructor(className = "tc-words") {
    this.node = element("span", className);
  }

  update(words: readonly Words[]): void {
    this.node.hidden = words.length === 0;
    rows(
      this.node,
      this.#parts,
      words,
      () => ({ node: element("span") }),
      ({ node }, { text, tone }) => {
        setText(node, text);
        setAttribute(node, "data-tone", tone);
      },
    );
  }
}
