/** Where the names of the two densities stand: over their own curve, on neither the other nor the dashed line. */
import { position } from "../common/axis.ts";
import { note } from "../common/layout.ts";
import { formatNumber } from "../common/numbers.ts";
import { roughWidth } from "../common/labels.ts";
import type { TokenName } from "../common/theme.ts";
import type { DensityAt, DensityData } from "./density-data.ts";
import { annotationPlace } from "./frame.ts";

/** The plot of the densities in pixels, for which labels are laid out. */
const PLOT = { width: 776, height: 176 };
const LINE = 15;
/** Pixels between a curve and its name. */
const GAP = 4;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
}

/** Both names as annotations. */
export function curveLabels(data: DensityData, top: number): Record<string, unknown>[] {
  const { axis, slice, at, counts } = data;
  const ends = [slice[0]!, slice.at(-1)!].map(({ x }) => position(axis.scale, x));
  const pixelOf = ({ x }: DensityAt) =>
    ((position(axis.scale, x) - ends[0]!) / (ends[1]! - ends[0]! || 1)) * PLOT.width;
  const heightOf = (value: number) => (value / (top * 1.36)) * PLOT.height;
  const taken: Box[] = [];
  const place = (
    text: string,
    colour: TokenName,
    of: (one: DensityAt) => number,
    other: (one: DensityAt) => number,
  ) => {
    const half = roughWidth(text, 12.5) / 2;
    const peak = slice.reduce((most, one) => (of(one) > of(most) ? one : most));
    let best = { one: peak, bottom: heightOf(of(peak)) + GAP, cost: Infinity };
    for (let k = 0; k < slice.length; k += 3) {
      const one = slice[k]!;
      const middle = pixelOf(one);
      const [left, right] = [middle - half - 3, middle + half + 3];
      if (left < 0 || right > PLOT.width) continue;
      const under = slice.filter((each) => pixelOf(each) >= left && pixelOf(each) <= right);
      // The name stands on its own curve, which must not cross it.
      const bottom = heightOf(Math.max(...under.map(of))) + GAP;
      const crossed = under.some((each) => {
        const height = heightOf(other(each));
        return height > bottom - GAP && height < bottom + LINE;
      });
      const isHidden = under.some((each) => heightOf(other(each)) >= bottom + LINE);
      const onLine = pixelOf(at) > left && pixelOf(at) < right;
      const onName = taken.some(
        (box) => left < box.right && right > box.left && Math.abs(bottom - box.bottom) < LINE,
      );
      const cost =
        (heightOf(of(peak)) - heightOf(of(one))) / 2 +
        Math.abs(bottom - GAP - heightOf(of(one))) +
        (crossed ? 200 : 0) +
        (isHidden ? 25 : 0) +
        (onLine ? 120 : 0) +
        (onName ? 400 : 0);
      if (cost < best.cost) best = { one, bottom, cost };
    }
    const middle = pixelOf(best.one);
    taken.push({ left: middle - half, right: middle + half, bottom: best.bottom });
    const y = (best.bottom / PLOT.height) * top * 1.36;
    return note(annotationPlace(axis, best.one.x), y, `<b>${text}</b>`, colour, {
      side: "center",
      stand: "bottom",
    });
  };
  const [good, rest] = [(one: DensityAt) => one.good, (one: DensityAt) => one.rest];
  return [
    place(`best ${formatNumber(counts.good)}`, "beliefText", good, rest),
    place(`other ${formatNumber(counts.rest)}`, "done", rest, good),
  ];
}
