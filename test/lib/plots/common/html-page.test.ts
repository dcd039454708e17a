import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { JSDOM } from "jsdom";
import { display } from "../../../../lib/display/display.ts";
import { exampleStudy } from "../../../../lib/plots/common/example-study.ts";
import { Figure } from "../../../../lib/plots/common/figure.ts";
import { history } from "../../../../lib/plots/history.ts";
import { drawPicture, preparePictures } from "../../../../lib/plots/static/picture.ts";

vi.mock("../../../../lib/plots/static/picture.ts", { spy: true });

const figure = history(exampleStudy({ trials: 60, running: 0 }));

test("a page without Plotly in it names the version that the package depends on", async () => {
  const { dependencies } = JSON.parse(
    readFileSync(new URL("../../../../package.json", import.meta.url), "utf8"),
  ) as { dependencies: Record<string, string> };
  const page = await figure.toHtml({ plotly: "cdn" });
  expect(page).toContain(`https://cdn.plot.ly/plotly-${dependencies["plotly.js-dist"]}.min.js`);
});

test("text of users is text in the page, too", async () => {
  const nasty = `</title></script><script>window.broken = 1</script>`;
  const hostile = new Figure({
    id: "x",
    height: 100,
    spec: { data: [], layout: { title: { text: nasty } } },
    alt: nasty,
  });
  for (const plotly of ["inline", "cdn"] as const) {
    const { document } = new JSDOM(await hostile.toHtml({ plotly })).window;
    expect(document.title).toBe(nasty);
    expect(document.querySelectorAll("script")).toHaveLength(2);
    for (const script of document.querySelectorAll("script")) {
      expect(script.textContent).not.toMatch(/^window\.broken/);
    }
  }
});

test("a file of another kind is refused by its name", async () => {
  await expect(figure.save("figure.pdf")).rejects.toThrow(
    'Cannot save a figure as "figure.pdf"; give it the ending .png, .svg or .html.',
  );
});

test("in a terminal a figure is its text, without a picture", async () => {
  const { inspect } = await import("node:util");
  expect(inspect(figure)).toBe(figure.text);
  // The tests before this one draw.
  vi.clearAllMocks();
  const written: string[] = [];
  const write = process.stdout.write;
  process.stdout.write = ((text: string) => written.push(text) > 0) as typeof write;
  try {
    await display(figure);
  } finally {
    process.stdout.write = write;
  }
  expect(written.join("")).toBe(`${figure.text}\n`);
  expect(drawPicture).not.toHaveBeenCalled();
  expect(preparePictures).not.toHaveBeenCalled();
});
