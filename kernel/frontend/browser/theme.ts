/** The page's theme, and colour tokens made into colours. */
import type { Themes } from "../../../lib/display/host.ts";

export type Colours = Record<string, string>;

const ATTRIBUTE = "data-jp-theme-light";

/** Whether the page is dark; without a JupyterLab theme, what the user's system prefers. */
export function isDark(): boolean {
  const light = document.body.getAttribute(ATTRIBUTE);
  if (light === null) return matchMedia("(prefers-color-scheme: dark)").matches;
  return light === "false";
}

const listeners = new Set<() => void>();
let observer: MutationObserver | undefined;

/** Calls `listener` whenever the theme changes; returns how to end that. */
export function onThemeChange(listener: () => void): () => void {
  if (!observer) {
    observer = new MutationObserver(() => listeners.forEach((call) => call()));
    observer.observe(document.body, { attributes: true, attributeFilter: [ATTRIBUTE] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
      listeners.forEach((call) => call()),
    );
  }
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Only what is a plain colour: a token's value comes from the notebook, and must fetch nothing. */
const COLOUR = /^(#[0-9a-f]{3,8}|(rgb|hsl)a?\([\d\s.,%/]+\)|[a-z]{3,20})$/i;

/** The colours of the page's theme out of a payload's two sets. */
export function coloursOf(themes: Themes): Colours {
  const set = isDark() ? themes.dark : themes.light;
  return Object.fromEntries(Object.entries(set).filter(([, colour]) => COLOUR.test(colour)));
}

/** A copy of `value` with every `token:NAME` in its strings replaced; unknown names become the ink. */
export function resolveTokens<T>(value: T, colours: Colours): T {
  const resolve = (part: unknown): unknown => {
    if (typeof part === "string") {
      if (!part.includes("token:")) return part;
      return part.replace(
        /token:([A-Za-z0-9]+)/g,
        (_, name: string) =>
          (Object.hasOwn(colours, name) && colours[name]) || colours["ink"] || "#808080",
      );
    }
    if (Array.isArray(part)) return part.map(resolve);
    if (part === null || typeof part !== "object") return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, resolve(inner)]));
  };
  return resolve(value) as T;
}
