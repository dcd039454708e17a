import { currentHost } from "../../display/current-host.ts";
import {
  FIGURE_MIME,
  type FigurePayload,
  type Host,
  type MimeBundle,
  type PanelModel,
} from "../../display/host.ts";
import { isTerminal } from "../../display/hosts/terminal.ts";
import type { End, Observer, Plan, StudyView } from "../../study/observer.ts";
import { CONTROL_TARGET, takeCommands } from "./control.ts";
import { type PanelFrame, panelFrame, type PanelRanges } from "./model.ts";
import { panelText } from "./text.ts";
import {
  pictureBundle,
  pictureOf,
  type PictureResult,
  preparePictures,
} from "../common/pictures.ts";
import { Pace } from "../common/pace.ts";
import { themes } from "../common/theme.ts";
import { terminalPanel } from "./terminal-panel.ts";

/** Milliseconds between two frames: of the picture, and of the text where nothing draws pictures. */
const PICTURE_EVERY = 100;
const TEXT_EVERY = 500;

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
      run = isTerminal(host)
        ? terminalPanel(host)
        : new NotebookPanel(host, options.timeLimit ?? PICTURE_LIMIT);
      run.started?.(study, plan);
    },
    trialStarted: (trial, study) => run?.trialStarted?.(trial, study),
    reported: (trial, study) => run?.reported?.(trial, study),
    trialEnded: (trial, study) => run?.trialEnded?.(trial, study),
    ended: (study, end) => run?.ended?.(study, end),
  };
}

/** The panel's picture for a saved notebook: light, twice as fine as the screen. */
function panelPicture(panel: PanelModel) {
  return { subject: { kind: "panel", panel }, format: "png", theme: "light", scale: 2 } as const;
}

function panelBundle(
  payload: FigurePayload,
  text: string,
  alt: string,
  picture: PictureResult,
): MimeBundle {
  return {
    [FIGURE_MIME]: payload,
    ...("bytes" in picture ? pictureBundle(picture.bytes, alt) : {}),
    "text/plain": "problem" in picture ? `${text}\n${picture.problem}` : text,
  };
}

/**
 * What a cell that ends in a study shows: its panel as it stands, with both figures and a picture.
 *
 * @returns a MIME bundle, for `Symbol.for("Jupyter.display")`
 */
export async function studyDisplay(study: StudyView): Promise<MimeBundle> {
  const { model, alt } = panelFrame(study, undefined, Date.now());
  const payload: FigurePayload = {
    version: 1,
    kind: "panel",
    id: `tunebook-${crypto.randomUUID()}`,
    alt,
    themes,
    panel: model,
  };
  return panelBundle(payload, panelText(study, model), alt, await pictureOf(panelPicture(model)));
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
  #warming: ReturnType<typeof setTimeout> | undefined;
  readonly #timeLimit: number;

  constructor(host: Host, timeLimit: number) {
    this.#host = host;
    this.#timeLimit = timeLimit;
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
    const text = panelText(study, frame.model);
    this.#show(
      this.#host.renderer
        ? { [FIGURE_MIME]: this.#payload(frame, true), "text/plain": text }
        : { "text/plain": text },
    );
  }

  /** The last state at once, then again with the picture that a saved notebook keeps. */
  async #finish(study: StudyView, end: End): Promise<void> {
    const frame = this.#frame(study, end);
    const text = panelText(study, frame.model);
    const payload = this.#payload(frame, false);
    if (this.#host.renderer) this.#show({ [FIGURE_MIME]: payload, "text/plain": text });
    const picture = await pictureOf(panelPicture(frame.model), this.#timeLimit);
    this.#show(panelBundle(payload, text, frame.alt, picture));
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
