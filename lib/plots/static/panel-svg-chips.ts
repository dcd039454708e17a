/** The panel's last row: the trials that ended last, each with its curve. */
import type { PanelModel } from "../../display/host.ts";
import { textWidth } from "./font-metrics.ts";
import type { Colours } from "./panel-svg.ts";
import { fitted, rect, round, text } from "./svg-text.ts";

type Chip = PanelModel["recent"][number];

/** Pixels of a chip: with a curve or a remark, and where none has either. */
const HEIGHT = 66;
const LOW = 32;
const GAP = 8;
const SLOTS = 7;

/** Pixels that the row and its heading take. */
export function chipsHeight(panel: PanelModel): number {
  return chipHeight(panel) + 14;
}

function chipHeight(panel: PanelModel): number {
  return panel.recent.some((chip) => chip.spark.length > 0 || chip.remark !== "") ? HEIGHT : LOW;
}

/** Draws the row; its heading's top is at `y`. */
export function chips(
  panel: PanelModel,
  colours: Colours,
  x: number,
  y: number,
  width: number,
): string {
  const size = (width - GAP * (SLOTS - 1)) / SLOTS;
  return (
    text(x, y + 5, "Last trials, newest first", { size: 12, weight: 500, fill: colours.text }) +
    panel.recent
      .slice(0, SLOTS)
      .map((chip, i) => drawn(chip, colours, x + i * (size + GAP), y + 14, size, chipHeight(panel)))
      .join("")
  );
}

function drawn(
  chip: Chip,
  colours: Colours,
  x: number,
  y: number,
  width: number,
  height: number,
): string {
  const colour = chip.best
    ? colours.best
    : chip.state === "complete"
      ? colours.done
      : chip.state === "failed"
        ? colours.failed
        : colours.pruned;
  const frame = chip.best ? `stroke="${colours.best}" stroke-width="1.5"` : "";
  const inset = chip.best ? 0.75 : 0;
  const number = String(chip.number);
  return (
    rect(x + inset, y + inset, width - 2 * inset, height - 2 * inset, colours.card, 7, frame) +
    sign(chip, colour, x + 15.5, y + 16) +
    text(x + 26, y + 20.5, number, { weight: 600, fill: colours.ink }) +
    text(x + width - 10, y + 20.5, chip.text, {
      weight: 500,
      anchor: "end",
      fill: chip.best ? colours.bestText : colours.ink,
    }) +
    spark(chip, colour, x + 11, y + 33, width - 24, 25) +
    remark(chip, colours, x, y, width)
  );
}

function sign(chip: Chip, colour: string, x: number, y: number): string {
  if (chip.state === "complete") return `<circle cx="${x}" cy="${y}" r="5" fill="${colour}"/>`;
  if (chip.state === "failed") {
    const d = `M${x - 4} ${y - 4}L${x + 4} ${y + 4}M${x - 4} ${y + 4}L${x + 4} ${y - 4}`;
    return `<path d="${d}" stroke="${colour}" stroke-width="2" fill="none"/>`;
  }
  return `<circle cx="${x}" cy="${y}" r="4.3" fill="none" stroke="${colour}" stroke-width="1.3"/>`;
}

/** Below the curve's short end, or above it where the curve is long. */
function remark(chip: Chip, colours: Colours, x: number, y: number, width: number): string {
  if (chip.remark === "") return "";
  const end = chip.state === "failed" ? 0 : (chip.spark.at(-1)?.[0] ?? 0);
  const words = fitted(chip.remark, width - 18, 11);
  const covered = end * (width - 24) + 16 > width - 10 - textWidth(words, 11);
  return text(x + width - 10, y + (covered ? 35 : 55), words, {
    size: 11,
    fill: colours.text,
    anchor: "end",
  });
}

function spark(
  chip: Chip,
  colour: string,
  x: number,
  y: number,
  width: number,
  height: number,
): string {
  const points = chip.spark.map(([across, up]) => [x + across * width, y + (1 - up) * height]);
  const end = points.at(-1);
  if (!end || chip.state === "failed") return "";
  const path = points.map(([px = 0, py = 0]) => `${round(px)} ${round(py)}`).join("L");
  return (
    `<path d="M${path}" fill="none" stroke="${colour}" stroke-width="1.6" stroke-linejoin="round"/>` +
    `<circle cx="${round(end[0] ?? 0)}" cy="${round(end[1] ?? 0)}" r="2.2" fill="${colour}"/>`
  );
}
