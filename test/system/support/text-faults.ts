import { missingCharacters } from "../../../lib/plots/static/font-metrics.ts";
import type { Drawn, TextBox } from "./figure-page/in-page.ts";

/** Pixels that two texts may share, in both directions, before it counts as an overlap. */
const TOUCHING = 2;
/** Pixels that a text may stand beyond the frame or the edge of its plot. */
const BEYOND = 1;

/** Whether a text is drawn twice in one place: in the paper's colour below itself, to be read on lines. */
function isHalo(one: TextBox, other: TextBox): boolean {
  return (
    one.text === other.text &&
    Math.abs(one.left - other.left) <= TOUCHING &&
    Math.abs(one.top - other.top) <= TOUCHING
  );
}

/** What is wrong with the texts of a figure: overlaps, and what is cut or outside; a sentence each. */
export function textFaults({ texts, width, height }: Drawn): string[] {
  const faults: string[] = [];
  const named = ({ text }: TextBox) => `"${text.length > 60 ? `${text.slice(0, 59)}…` : text}"`;
  texts.forEach((box, place) => {
    const outside = Math.max(-box.left, -box.top, box.right - width, box.bottom - height);
    if (outside > BEYOND)
      faults.push(`${named(box)} stands ${outside.toFixed(0)} px outside of the frame`);
    if (box.cut > BEYOND)
      faults.push(`${named(box)} is cut by the edge of its plot (${box.cut.toFixed(0)} px)`);
    for (const other of texts.slice(place + 1)) {
      if (other.of === box.of || isHalo(box, other)) continue;
      const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      const high = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
      if (wide > TOUCHING && high > TOUCHING)
        faults.push(
          `${named(box)} and ${named(other)} overlap by ${wide.toFixed(0)} × ${high.toFixed(0)} px ` +
            `at (${Math.max(box.left, other.left).toFixed(0)}, ${Math.max(box.top, other.top).toFixed(0)})`,
        );
    }
  });
  return faults;
}

/** The characters that a browser finds in another font, and that a static picture cannot draw. */
export function fontFaults({ texts }: Drawn): string[] {
  return texts.flatMap(({ text }) =>
    missingCharacters(text.replace(/\s/g, "")).map(
      (sign) => `"${sign}" of "${text}" is not in the bundled font`,
    ),
  );
}
