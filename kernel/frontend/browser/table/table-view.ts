/** A table: sorted by a click on a head, in pages; without a kernel. */
import type { FigurePayload, TableColumn, TableModel } from "../../../../lib/display/host.ts";
import { element, setAttribute, setStyle, setText } from "../dom.ts";
import { coloursOf } from "../theme.ts";

type TablePayload = Extract<FigurePayload, { kind: "table" }>;

/** How the rows stand: by a column, or as they came. */
interface Sorting {
  column: number;
  descending: boolean;
}

export class TableView {
  readonly node = element("section", "tunebook-table");
  readonly #title = element("b", "tb-title");
  readonly #head = element("tr");
  readonly #body = element("tbody");
  readonly #remark = element("span", "tb-remark");
  readonly #place = element("span", "tb-place");
  readonly #back = element("button", "tb-page", "‹");
  readonly #on = element("button", "tb-page", "›");
  readonly #scroll = element("div", "tb-scroll");
  readonly #pager = element("span", "tb-pager", this.#back, this.#place, this.#on);
  #table: TableModel | undefined;
  #sorting: Sorting | undefined;
  #page = 0;
  #height = 0;

  constructor() {
    const table = element("table", "", element("thead", "", this.#head), this.#body);
    this.#scroll.append(table);
    this.node.append(
      element("header", "", this.#title),
      this.#scroll,
      element("footer", "", this.#remark, this.#pager),
    );
    this.node.setAttribute("role", "group");
    for (const [button, label, step] of [
      [this.#back, "Previous page", -1],
      [this.#on, "Next page", 1],
    ] as const) {
      button.type = "button";
      button.setAttribute("aria-label", label);
      button.addEventListener("click", () => {
        this.#page += step;
        this.#drawRows();
      });
    }
  }

  /** Shows a payload; what the reader sorted stays so while the columns are the same. */
  update({ table, themes, alt }: TablePayload): Promise<void> {
    for (const [name, colour] of Object.entries(coloursOf(themes))) {
      setStyle(this.node, `--tb-${name}`, colour);
    }
    setAttribute(this.node, "aria-label", alt);
    const keys = (of: TableModel | undefined) => of?.columns.map(({ key }) => key).join("\n");
    if (keys(table) !== keys(this.#table)) {
      this.#sorting = undefined;
      this.#page = 0;
    }
    this.#table = table;
    setText(this.#title, table.title);
    setText(this.#remark, table.remark);
    this.#drawHead();
    this.#drawRows();
    return Promise.resolve();
  }

  dispose(): void {
    // Nothing is held beyond the node.
  }

  #drawHead(): void {
    this.#head.replaceChildren(
      ...(this.#table?.columns ?? []).map((column, index) => {
        const button = element("button", "", column.name, element("i"));
        button.type = "button";
        button.title = `${column.key}: sort`;
        button.addEventListener("click", () => this.#sortBy(index));
        const cell = element("th", "", button);
        cell.scope = "col";
        cell.dataset["kind"] = column.kind;
        const sorted = this.#sorting?.column === index ? this.#sorting : undefined;
        cell.setAttribute(
          "aria-sort",
          !sorted ? "none" : sorted.descending ? "descending" : "ascending",
        );
        return cell;
      }),
    );
  }

  /** Up, then down, then as they came. */
  #sortBy(column: number): void {
    const before = this.#sorting?.column === column ? this.#sorting : undefined;
    this.#sorting = !before
      ? { column, descending: false }
      : before.descending
        ? undefined
        : { column, descending: true };
    this.#page = 0;
    const focused = document.activeElement instanceof HTMLButtonElement;
    this.#drawHead();
    this.#drawRows();
    if (focused) this.#head.children[column]?.querySelector("button")?.focus();
  }

  #drawRows(): void {
    const table = this.#table;
    if (!table) return;
    const size = Math.max(1, table.page);
    const pages = Math.max(1, Math.ceil(table.count / size));
    this.#page = Math.min(pages - 1, Math.max(0, this.#page));
    const order = this.#order(table);
    const from = this.#page * size;
    const best = new Set(table.best);
    const marked = table.columns.map((column) => new Set(column.marked));
    this.#body.replaceChildren(
      ...order.slice(from, from + size).map((row) => {
        const cells = table.columns.map((column, k) => cellOf(column, row, marked[k]?.has(row)));
        const line = element("tr", "", ...cells);
        line.classList.toggle("tb-best-row", best.has(row));
        return line;
      }),
    );
    this.#body.classList.toggle(
      "tb-compared",
      marked.some(({ size: count }) => count > 0),
    );
    this.#pager.hidden = pages === 1;
    // The last page may be shorter: the buttons stay where they are.
    this.#height = Math.max(this.#height, this.#scroll.offsetHeight);
    if (pages > 1) setStyle(this.#scroll, "min-height", `${this.#height}px`);
    setText(this.#place, `${from + 1}–${Math.min(from + size, table.count)} of ${table.count}`);
    this.#back.disabled = this.#page === 0;
    this.#on.disabled = this.#page === pages - 1;
  }

  /** Empty cells stay at the end, whichever way it is sorted. */
  #order({ columns, count }: TableModel): number[] {
    const rows = Array.from({ length: count }, (_, row) => row);
    const column = this.#sorting && columns[this.#sorting.column];
    if (!this.#sorting || !column) return rows;
    const ascending = column.order ?? rows;
    if (!this.#sorting.descending) return ascending;
    const isEmpty = (row: number) => column.cells[row] === "";
    return [...ascending.filter((row) => !isEmpty(row)).toReversed(), ...ascending.filter(isEmpty)];
  }
}

function cellOf(column: TableColumn, row: number, isMarked = false): HTMLElement {
  const text = column.cells[row] ?? "";
  const cell = element("td");
  cell.dataset["kind"] = column.kind;
  if (column.kind === "state" && text !== "") {
    const sign = element("i", "tb-sign");
    sign.dataset["state"] = text.split(" ")[0];
    cell.append(sign);
  }
  cell.append(text);
  if (text.length > 24) cell.title = text;
  cell.classList.toggle("tb-marked", isMarked);
  return cell;
}
