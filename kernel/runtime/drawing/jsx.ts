/** JSX → HTML, for elements of whatever library. */
import { escapeHtml } from "./escape.ts";
import { peek } from "./peek.ts";

/** Elements that have no end tag (HTML Living Standard, section 13.1.2). */
const VOID = /^(area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/;

/** Attributes that JSX calls otherwise. */
const NAMES: Record<string, string> = { className: "class", htmlFor: "for" };

interface JsxElement {
  type: unknown;
  props: Record<string, unknown>;
}

/** Whether `value` is an element of JSX: the built-in one, React's or Preact's. */
export function isJsx(value: unknown): value is JsxElement {
  if (typeof value !== "object" || value === null) return false;
  const { $$typeof: kind, type, props } = peek(value, "$$typeof", "type", "props");
  if (typeof props !== "object" || props === null || type === undefined) return false;
  const name = typeof kind === "symbol" ? kind.description : undefined;
  // React's elements, and Preact's, which say `constructor: undefined` lest JSON pass for one.
  return (
    (name !== undefined && /^(react|preact|tunebook)\b/.test(name)) ||
    ("__v" in value && (value as { constructor: unknown }).constructor === undefined)
  );
}

/**
 * The HTML of an element, a text or a list of them, users' text escaped; components are called.
 * @throws what a component throws, and RangeError for one that draws itself for ever
 */
export function renderJsx(node: unknown): string {
  return render(node, 0);
}

/** Elements of one another are followed this deep: a component that draws itself would never end. */
const DEPTH = 200;

function render(node: unknown, depth: number): string {
  if (depth > DEPTH) throw new RangeError(`JSX is nested deeper than ${DEPTH} levels`);
  if (node === null || node === undefined || typeof node === "boolean") return "";
  if (Array.isArray(node)) return node.map((child) => render(child, depth + 1)).join("");
  if (!isJsx(node)) return escapeHtml(String(node));
  const { type, props } = node;
  if (typeof type === "function") return render(component(type as Component, props), depth + 1);
  const children = () => render(props["children"], depth + 1);
  // A fragment, a context or the like.
  if (typeof type !== "string") return children();
  if (!/^[A-Za-z][\w.:-]*$/.test(type)) throw new TypeError(`"${type}" is no name of an element`);
  const open = `<${type}${Object.entries(props).map(attribute).join("")}>`;
  if (VOID.test(type)) return open;
  const raw = (props["dangerouslySetInnerHTML"] as { __html?: unknown } | undefined)?.__html;
  return `${open}${raw === undefined ? children() : String(raw)}</${type}>`;
}

type Component = ((props: object) => unknown) & { prototype?: { render?: unknown } };

function component(type: Component, props: object): unknown {
  if (typeof type.prototype?.render !== "function") return type(props);
  const instance = new (
    type as unknown as new (props: object) => { render(props: object): unknown }
  )(props);
  return instance.render(props);
}

function attribute([name, value]: [string, unknown]): string {
  if (name === "children" || name === "key" || name === "ref") return "";
  if (name === "dangerouslySetInnerHTML" || typeof value === "function") return "";
  if (value === null || value === undefined || value === false) return "";
  if (!/^[^\s"'<>/=]+$/.test(name)) return "";
  const written = NAMES[name] ?? name;
  if (value === true) return ` ${written}`;
  const text = name === "style" && typeof value === "object" ? styleText(value) : String(value);
  return ` ${written}="${escapeHtml(text)}"`;
}

/** Properties in pixels are numbers in React; these are not in pixels. */
const UNITLESS =
  /^(opacity|zIndex|fontWeight|lineHeight|flex|flexGrow|flexShrink|order|zoom|fillOpacity|strokeOpacity)$/;

function styleText(style: object): string {
  return Object.entries(style)
    .filter(([, value]) => value !== null && value !== undefined && value !== false)
    .map(([name, value]: [string, unknown]) => {
      const written = name.startsWith("--")
        ? name
        : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      const pixels =
        typeof value === "number" && value !== 0 && !name.startsWith("--") && !UNITLESS.test(name);
      return `${written}:${String(value)}${pixels ? "px" : ""}`;
    })
    .join(";");
}
