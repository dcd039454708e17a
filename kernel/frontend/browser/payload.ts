/** Reading what a notebook holds: it may have been written by another version, or by hand. */
import type { FigurePayload } from "../../../lib/display/host.ts";

export type ReadPayload = { ok: true; payload: FigurePayload } | { ok: false; problem: string };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isSpec = (value: unknown) =>
  isObject(value) && Array.isArray(value["data"]) && isObject(value["layout"]);

/** Checks the outline of a payload; a problem is a sentence for the reader of the notebook. */
export function readPayload(value: unknown): ReadPayload {
  if (!isObject(value)) return { ok: false, problem: "This output holds no Tunebook figure." };
  if (value["version"] !== 1) {
    return {
      ok: false,
      problem: `This figure was made by another version of Tunebook (its format is ${String(
        value["version"],
      )}, this extension draws 1). Run "tunebook install" again and reload the page.`,
    };
  }
  const themes = value["themes"];
  const whole =
    isObject(themes) &&
    isObject(themes["light"]) &&
    isObject(themes["dark"]) &&
    holdsContent(value);
  if (!whole) {
    return { ok: false, problem: "This Tunebook figure is damaged: run its cell again." };
  }
  return { ok: true, payload: value as unknown as FigurePayload };
}

function holdsContent({ kind, spec, panel, card, table }: Record<string, unknown>): boolean {
  switch (kind) {
    case "figure":
      return isSpec(spec);
    case "panel":
      return isObject(panel) && hasFigures(panel);
    case "card":
      return (
        isObject(card) &&
        hasFigures(card) &&
        ["ribbon", "facts", "params", "advice", "expectation"].every((part) =>
          Array.isArray(card[part]),
        )
      );
    case "table":
      return (
        isObject(table) &&
        Array.isArray(table["columns"]) &&
        table["columns"].every((column) => isObject(column) && Array.isArray(column["cells"]))
      );
    default:
      return false;
  }
}

function hasFigures({ figures }: Record<string, unknown>): boolean {
  return (
    Array.isArray(figures) && figures.every((figure) => isObject(figure) && isSpec(figure["spec"]))
  );
}
