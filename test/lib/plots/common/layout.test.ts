import { expect, test } from "vitest";
import { axisNote, baseLayout, note, yAxis } from "../../../../lib/plots/common/layout.ts";

const margin = { l: 64, r: 20, t: 20, b: 20 };

function layoutOf(more: Record<string, unknown>) {
  return baseLayout({ title: "", subtitle: "", margin, more }) as {
    margin: { l: number };
    annotations: { xshift: number }[];
  };
}

test("the left margin grows with the numbers beside the axis, and notes at the edge stay there", () => {
  const layout = layoutOf({
    yaxis: yAxis({ tickvals: [-1.65e-12], ticktext: ["−1.65×10⁻¹²"] }),
    annotations: [axisNote("loss", -48), note(1, 0, "at the right", "ink", { xref: "paper" })],
  });
  // Inter's figures at 12 pixels are 7.7 wide at most, raised ones 5.
  expect(layout.margin.l).toBeGreaterThan(75);
  const [first, second] = layout.annotations;
  expect(layout.margin.l + first!.xshift).toBe(64 - 48);
  expect(second!.xshift).toBe(0);
});

test("short numbers, and those between two plots, leave the margin as it is", () => {
  const long = { tickvals: [1], ticktext: ["1.234567×10⁻¹²"] };
  const between = layoutOf({
    xaxis2: { domain: [0.5, 1] },
    yaxis: yAxis({ tickvals: [1], ticktext: ["0.5"] }),
    yaxis2: yAxis({ ...long, anchor: "x2" }),
  });
  expect(between.margin.l).toBe(64);
});
