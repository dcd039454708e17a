/**
 * A module-federation container written by hand: JupyterLab runs this script, calls `init` with the
 * page's shared packages, then asks for `./extension`. No bundler of JupyterLab's is needed.
 */
import { setAssets } from "./assets.ts";
import { downloadPlotly } from "./download-plotly.ts";
import { extension } from "./extension.ts";
import type { Plugin, WidgetClass } from "./jupyter.ts";
import { supplyPlotly } from "./plotly.ts";

/** Package name → version → how to get it. */
type SharedScope = Record<
  string,
  Record<string, { get(): Promise<() => unknown> | (() => unknown) }>
>;

interface Container {
  init(scope: SharedScope): void;
  get(name: string): Promise<() => unknown>;
}

// Known only while the script runs; the other assets lie beside it.
setAssets((document.currentScript as HTMLScriptElement).src);

supplyPlotly(downloadPlotly, true);

let scope: SharedScope = {};

/** A package of the page, or undefined where this front end has none of that name. */
async function shared<T>(name: string): Promise<T | undefined> {
  const [version] = Object.values(scope[name] ?? {});
  return version && ((await version.get())() as T);
}

async function load(): Promise<Plugin<never>> {
  const [widgets, rendermime, notebook, console] = await Promise.all([
    shared<{ Widget: WidgetClass }>("@lumino/widgets"),
    shared<{ IRenderMimeRegistry: unknown }>("@jupyterlab/rendermime"),
    shared<{ INotebookTracker: unknown }>("@jupyterlab/notebook"),
    shared<{ IConsoleTracker: unknown }>("@jupyterlab/console"),
  ]);
  if (!widgets || !rendermime) {
    throw new Error("tunebook: this front end shares neither @lumino/widgets nor rendermime");
  }
  return extension(widgets.Widget, rendermime.IRenderMimeRegistry, [
    notebook?.INotebookTracker,
    console?.IConsoleTracker,
  ]) as unknown as Plugin<never>;
}

const container: Container = {
  init(given) {
    scope = given;
  },
  async get(name) {
    if (name !== "./extension") throw new Error(`tunebook: there is no module ${name}`);
    const plugin = await load();
    return () => ({ __esModule: true, default: [plugin] });
  },
};

// Where JupyterLab looks for the container once the script has run.
const page = globalThis as { ["_JUPYTERLAB"]?: Record<string, Container> };
(page["_JUPYTERLAB"] ??= {})["tunebook"] = container;
