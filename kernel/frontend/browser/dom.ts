/** Small helpers to build nodes once and change afterwards only what differs. */

/** A new element with a class and, if given, children or text. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className = "",
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

/** A new SVG element with attributes. */
export function svg<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | number>,
): SVGElementTagNameMap[Name] {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}

/** Sets a node's text unless it is that already: an unchanged node keeps the user's selection. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Sets an attribute unless it is that already; undefined removes it. */
export function setAttribute(node: Element, name: string, value: string | undefined): void {
  if (value === undefined) node.removeAttribute(name);
  else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/** Sets one style property unless it is that already. */
export function setStyle(node: HTMLElement | SVGElement, name: string, value: string): void {
  if (node.style.getPropertyValue(name) !== value) node.style.setProperty(name, value);
}

/** Makes `items.length` rows in `parent` out of reused ones, and updates each. */
export function rows<Item, Row extends { node: Element }>(
  parent: Element,
  made: Row[],
  items: readonly Item[],
  make: () => Row,
  update: (row: Row, item: Item) => void,
): void {
  while (made.length < items.length) {
    const row = make();
    made.push(row);
    parent.append(row.node);
  }
  for (const row of made.splice(items.length)) row.node.remove();
  items.forEach((item, index) => update(made[index]!, item));
}

/** Resolves with the next frame that the browser draws; while the page is hidden there is none. */
export function nextFrame(): Promise<unknown> {
  return new Promise((done) => requestAnimationFrame(done));
}

/** A part of 1 as a percentage for a style, cut to 0…100%. */
export function percent(part: number): string {
  return `${Math.round(1000 * Math.min(1, Math.max(0, part))) / 10}%`;
}
