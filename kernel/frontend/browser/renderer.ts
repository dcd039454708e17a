/** JupyterLab's renderer of Tunebook's MIME type: one view for the life of an output. */
import { FIGURE_MIME } from "../../../lib/display/host.ts";
import type { FindKernel } from "./control.ts";
import type { MimeModel, Widget, WidgetClass } from "./jupyter.ts";
import { OutputView } from "./output-view.ts";
import { useStyles } from "./styles.ts";
import { onThemeChange } from "./theme.ts";

export interface Renderer extends Widget {
  renderModel(model: MimeModel): Promise<void>;
}

/** The renderer's class, on the page's own Widget class. */
export function rendererClass(Base: WidgetClass, findKernel: FindKernel): new () => Renderer {
  return class TunebookRenderer extends Base {
    readonly #view: OutputView;
    readonly #unwatch: () => void;

    constructor() {
      super();
      useStyles();
      this.addClass("tunebook-output");
      this.#view = new OutputView(this.node, findKernel);
      this.#unwatch = onThemeChange(() => void this.#view.repaint());
    }

    /** Called on the same instance for every update of the display. */
    renderModel(model: MimeModel): Promise<void> {
      return this.#view.show(model.data[FIGURE_MIME]);
    }

    override dispose(): void {
      if (this.isDisposed) return;
      this.#unwatch();
      this.#view.dispose();
      super.dispose();
    }
  };
}
