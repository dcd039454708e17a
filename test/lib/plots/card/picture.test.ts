import { describe, expect, it } from "vitest";
import { cardModel } from "../../../../lib/plots/card/model.ts";
import { exampleStudy } from "../../../../lib/plots/common/example-study.ts";
import { themes } from "../../../../lib/plots/common/theme.ts";
import { draw, type PictureRequest } from "../../../../lib/plots/static/draw.ts";
import type { StudyView } from "../../../../lib/study/observer.ts";
import { oddStudies } from "../../../contracts/figure.ts";
import { pngSize } from "../fixtures.ts";

function drawn(study: StudyView, parts: Partial<PictureRequest> = {}): Promise<Uint8Array> {
  const subject = { kind: "card", card: cardModel(study) } as const;
  return draw({ subject, format: "svg", theme: "light", width: 900, scale: 1, ...parts });
}
const svgOf = async (study: StudyView, parts?: Partial<PictureRequest>) =>
  new TextDecoder().decode(await drawn(study, parts));

describe("the card as a picture", () => {
  it("holds what the card says, in the colours of the theme", async () => {
    const study = exampleStudy({ trials: 60, running: 0 });
    const card = cardModel(study);
    for (const theme of ["light", "dark"] as const) {
      const svg = await svgOf(study, { theme });
      for (const words of [card.title, card.best.text, "this run", "again", card.next.title]) {
        expect(svg).toContain(`>${words}<`);
      }
      for (const { text } of card.importances!.rows) expect(svg).toContain(`>${text}<`);
      expect(svg).toContain(themes[theme].bestText);
      expect(svg).not.toContain("token:");
    }
  });

  it("is a PNG of the width that was asked for", async () => {
    const bytes = await drawn(exampleStudy({ trials: 60, running: 2 }), {
      format: "png",
      scale: 2,
    });
    const { width, height } = pngSize(bytes);
    expect(width).toBe(1800);
    expect(height).toBeGreaterThan(900);
    expect(height).toBeLessThan(2200);
  });

  it.each([
    "without trials",
    "of one trial",
    "in which all failed",
    "with names of 300 characters",
    "with HTML in its names, choices and notes",
    "of several objectives",
    "of 60 parameters",
  ])("is drawn of a study %s", async (kind) => {
    const svg = await svgOf(oddStudies[kind]!());
    // Whole, and of nothing but what we and Plotly draw.
    expect(svg.startsWith("<svg ") && svg.endsWith("</svg>")).toBe(true);
    expect(svg).not.toMatch(/<script|<img|onerror=["']|NaN|undefined/);
  });
});
