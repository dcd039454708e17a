import type { TerminalHost } from "../../display/hosts/terminal.ts";
import type { End, Observer, Plan, StudyView } from "../../study/observer.ts";
import { Pace } from "../common/pace.ts";
import { panelModel } from "./model.ts";
import { bestLine, headerLine, panelText, topTrials } from "./text.ts";

/** Milliseconds between two states written over one another, and between two lines that stay. */
const REDRAW_EVERY = 250;
const LINE_EVERY = 1000;

/**
 * The panel of one run as lines: on a TTY a few, written over in place; else a header, a line for each
 * new best (at most one a second) and a summary.
 */
export function terminalPanel(host: TerminalHost): Observer {
  let plan: Plan | undefined;
  let pace: Pace | undefined;
  let told: number | undefined;
  const model = (study: StudyView, end?: End) => panelModel(study, plan, Date.now(), end);

  const redraw = (study: StudyView) => {
    host.redraw(panelText(study, model(study), Math.min(60, host.columns - 2)).split("\n"));
  };
  const tellBest = (study: StudyView) => {
    const now = model(study);
    if (!now.best || now.best.trial === told) return;
    told = now.best.trial;
    host.print(bestLine(study, now));
  };

  return {
    started(study, of) {
      plan = of;
      if (!host.interactive) host.print(headerLine(study, model(study)));
      pace = host.interactive
        ? new Pace(
            () => redraw(study),
            () => REDRAW_EVERY,
          )
        : new Pace(
            () => tellBest(study),
            () => LINE_EVERY,
          );
      pace.poke();
    },
    trialStarted: () => pace?.poke(),
    reported: () => (host.interactive ? pace?.poke() : undefined),
    trialEnded: () => pace?.poke(),
    steered: () => (host.interactive ? pace?.poke() : undefined),
    ended(study, end) {
      pace?.stop();
      host.settle();
      host.print(panelText(study, model(study, end), Math.min(60, host.columns - 2)));
      const top = topTrials(study);
      if (top.length > 1) host.print(top.join("\n"));
    },
  };
}
