/** Keeps the room that a part of the panel once took, so that what stands below never moves up. */
export class Reserve {
  readonly #node: HTMLElement;
  #most = 0;
  #height = 0;

  constructor(node: HTMLElement) {
    this.#node = node;
  }

  /** Call after an update with the number of rows; the layout is only read when there are more. */
  keep(count: number): void {
    if (count <= this.#most) return;
    this.#most = count;
    const { offsetHeight } = this.#node;
    if (offsetHeight <= this.#height) return;
    this.#height = offsetHeight;
    this.#node.style.minHeight = `${offsetHeight}px`;
  }
}
