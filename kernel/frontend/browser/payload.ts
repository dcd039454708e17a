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
  const { panel, spec, kind } = value;
  const whole =
    isObject(themes) &&
    isObject(themes["light"]) &&
    isObject(themes["dark"]) &&
    (kind === "figure"
      ? isSpec(spec)
      : kind === "panel" &&
        isObject(panel) &&
        Array.isArray(panel["figures"]) &&
        panel["figures"].every((figure) => isObject(figure) && isSpec(figure["spec"])));
  if (!whole) {
    return { ok: false, problem: "This Tunebook figure is damaged: run its cell again." };
  }
  return { ok: true, payload: value as unknown as FigurePayload };
}
