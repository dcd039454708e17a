/** Which kind of page shows what a host displays. */
import type { Host } from "./host.ts";

/**
 * - `renderer`: JupyterLab or Notebook 7 with Tunebook's labextension.
 * - `page`: any other page that runs scripts of an output: JupyterLab, Notebook 7, the classic notebook.
 * - `vscode`, `colab`: draw `application/vnd.plotly.v1+json` themselves.
 * - `terminal`: text.
 */
export type FrontEnd = "renderer" | "page" | "vscode" | "colab" | "terminal";

/** The front end behind a host, as far as the host or the environment tells. */
export function frontEndOf(
  host: Host,
  environment: Record<string, string | undefined> = globalThis.process?.env ?? {},
): FrontEnd {
  if (host.name === "terminal") return "terminal";
  if (host.renderer) return "renderer";
  // What plotly.py goes by, too.
  if (environment["VSCODE_PID"]) return "vscode";
  if (environment["COLAB_NOTEBOOK_ID"]) return "colab";
  return "page";
}
