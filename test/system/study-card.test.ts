// The study's card and tables in a real JupyterLab: drawn from the built kernel, sorted and copied by clicks,
// and read again without a kernel.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FIGURE_MIME } from "../../lib/display/host.ts";
import { installedJupyter } from "./support/installed-jupyter.ts";
import { browserPath, type NotebookCell, type NotebookPage } from "./support/jupyter-lab.ts";
import { python } from "./support/run.ts";

const EVIL = "<img src=x onerror=pwned=1><script>pwned=2</script>";

/** A cell that searches and ends in the study: its panel becomes the card. */
const SEARCH = `import { openStudy, float, choice, tables } from "tunebook";
const evil = ${JSON.stringify(EVIL)};
const study = await openStudy({
  name: "searched " + evil,
  space: { rate: float(1e-3, 1, { log: true }), [evil]: choice([evil, "b"]) },
  objectives: { valLoss: "minimize" },
  seed: 3,
});
await study.optimize(
  async trial => {
    const loss = (Math.log10(trial.params.rate as number) + 1.5) ** 2 + 0.05;
    for (let epoch = 1; epoch <= 4; epoch++) await trial.report(loss + 1 / epoch, epoch);
    if (trial.number === 7) throw new Error("no memory " + evil);
    return loss;
  },
  { until: { trials: 24 } },
);
study`;

describe.skipIf(!python || !browserPath)("a study and its tables in JupyterLab", () => {
  const jupyter = installedJupyter();
  let notebook: NotebookPage;
  let cells: NotebookCell[];

  beforeAll(async () => {
    notebook = await jupyter.open("card.ipynb", [SEARCH, "study", "tables.trials(study)"]);
    const { origin } = new URL(jupyter.server.origin);
    await notebook.page
      .context()
      .grantPermissions(["clipboard-read", "clipboard-write"], { origin });
    await notebook.runAll();
    await notebook.page.locator(".tunebook-table").waitFor();
    cells = await notebook.save();
  });

  afterAll(() => notebook?.close());

  const card = (index: number) => notebook.page.locator(".tunebook-card").nth(index);
  const copied = () => notebook.page.evaluate(() => navigator.clipboard.readText());
  const isClean = (page: NotebookPage) =>
    page.page.evaluate(() => (globalThis as { pwned?: number }).pwned === undefined);

  it("makes the card of the panel in the cell that searched, and draws one in a later cell", async () => {
    await card(1).locator('[data-figure="curves"] .main-svg').first().waitFor();
    expect(await notebook.page.locator(".tunebook-card").count()).toBe(2);
    expect(await notebook.page.locator(".tunebook-panel:not(.tunebook-card)").count()).toBe(0);
    expect(cells[0]!.outputs).toHaveLength(1);
    for (const index of [0, 1]) {
      const { status, finished } = await card(index).evaluate((node) => ({
        ...(node as HTMLElement).dataset,
      }));
      expect([status, finished]).toEqual(["finished", "24"]);
      const kinds = Object.keys(cells[index]!.outputs!.at(-1)!["data"] as object);
      expect(kinds.toSorted()).toEqual(
        [FIGURE_MIME, "image/png", "text/html", "text/plain"].toSorted(),
      );
    }
  });

  it("copies the best's parameters and the next step", async () => {
    await card(0).getByRole("button", { name: "copy params" }).click();
    await card(0).getByRole("button", { name: "copied" }).waitFor();
    // oxlint-disable-next-line no-implied-eval, no-new-func -- that it is code is what is tested
    const params = new Function(`${await copied()}; return params;`)() as { rate: number };
    expect(Object.keys(params)).toEqual(["rate", EVIL]);
    expect(String(params.rate)).toBe(await notebook.evaluate("0", "study.best.params.rate"));
    await card(0).getByRole("button", { name: "copy", exact: true }).click();
    await expect.poll(copied).toMatch(/^(await study\.|rate: float\()/);
  });

  it("shows the errors of failed trials on demand", async () => {
    const details = card(0).locator(".tc-details");
    expect(await details.last().isVisible()).toBe(false);
    await card(0).getByRole("button", { name: "show", exact: true }).click();
    expect(await details.last().innerText()).toContain("trial 7 · Error: no memory <img src=x");
  });

  it("sorts a table by a click, turns its pages, and never runs a name", async () => {
    await sortsAndTurns(notebook);
    expect(await isClean(notebook)).toBe(true);
    expect(await notebook.page.locator(".tunebook-card img, .tunebook-table img").count()).toBe(0);
  });

  it("shows and sorts all of it when the notebook is read without a kernel", async () => {
    const read = await jupyter.server.open("card.ipynb", { kernel: false });
    await read.page.locator('.tunebook-card [data-figure="history"] .main-svg').first().waitFor();
    expect(await read.page.locator(".tunebook-card").count()).toBe(2);
    await sortsAndTurns(read);
    expect(await isClean(read)).toBe(true);
    await read.close();
  });
});

async function sortsAndTurns({ page }: NotebookPage): Promise<void> {
  const table = page.locator(".tunebook-table");
  await table.scrollIntoViewIfNeeded();
  const column = async (index: number) =>
    (await table.locator(`tbody td:nth-child(${index})`).allInnerTexts()).map((text) =>
      text.trim(),
    );
  expect((await column(1)).slice(0, 3)).toEqual(["0", "1", "2"]);
  const head = table.getByRole("button", { name: "valLoss" });
  await head.click();
  expect(await table.locator('th[aria-sort="ascending"]').innerText()).toContain("valLoss");
  const up = (await column(3)).map(Number);
  expect(up).toHaveLength(15);
  expect(up).toEqual(up.toSorted((one, other) => one - other));
  await table.getByRole("button", { name: "Next page" }).click();
  // The one that failed has no value, and stands last.
  expect((await column(3)).at(-1)).toBe("");
  await head.click();
  const down = (await column(3)).map(Number);
  expect(down).toEqual(down.toSorted((one, other) => other - one));
  expect(down[0]).toBeGreaterThanOrEqual(up.at(-1)!);
  await head.click();
  expect((await column(1)).slice(0, 3)).toEqual(["0", "1", "2"]);
}
