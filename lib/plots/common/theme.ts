import type { Themes } from "../../display/host.ts";

/** The colours of a figure by what they mean; the same names in both themes. */
const light = {
  paper: "#ffffff",
  ink: "#1b2430",
  text: "#56616f",
  axis: "#c3cad3",
  grid: "#eceff3",
  done: "#43536a",
  best: "#d87607",
  bestText: "#a85400",
  running: "#1a69d9",
  runningSoft: "#c3d8f6",
  pruned: "#a9b3bf",
  failed: "#b3202f",
  belief: "#18a192",
  beliefText: "#08756a",
  rail: "#f3f4f6",
  track: "#e3e8ee",
  card: "#f6f8fa",
  border: "#dfe4ea",
  hover: "#1b2430",
  hoverText: "#ffffff",
  quality0: "#e3e7ec",
  quality1: "#bccbdb",
  quality2: "#83a5c8",
  quality3: "#4577ae",
  quality4: "#173f78",
  area0: "#eeeae2",
  area1: "#d3dadd",
  area2: "#9fbdd0",
  area3: "#5e97c1",
  area4: "#26659f",
  area5: "#0a2d5c",
  series0: "#1a69d9",
  series1: "#9f5e6a",
  series2: "#7a7b00",
  series3: "#4c1b81",
  series4: "#003311",
} as const;

/** A colour by what it means: `best`, `failed`… */
export type TokenName = keyof typeof light;

const dark: Record<TokenName, string> = {
  paper: "#14181e",
  ink: "#e8ecf1",
  text: "#a5b0bd",
  axis: "#48525f",
  grid: "#232932",
  done: "#8698ae",
  best: "#ffb14a",
  bestText: "#ffc069",
  running: "#62adff",
  runningSoft: "#29405c",
  pruned: "#5d6875",
  failed: "#ff7077",
  belief: "#4ff0dc",
  beliefText: "#6fe3d5",
  rail: "#242a31",
  track: "#2c343f",
  card: "#1b2027",
  border: "#232932",
  hover: "#f2f5f8",
  hoverText: "#14181e",
  quality0: "#2b333d",
  quality1: "#35506e",
  quality2: "#3f78ad",
  quality3: "#66a8e2",
  quality4: "#c6e4ff",
  area0: "#1d222a",
  area1: "#26384c",
  area2: "#2d587f",
  area3: "#3f87bd",
  area4: "#7fc0ea",
  area5: "#e6f5ff",
  series0: "#62adff",
  series1: "#ed378d",
  series2: "#d3ce28",
  series3: "#bff0ed",
  series4: "#b38a19",
};

/** Which of the two sets of colours. */
export type ThemeName = "light" | "dark";

/** Every colour token of both themes. */
export const themes: Themes & Record<ThemeName, Record<TokenName, string>> = {
  light: { ...light },
  dark,
};

/** The font of every figure; Inter where it is there. */
export const FONT =
  "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** A colour as a spec holds it: `token:best`, resolved by whoever draws. */
export function token(name: TokenName): string {
  return `token:${name}`;
}

/** Text in a token's colour, in the small HTML that Plotly draws. `html` must be escaped already. */
export function tint(name: TokenName, html: string): string {
  return `<span style="color:${token(name)}">${html}</span>`;
}

/**
 * A deep copy of a spec with every `token:NAME` replaced by the theme's colour. An unknown name stays
 * as it is, so that a spec of a newer version is drawn with what is known.
 */
export function resolveTokens<T>(value: T, theme: ThemeName): T {
  const colours: Record<string, string> = themes[theme];
  const resolve = (part: unknown): unknown => {
    if (typeof part === "string") {
      return part.includes("token:")
        ? part.replace(/token:([A-Za-z0-9]+)/g, (whole, name: string) => colours[name] ?? whole)
        : part;
    }
    if (Array.isArray(part)) return part.map(resolve);
    if (part !== null && typeof part === "object") {
      return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, resolve(inner)]));
    }
    return part;
  };
  return resolve(value) as T;
}
