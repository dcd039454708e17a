/** What decides, as bars with their shares. */
import type { CardModel } from "../../../../lib/display/host.ts";
import { element, percent, rows, setAttribute, setStyle, setText } from "../dom.ts";

type Importances = NonNullable<CardModel["importances"]>;

export class BarsView {
  readonly node = element("div", "tc-bars");
  readonly #title = element("div", "tc-bars-title");
  readonly #list = element("div", "tc-bars-list");
  readonly #rows: Bar[] = [];

  constructor() {
    this.node.append(this.#title, this.#list);
  }

  update(importances: Importances | null): void {
    this.node.hidden = importances === null;
    if (!importances) return;
    setText(this.#title, importances.title);
    const most = Math.max(
      ...importances.rows.map(({ share, interval }) => Math.max(share, interval?.[1] ?? 0)),
    );
    rows(
      this.#list,
      this.#rows,
      importances.rows,
      () => new Bar(),
      (bar, row) => bar.update(row, most),
    );
  }
}

class Bar {
  readonly node = element("div", "tc-importance");
  readonly #name = element("span", "tc-bar-name");
  readonly #fill = element("i");
  readonly #line = element("i", "tc-interval");
  readonly #share = element("b");

  constructor() {
    this.node.append(this.#name, element("div", "", this.#fill, this.#line, this.#share));
  }

  update({ name, share, interval, text, strong }: Importances["rows"][number], most: number): void {
    const place = (value: number) => value / most;
    setText(this.#name, name);
    setAttribute(this.#name, "title", name);
    setText(this.#share, text);
    setStyle(this.#fill, "width", percent(place(share)));
    const [low, high] = interval ?? [share, share];
    this.#line.hidden = interval === null;
    setStyle(this.#line, "left", percent(place(low)));
    setStyle(this.#line, "width", percent(place(high - low)));
    setStyle(this.#share, "left", percent(place(Math.max(share, high))));
    this.node.classList.toggle("tc-strong", strong);
  }
}
