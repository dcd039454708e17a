/** Panels whose run has ended, by their study: a cell that ends in the study makes of its panel the card. */
import type { HostCell } from "../../display/host.ts";
import type { StudyView } from "../../study/observer.ts";
import type { Stage } from "../common/stage.ts";

interface ShownPanel {
  stage: Stage;
  cell: HostCell;
}

const panels = new WeakMap<StudyView, ShownPanel>();

/** Remembers where the panel of a study's last run stands; outside of a cell it stands nowhere. */
export function keepPanel(study: StudyView, stage: Stage, cell: HostCell | undefined): void {
  if (cell) panels.set(study, { stage, cell });
  else panels.delete(study);
}

/** The place of a study's panel, if it stands in this run of this cell; it is given once. */
export function takePanel(study: StudyView, cell: HostCell | undefined): Stage | undefined {
  const shown = panels.get(study);
  // Each run of a cell has a signal of its own.
  if (!shown || !cell || shown.cell.signal !== cell.signal) return undefined;
  panels.delete(study);
  return shown.stage;
}
