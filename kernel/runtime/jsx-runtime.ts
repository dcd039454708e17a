/**
 * The JSX of notebooks that have no library for it: elements are plain data which draw themselves as
 * HTML. Imported by the compiler as `tunebook/jsx-runtime`.
 */

/** What may stand between two tags. */
export type Child = Element | string | number | bigint | boolean | null | undefined | Child[];

/** The properties that a tag was given. */
export type Properties = Record<string, unknown> & { children?: unknown };

/** A function that makes an element of its properties, or a class with a method `render`. */
export type Component<Props = Properties> = (properties: Props) => unknown;

/** `<>…</>`: its children, and nothing around them. */
export const Fragment = Symbol.for("tunebook.jsx.fragment");

const VOID = new Set(
  "area base br col embed hr img input link meta param source track wbr".split(" "),
);

/** Names that JSX has otherwise than HTML. */
const ATTRIBUTES: Record<string, string> = { className: "class", htmlFor: "for" };

/** A tag with its properties. As text it is HTML; a notebook draws it. */
export class Element {
  readonly type: string | symbol | Component;
  readonly props: Properties;
  readonly key: string | null;

  constructor(type: string | symbol | Component, props: Properties, key: string | null) {
    this.type = type;
    this.props = props;
    this.key = key;
  }

  /** The HTML. @throws what a component throws */
  toString(): string {
    return render(this);
  }

  [Symbol.for("Jupyter.display")](): Record<string, string> {
    const html = render(this);
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

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (found) => `&#${found.charCodeAt(0)};`);

function render(child: unknown): string {
  if (child === null || child === undefined || typeof child === "boolean") return "";
  if (Array.isArray(child)) return child.map(render).join("");
  if (!(child instanceof Element)) return escape(String(child));
  const { type, props } = child;
  if (typeof type === "symbol") return render(props.children);
  if (typeof type === "function") return render(called(type, props));
  const raw = props["dangerouslySetInnerHTML"] as { __html?: unknown } | undefined;
  const inner = raw ? String(raw.__html ?? "") : render(props.children);
  const head = `<${type}${Object.entries(props).map(attribute).join("")}>`;
  return VOID.has(type) ? head : `${head}${inner}</${type}>`;
}

function called(type: Component, props: Properties): unknown {
  const prototype = type.prototype as { render?: unknown } | undefined;
  if (typeof prototype?.render !== "function") return type(props);
  const Class = type as unknown as new (props: Properties) => { render(): unknown };
  return new Class(props).render();
}

function attribute([name, value]: [string, unknown]): string {
  if (name === "children" || name === "dangerouslySetInnerHTML") return "";
  if (value === null || value === undefined || value === false) return "";
  // There is no page yet that could call it.
  if (typeof value === "function") return "";
  const written = ATTRIBUTES[name] ?? name;
  if (value === true) return ` ${written}`;
  const text = name === "style" && typeof value === "object" ? css(value) : String(value);
  return ` ${written}="${escape(text)}"`;
}

const css = (style: object): string =>
  Object.entries(style)
    .filter(([, value]) => value !== null && value !== undefined && value !== false)
    .map(([name, value]) => {
      const property = name.startsWith("--")
        ? name
        : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      return `${property}:${String(value)}`;
    })
    .join(";");

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
