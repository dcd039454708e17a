/** Marks and names that maps of parameters share. */
import type { ParameterAxis } from "./parameter-axis.ts";
import { token } from "./theme.ts";
import { cut, escapeText } from "./words.ts";

/** The best on a map. */
export function starMarker(size: number): Record<string, unknown> {
  return {
    symbol: "star",
    size,
    color: token("best"),
    line: { color: token("paper"), width: 1.2 },
  };
}

/** A parameter as the title of its axis: "learningRate (log)". Escaped. */
export function axisName({ name, scale }: ParameterAxis, length = 40): string {
  return escapeText(cut(name, length)) + (scale === "log" ? " (log)" : "");
}
