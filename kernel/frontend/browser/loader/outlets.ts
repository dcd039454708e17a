/** The places of a page in which figures and panels are drawn, found by their id. */
import { element } from "../dom.ts";
import { OutputView } from "../output-view.ts";

interface Drawn {
  holder: HTMLElement;
  view: OutputView;
}

/**
 * Draws what it is given into every element of that id. When an element gives way to another of the same
 * id, as when an output is updated, the drawing moves into it as it is: zoom, hover and all.
 */
export class Outlets {
  readonly #payloads = new Map<string, unknown>();
  readonly #drawn = new Map<string, Drawn[]>();
  /** Ids whose element is not on the page yet. */
  readonly #missing = new Set<string>();
  readonly #watch = new MutationObserver(() => this.#look());

  /** Takes `[id, payload]`; anything else is passed over, since any script can push. */
  take(item: unknown): void {
    if (!Array.isArray(item) || typeof item[0] !== "string") return;
    const [id, payload] = item as [string, unknown];
    this.#payloads.set(id, payload);
    if (!this.#place(id)) this.#await(id);
  }

  /** Draws everything again, in the page's other theme. */
  repaint(): void {
    for (const drawn of this.#drawn.values()) {
      for (const { view } of drawn) void view.repaint();
    }
  }

  #await(id: string): void {
    if (this.#missing.size === 0) {
      this.#watch.observe(document.documentElement, { childList: true, subtree: true });
    }
    this.#missing.add(id);
  }

  #look(): void {
    for (const id of this.#missing) if (this.#place(id)) this.#missing.delete(id);
    if (this.#missing.size === 0) this.#watch.disconnect();
  }

  /** Draws the newest payload wherever its id stands; false where that is nowhere yet. */
  #place(id: string): boolean {
    const places = document.querySelectorAll<HTMLElement>(`[data-tunebook="${CSS.escape(id)}"]`);
    let drawn = this.#drawn.get(id);
    if (!drawn) this.#drawn.set(id, (drawn = []));
    for (const place of places) {
      if (drawn.some(({ holder }) => holder.parentNode === place)) continue;
      const free = drawn.find(({ holder }) => !holder.isConnected);
      const { holder } = free ?? this.#open(drawn);
      place.replaceChildren(holder);
    }
    for (const { view } of drawn) void view.show(this.#payloads.get(id));
    return places.length > 0;
  }

  #open(drawn: Drawn[]): Drawn {
    const holder = element("div", "tunebook-output");
    // There is no way to the kernel from here: payloads for such pages name no control.
    const made = { holder, view: new OutputView(holder, () => undefined) };
    drawn.push(made);
    return made;
  }
}
