import { currentHost } from "../display/current-host.ts";
import { FIGURE_MIME, type FigurePayload, type Host, type MimeBundle } from "../display/host.ts";
import { isTerminal } from "../display/hosts/terminal.ts";
import type { End, Observer, Plan, StudyView } from "../study/observer.ts";
import { CONTROL_TARGET, takeCommands } from "./panel-control.ts";
import { type PanelFrame, panelFrame, type PanelRanges } from "./panel-model.ts";
import { panelText } from "./panel-text.ts";
import { Pace } from "./pace.ts";
import { themes } from "./theme.ts";
import { terminalPanel } from "./terminal-panel.ts";

/** Milliseconds between two frames: of the picture, and of the text where nothing draws pictures. */
const PICTURE_EVERY = 100;
const TEXT_EVERY = 500;

/** What a {@link livePanel} may be told. */
export interface LivePanelOptions {
  /** Where to draw; the host that runs the code by default. */
  host?: Host;
}

/**
 * Draws a study while it runs: displayed once, then updated in place at most ten times a second, and
 * ended by a picture and a text that a saved notebook keeps. In a terminal it writes lines.
 * One panel may watch several runs, one after the other.
 */
export function livePanel(options: LivePanelOptions = {}): Observer {
  let run: Observer | undefined;
  return {
    started(study, plan) {
      const host = options.host ?? currentHost();
      run = isTerminal(host) ? terminalPanel(host) : new NotebookPanel(host);
      run.started?.(study, plan);
    },
    trialStarted: (trial, study) => run?.trialStarted?.(trial, study),
    reported: (trial, study) => run?.reported?.(trial, study),
    trialEnded: (trial, study) => run?.trialEnded?.(trial, study),
    ended: (study, end) => run?.ended?.(study, end),
  };
}

/** The panel of one run in a notebook. */
class NotebookPanel implements Observer {
  readonly #host: Host;
  readonly #id = `tunebook-${crypto.randomUUID()}`;
  #plan: Plan | undefined;
  #ranges: PanelRanges = {};
  #shown = false;
  #pace: Pace | undefined;
  #release: () => void = () => undefined;
  #cell: Host["cell"];

  constructor(host: Host) {
    this.#host = host;
  }

  started(study: StudyView, plan: Plan): void {
    this.#plan = plan;
    this.#cell = this.#host.cell;
    if (this.#host.comm) this.#release = takeCommands(this.#host.comm, this.#id, plan);
    this.#pace = new Pace(
      () => this.#draw(study),
      () => (this.#host.renderer ? PICTURE_EVERY : TEXT_EVERY),
    );
    this.#pace.poke();
  }

  trialStarted(): void {
    this.#pace?.poke();
  }

  reported(): void {
    this.#pace?.poke();
  }

  trialEnded(): void {
    this.#pace?.poke();
  }

  async ended(study: StudyView, end: End): Promise<void> {
    this.#pace?.stop();
    this.#release();
    // Stop waits for this: the last state is drawn also in a cell that was stopped.
    const last = this.#finish(study, end);
    this.#cell?.hold(last);
    await last;
  }

  #draw(study: StudyView): void {
    const frame = this.#frame(study);
    const text = panelText(study, frame.model);
    this.#show(
      this.#host.renderer
        ? { [FIGURE_MIME]: this.#payload(frame, true), "text/plain": text }
        : { "text/plain": text },
    );
  }

  async #finish(study: StudyView, end: End): Promise<void> {
    const frame = this.#frame(study, end);
    const bundle: MimeBundle = {
      [FIGURE_MIME]: this.#payload(frame, false),
      "text/plain": panelText(study, frame.model),
    };
    this.#show(bundle);
  }

  #frame(study: StudyView, end?: End): PanelFrame {
    const frame = panelFrame(study, this.#plan, Date.now(), end, this.#ranges);
    this.#ranges = frame.ranges;
    return frame;
  }

  #payload(frame: PanelFrame, live: boolean): FigurePayload {
    return {
      version: 1,
      kind: "panel",
      id: this.#id,
      alt: frame.alt,
      themes,
      panel: frame.model,
      ...(live && this.#host.comm ? { control: { target: CONTROL_TARGET, study: this.#id } } : {}),
    };
  }

  #show(bundle: MimeBundle): void {
    this.#host.display(bundle, this.#shown ? { id: this.#id, update: true } : { id: this.#id });
    this.#shown = true;
  }
}
