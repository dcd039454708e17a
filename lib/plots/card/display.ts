import { currentHost } from "../../display/current-host.ts";
import type { FigurePayload, MimeBundle } from "../../display/host.ts";
import type { StudyView } from "../../study/observer.ts";
import { bundleFor, type Shown } from "../common/bundle.ts";
import { PICTURE_SCALE, pictureOf } from "../common/pictures.ts";
import { themes } from "../common/theme.ts";
import { takePanel } from "../panel/shown-panels.ts";
import { cardAlt, cardModel } from "./model.ts";
import { cardText } from "./text.ts";

/**
 * What a cell that ends in a study shows: its card. Where the study's panel stands in the same cell, the panel
 * becomes the card, and nothing is shown beside it.
 *
 * @returns a MIME bundle, for `Symbol.for("Jupyter.display")`
 */
export async function studyDisplay(study: StudyView): Promise<MimeBundle> {
  const host = currentHost();
  const card = cardModel(study);
  const text = cardText(study, card);
  const payload: FigurePayload = {
    version: 1,
    kind: "card",
    id: `tunebook-${crypto.randomUUID()}`,
    alt: cardAlt(card),
    themes,
    card,
  };
  const subject = { kind: "card", card } as const;
  const picture = await pictureOf({ subject, format: "png", theme: "light", scale: PICTURE_SCALE });
  const shown: Shown = { payload, text, picture };
  const stage = takePanel(study, host.cell);
  if (!stage) return bundleFor(host, shown);
  stage.finish(shown);
  return {};
}
