/** The panel's first line: what runs, what is going on, and the buttons that steer it. */
import type { PanelModel } from "../../../../lib/display/host.ts";
import type { Control } from "../control.ts";
import { element, setAttribute, setText } from "../dom.ts";
import { FigureMenu } from "./figure-menu.ts";

export class HeaderView {
  readonly node = element("header", "tb-header");
  readonly #title = element("b", "tb-title");
  readonly #subtitle = element("span", "tb-subtitle");
  readonly #message = element("span", "tb-message");
  readonly #menu: FigureMenu;
  readonly #pauseIcon = element("i");
  readonly #pauseLabel = element("span");
  readonly #pause = element("button", "tb-button tb-pause", this.#pauseIcon, this.#pauseLabel);
  readonly #stopLabel = element("span");
  readonly #stop = element(
    "button",
    "tb-button tb-stop",
    element("i", "tb-square"),
    this.#stopLabel,
  );
  readonly #buttons: HTMLElement;
  #study: string | undefined;
  #isPaused = false;

  constructor(control: Control) {
    this.#menu = new FigureMenu(control);
    for (const button of [this.#pause, this.#stop]) button.type = "button";
    this.#pause.addEventListener("click", () => {
      const sent = control.send({ command: this.#isPaused ? "resume" : "pause" });
      // The next frame says what became of it.
      this.#pause.disabled = true;
      if (!sent) setText(this.#pauseLabel, "No kernel");
    });
    this.#stop.addEventListener("click", () => {
      const sent = control.send({ command: "stop" });
      this.#stop.disabled = true;
      setText(this.#stopLabel, sent ? "Stopping" : "No kernel");
    });
    this.#buttons = element("div", "tb-buttons", this.#menu.node, this.#pause, this.#stop);
    this.node.append(this.#title, this.#subtitle, this.#message, this.#buttons);
  }

  /** `study` names the run that the buttons steer; undefined where there is none. */
  update(panel: PanelModel, study: string | undefined): void {
    setText(this.#title, panel.title);
    setText(this.#subtitle, panel.subtitle);
    // While it runs the counts and the list of running trials say it, and the buttons take the room.
    const message = panel.status === "running" && study !== undefined ? "" : panel.message;
    setText(this.#message, message);
    // It is cut after two lines; the whole of it is there on hover.
    setAttribute(this.#message, "title", message || undefined);
    const isPaused = panel.status === "paused";
    if (study !== this.#study) {
      this.#stop.disabled = false;
      setText(this.#stopLabel, "Stop");
    }
    if (study !== this.#study || isPaused !== this.#isPaused || !this.#pauseLabel.textContent) {
      this.#pause.disabled = false;
      this.#pauseIcon.className = isPaused ? "tb-play" : "tb-bars";
      setText(this.#pauseLabel, isPaused ? "Resume" : "Pause");
    }
    this.#study = study;
    this.#isPaused = isPaused;
    this.#menu.update(panel.offered ?? []);
    // Hidden, not removed: the header keeps its height.
    this.#buttons.hidden = study === undefined;
  }

  dispose(): void {
    this.#menu.dispose();
  }
}
