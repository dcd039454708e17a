/** The plugin: draws Tunebook's figures, and tells each Tunebook kernel that it does. */
import { FIGURE_MIME } from "../../../lib/display/host.ts";
import { announce } from "./announce.ts";
import { kernelFinder } from "./control.ts";
import type { Plugin, RenderMimeRegistry, Tracker, WidgetClass } from "./jupyter.ts";
import { rendererClass } from "./renderer.ts";

/**
 * Makes the plugin from the page's Widget class and service tokens; a tracker's token is undefined
 * where the front end has no such package.
 */
export function extension(
  Widget: WidgetClass,
  renderMime: unknown,
  trackers: unknown[],
): Plugin<[RenderMimeRegistry, ...(Tracker | null)[]]> {
  return {
    id: "tunebook:figures",
    description: "Draws Tunebook's figures and live panels.",
    autoStart: true,
    requires: [renderMime],
    optional: trackers.filter((tracker) => tracker !== undefined),
    activate(_app, registry, ...found) {
      const panels = found.filter((tracker) => tracker !== null);
      const Renderer = rendererClass(Widget, kernelFinder(panels));
      // Rank 0: before HTML and PNG, which the same output also holds. Safe: it builds the page from
      // plain data, so figures are drawn in notebooks that are not trusted, too.
      registry.addFactory(
        { safe: true, mimeTypes: [FIGURE_MIME], createRenderer: () => new Renderer() },
        0,
      );
      for (const tracker of panels) announce(tracker);
    },
  };
}
