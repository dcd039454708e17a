import { currentHost } from "../../display/current-host.ts";
import { FIGURE_MIME, type FigurePayload, type Host, type MimeBundle } from "../../display/host.ts";
import { isTerminal } from "../../display/hosts/terminal.ts";
import type { End, Observer, Plan, StudyView } from "../../study/observer.ts";
import { CONTROL_TARGET, takeCommands } from "./control.ts";
import { PanelFigures } from "./figures.ts";
import { type PanelFrame, panelFrame, type PanelRanges } from "./model.ts";
import { panelText } from "./text.ts";
import { Pace } from "../common/pace.ts";
import {
  PICTURE_SCALE,
  pictureOf,
  type PictureResult,
  preparePictures,
} from "../common/pictures.ts";
import { type Stage, stageFor } from "../common/stage.ts";
import { themes } from "../common/theme.ts";
import { hushProgress } from "../progress/host-progress.ts";
import { keepPanel } from "./shown-panels.ts";
import { terminalPanel } from "./terminal-panel.ts";

/** Milliseconds into a run after which what draws pictures is started. */
const WARM_AFTER = 1000;

/** Milliseconds that the last picture may take before the run ends without. */
const PICTURE_LIMIT = 30_000;

/** What a {@link livePanel} may be told. */
export interface LivePanelOptions {
  /** Where to draw; the host that runs the code by default. */
  host?: Host;
  /** Milliseconds that the picture at the end may take; 30 000 by default. */
  timeLimit?: number;
  /** The figures that are drawn, by their names in `plots`; what suits the study by default. */
  figures?: readonly string[];
}

/**
 * Draws a study while it runs: displayed once, then updated in place at most ten times a second, and
 * ended by a picture and a text that a saved notebook keeps. In a terminal it writes lines.
 * One panel may watch several runs, one after the other.
 *
 * @throws FigureError for a figure that there is none of
 */
export function livePanel(options: LivePanelOptions = {}): Observer {
  const figures = new PanelFigures(options.figures);
  let run: Observer | undefined;
  let unhush = (): void => undefined;
  return {
    started(study, plan) {
      const host = options.host ?? currentHost();
      run = isTerminal(host)
        ? terminalPanel(host)
        : new NotebookPanel(host, options.timeLimit ?? PICTURE_LIMIT, figures);
      unhush();
      unhush = hushProgress(host);
      run.started?.(study, plan);
    },
    trialStarted: (trial, study) => run?.trialStarted?.(trial, study),
    reported: (trial, study) => run?.reported?.(trial, study),
    trialEnded: (trial, study) => run?.trialEnded?.(trial, study),
    steered: (study) => run?.steered?.(study),
    ended(study, end) {
      unhush();
      return run?.ended?.(study, end);
    },
  };
}

/** The panel's picture for a saved notebook. */
function panelPicture(payload: FigurePayload, timeLimit?: number): Promise<PictureResult> {
  if (payload.kind !== "panel") return Promise.resolve({ problem: "It is no panel." });
  const subject = { kind: "panel", panel: payload.panel } as const;
  return pictureOf({ subject, format: "png", theme: "light", scale: PICTURE_SCALE }, timeLimit);
}

/** The panel of one run in a notebook. */
class NotebookPanel implements Observer {
  readonly #host: Host;
  readonly #id = `tunebook-${crypto.randomUUID()}`;
  #plan: Plan | undefined;
  #ranges: PanelRanges = {};
  readonly #stage: Stage;
  #pace: Pace | undefined;
  #release: () => void = () => undefined;
  #cell: Host["cell"];
  #warming: ReturnType<typeof setTimeout> | undefined;
  readonly #timeLimit: number;
  readonly #figures: PanelFigures;
  #last: MimeBundle | undefined;

  constructor(host: Host, timeLimit: number, figures: PanelFigures) {
    this.#host = host;
    this.#timeLimit = timeLimit;
    this.#figures = figures;
    this.#stage = stageFor(host, this.#id, (payload) => panelPicture(payload, timeLimit));
  }

  started(study: StudyView, plan: Plan): void {
    this.#plan = plan;
    this.#cell = this.#host.cell;
    if (this.#host.comm)
      this.#release = takeCommands(this.#host.comm, this.#id, {
        study,
        plan,
        figures: this.#figures,
        redraw: () => this.#pace?.poke(),
        cell: this.#cell?.id,
        shown: () => this.#last,
      });
    this.#pace = new Pace(
      () => this.#draw(study),
      () => this.#stage.every,
    );
    this.#pace.poke();
    // A run of a second or more ends with its picture at hand; a shorter one does not pay for a thread early.
    this.#warming = setTimeout(preparePictures, WARM_AFTER);
    (this.#warming as { unref?: () => void }).unref?.();
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

  steered(): void {
    this.#pace?.poke();
  }

  async ended(study: StudyView, end: End): Promise<void> {
    this.#pace?.stop();
    clearTimeout(this.#warming);
    this.#release();
    // Stop waits for this: the last state is drawn also in a cell that was stopped.
    const last = this.#finish(study, end);
    this.#cell?.hold(last);
    await last;
  }

  #draw(study: StudyView): void {
    const frame = this.#frame(study);
    const payload = this.#payload(frame, true);
    const text = panelText(study, frame.model);
    // Only what can reach the kernel can ask for it again.
    if (this.#stage.controls) this.#last = { [FIGURE_MIME]: payload, "text/plain": text };
    this.#stage.frame({ payload, text });
  }

  /** The last state at once, then again with the picture that a saved notebook keeps. */
  async #finish(study: StudyView, end: End): Promise<void> {
    const frame = this.#frame(study, end);
    const text = panelText(study, frame.model);
    const payload = this.#payload(frame, false);
    this.#stage.frame({ payload, text });
    const picture = await panelPicture(payload, this.#timeLimit);
    this.#stage.finish({ payload, text, picture });
    keepPanel(study, this.#stage, this.#cell);
  }

  #frame(study: StudyView, end?: End): PanelFrame {
    // What is saved depends on the study alone, not on which of its frames were drawn: at the end axes fit anew.
    const before = end === undefined ? this.#ranges : {};
    const frame = panelFrame(study, this.#plan, Date.now(), end, before, this.#figures);
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
      ...(live && this.#stage.controls && this.#host.comm
        ? { control: { target: CONTROL_TARGET, study: this.#id } }
        : {}),
    };
  }
}
