import { currentHost } from "./current-host.ts";
import type { DisplayOptions, MimeBundle } from "./host.ts";

/** How Jupyter kernels for JavaScript ask a value for its pictures. */
const JUPYTER_DISPLAY = Symbol.for("Jupyter.display");

/**
 * Shows a value in whatever runs this code: a figure or a study as itself, anything else as text.
 *
 * @example
 * await display(plots.history(study));
 */
export async function display(value: unknown, options?: DisplayOptions): Promise<void> {
  currentHost().display(await bundleOf(value), options);
}

/** A value as a MIME bundle: what its `Symbol.for("Jupyter.display")` method gives, else its text. */
export async function bundleOf(value: unknown): Promise<MimeBundle> {
  if (value !== null && (typeof value === "object" || typeof value === "function")) {
    const method = (value as Record<symbol, unknown>)[JUPYTER_DISPLAY];
    if (typeof method === "function") return (await method.call(value)) as MimeBundle;
  }
  return { "text/plain": textOf(value) };
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  const util = globalThis.process?.getBuiltinModule?.("node:util");
  return util ? util.inspect(value, { depth: 4 }) : String(value);
}
