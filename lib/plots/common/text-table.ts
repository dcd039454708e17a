/** Small tables and bars for terminals. */
import { displayWidth } from "./display-width.ts";

/** A share of `width` as a bar: "██████▌"; at least a sliver where it is not zero. */
export function textBar(share: number, width: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  const size = share > 0 ? Math.max(1, eighths) : 0;
  return "█".repeat(Math.floor(size / 8)) + " ▏▎▍▌▋▊▉".charAt(size % 8).trim();
}

/**
 * Columns side by side, two blanks between them: words to the left, numbers (`right`) to the right.
 *
 * @param right the columns that are set to the right, from 0
 */
export function textTable(
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, k) => (widths[k] = Math.max(widths[k] ?? 0, displayWidth(cell))));
  const lines = rows.map((row) =>
    row
      .map((cell, k) => {
        const gap = " ".repeat((widths[k] ?? 0) - displayWidth(cell));
        return right.includes(k) ? gap + cell : cell + gap;
      })
      .join("  ")
      .trimEnd(),
  );
  return lines.join("\n");
}
