/**
 * The JSX of notebooks that have no library for it: elements are plain data which draw themselves as
 * HTML. Imported by the compiler as `tunebook/jsx-runtime`.
 */
import { renderJsx } from "./drawing/jsx.ts";

const KIND = Symbol.for("tunebook.jsx.element");

/** What may stand between two tags. */
export type Child = Element | string | number | bigint | boolean | null | undefined | Child[];

/** The properties that a tag was given. */
export type Properties = Record<string, unknown> & { children?: unknown };

/** A function that makes an element of its properties, or a class with a method `render`. */
export type Component<Props = Properties> = (properties: Props) => unknown;

/** `<>…</>`: its children, and nothing around them. */
export const Fragment = Symbol.for("tunebook.jsx.fragment");

/** A tag with its properties. As text it is HTML; a notebook draws it. */
export class Element {
  readonly type: string | symbol | Component;
  readonly props: Properties;
  readonly key: string | null;

  /** By which an element is told from other data. */
  get $$typeof(): symbol {
    return KIND;
  }

  constructor(type: string | symbol | Component, props: Properties, key: string | null) {
    this.type = type;
    this.props = props;
    this.key = key;
  }

  /** The HTML. @throws what a component throws */
  toString(): string {
    return renderJsx(this);
  }

  [Symbol.for("Jupyter.display")](): Record<string, string> {
    const html = renderJsx(this);
    return { "text/plain": html, "text/html": html };
  }
}

/** Called for each tag. */
export function jsx(
  type: string | symbol | Component,
  props: Properties,
  key: string | null = null,
): Element {
  return new Element(type, props, key);
}
export { jsx as jsxs, jsx as jsxDEV };

type JsxElement = Element;

/** What TypeScript asks of a JSX runtime. */
export declare namespace JSX {
  type Element = JsxElement;
  type ElementType =
    string | ((properties: never) => unknown) | (new (properties: never) => object);
  interface ElementChildrenAttribute {
    children: unknown;
  }
  interface IntrinsicAttributes {
    key?: string | number | null;
  }
  interface IntrinsicElements {
    [name: string]: Record<string, unknown>;
  }
}
