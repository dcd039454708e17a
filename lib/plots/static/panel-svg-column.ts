/** The panel's left column: the best so far, its parameters, and what runs. */
import type { PanelModel, ParameterMark } from "../../display/host.ts";
import type { Colours } from "./panel-svg.ts";
import { fitted, rect, round, text } from "./svg-text.ts";

const ROW = 20.5;

/** Draws the column from (x, y) downwards. */
export function leftColumn(
  panel: PanelModel,
  colours: Colours,
  x: number,
  y: number,
  width: number,
): { svg: string; bottom: number } {
  const parts: string[] = [];
  let at = y + 11;
  if (panel.bests) {
    for (const { label, text: value, trial } of panel.bests) {
      const strong = { size: 26, weight: 600, fill: colours.bestText };
      const quiet = { size: 12, fill: colours.text };
      parts.push(
        text(x, at, fitted(label, width, 12, 500), heading(colours)),
        text(x, at + 28, value, strong),
        text(x, at + 46, `trial ${trial}`, quiet),
      );
      at += 70;
    }
    at += 8;
  } else if (panel.best) {
    parts.push(text(x, at, fitted(panel.best.label, width, 12, 500), heading(colours)));
    parts.push(
      text(x, at + 41, panel.best.text, {
        size: 38,
        weight: 600,
        fill: colours.bestText,
        spacing: -0.8,
      }),
      text(x, at + 62, fitted(panel.best.remark, width, 12), { size: 12, fill: colours.text }),
    );
    at += 92;
  } else {
    parts.push(text(x, at, "No trial is complete yet", heading(colours)));
    at += 24;
  }
  for (const row of panel.params) {
    parts.push(parameter(row, colours, x, at, width));
    at += ROW;
  }
  if (panel.running.length > 0) {
    at += 14;
    parts.push(text(x, at, "Running", heading(colours)));
    at += 24;
    for (const row of panel.running) {
      parts.push(runningRow(row, colours, x, at, width));
      at += 25;
    }
    const remark = fitted(panel.runningRemark, width, 12);
    parts.push(text(x, at, remark, { size: 12, fill: colours.text }));
    at += 10;
  }
  return { svg: parts.join(""), bottom: at };
}

function heading(colours: Colours) {
  return { size: 12, weight: 500, fill: colours.text };
}

/** A parameter's row: its name, its value, and where in its range that lies. */
export function parameter(
  row: PanelModel["params"][number],
  colours: Colours,
  x: number,
  y: number,
  width: number,
): string {
  const name = row.depth > 0 ? `· ${row.name}` : row.name;
  // Without a mark the value has its room as well.
  const room = row.mark ? 66 : width - 92;
  return (
    text(x, y, fitted(name, 88, 12.5), { size: 12.5, fill: colours.text }) +
    text(x + 92, y, fitted(row.text, room, 12.5, 500), {
      size: 12.5,
      weight: 500,
      fill: colours.ink,
    }) +
    (row.mark ? mark(row.mark, colours, x + 162, y - 4.5, width - 162) : "")
  );
}

function mark(of: ParameterMark, colours: Colours, x: number, y: number, width: number): string {
  if (of.kind === "slider") {
    return (
      rect(x, y - 1.5, width, 3, colours.track, 1.5) +
      `<circle cx="${round(x + of.at * width)}" cy="${y}" r="4.5" fill="${colours.best}"` +
      ` stroke="${colours.paper}" stroke-width="1.5"/>`
    );
  }
  const gap = 3;
  const size = (width - gap * (of.count - 1)) / of.count;
  return Array.from({ length: of.count }, (_, i) =>
    rect(
      x + i * (size + gap),
      y - 2.5,
      size,
      5,
      i === of.index ? colours.best : colours.track,
      Math.min(2, size / 2),
    ),
  ).join("");
}

function runningRow(
  row: PanelModel["running"][number],
  colours: Colours,
  x: number,
  y: number,
  width: number,
): string {
  const bar = width - 34 - 64;
  return (
    text(x, y, String(row.number), { size: 12.5, weight: 600, fill: colours.running }) +
    rect(x + 34, y - 7.5, bar, 6, colours.track, 3) +
    (row.fraction === null || row.fraction === 0
      ? ""
      : rect(x + 34, y - 7.5, bar * row.fraction, 6, colours.running, 3)) +
    text(x + 34 + bar + 8, y, row.text, { size: 12.5, fill: colours.ink })
  );
}
