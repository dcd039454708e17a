import { currentHost } from "./current-host.ts";
import type { DisplayOptions, MimeBundle } from "./host.ts";
import { isTerminal } from "./hosts/terminal.ts";

/** How Jupyter kernels for JavaScript ask a value for its pictures. */
const JUPYTER_DISPLAY = Symbol.for("Jupyter.display");

/** How Node asks a value for its text. */
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/**
 * Shows a value in whatever runs this code: a figure or a study as itself, anything else as text.
 *
 * @example
 * await display(plots.history(study));
 */
export async function display(value: unknown, options?: DisplayOptions): Promise<void> {
  const host = currentHost();
  // A terminal shows text: no picture is drawn for it where a value has a text of its own.
  const bundle =
    isTerminal(host) && hasText(value) ? { "text/plain": textOf(value) } : await bundleOf(value);
  // Nothing is left to show where the value has shown itself, as a study does in the place of its panel.
  if (Object.keys(bundle).length > 0) host.display(bundle, options);
}

/** A value as a MIME bundle: what its `Symbol.for("Jupyter.display")` method gives, else its text. */
export async function bundleOf(value: unknown): Promise<MimeBundle> {
  if (value !== null && (typeof value === "object" || typeof value === "function")) {
    const method = (value as Record<symbol, unknown>)[JUPYTER_DISPLAY];
    if (typeof method === "function") return (await method.call(value)) as MimeBundle;
  }
  return { "text/plain": textOf(value) };
}

function hasText(value: unknown): boolean {
  return typeof value === "object" && value !== null && INSPECT in value;
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  const util = globalThis.process?.getBuiltinModule?.("node:util");
  return util ? util.inspect(value, { depth: 4 }) : String(value);
}
