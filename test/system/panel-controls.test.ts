// The live panel of a study that trains real networks, in JupyterLab and Notebook 7: each control is obeyed
// within a second, by the times of events, and a page that is reloaded in mid-run finds its panel again.
import type { Locator } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { FIGURE_MIME } from "../../lib/display/host.ts";
import { installedJupyter } from "./support/installed-jupyter.ts";
import { browserPath, type NotebookPage } from "./support/jupyter-lab.ts";
import { python } from "./support/run.ts";
import { type LogEntry, logOf, WATCHED } from "./support/watched-study.ts";

/** Milliseconds within which a control is obeyed. */
const SOON = 1000;
const NAME = "digits.ipynb";

interface PlotAxis {
  range: number[];
  _offset: number;
  d2p(value: number): number;
}

/** Where Plotly keeps what it has drawn. */
interface PlotNode {
  data: { x: number[]; y: number[] }[];
  _fullLayout: Record<"xaxis" | "yaxis", PlotAxis>;
}

describe.skipIf(!python || !browserPath).each(["lab", "notebook"] as const)(
  "the panel of a study that trains, in %s",
  (app) => {
    const jupyter = installedJupyter({ app });
    let notebook: NotebookPage;

    const panel = () => notebook.page.locator(".tunebook-panel");
    const log = () => logOf(jupyter.server.root);
    const draws = () =>
      panel().evaluate((node) => Number((node as HTMLElement).dataset["draws"] ?? 0));

    /** Waits for the panel's element to say something. */
    const until = (condition: string) =>
      notebook.page.waitForFunction(
        `(() => { const node = document.querySelector(".tunebook-panel"); return node && (${condition}); })()`,
        null,
        { polling: 30, timeout: 60_000 },
      );
    const status = (wanted: string) => until(`node.dataset.status === "${wanted}"`);
    const moreDraws = async (more: number) =>
      until(`Number(node.dataset.draws) >= ${(await draws()) + more}`);

    /** Waits until the log has such an entry, and gives it. */
    async function logged(what: (entry: LogEntry) => boolean): Promise<LogEntry> {
      let found: LogEntry | undefined;
      await expect
        .poll(() => (found = log().findLast(what)), { timeout: 60_000, interval: 30 })
        .toBeDefined();
      return found!;
    }

    /** Does something in the page, and gives the time at which the page had the click or the end of the drag. */
    async function timed(act: () => Promise<unknown>): Promise<number> {
      await act();
      return notebook.page.evaluate(() => (globalThis as never as { released: number }).released);
    }

    /** Writes down which button was pressed and when it was let go, before anybody else hears of it. */
    const watchMouse = () =>
      notebook.page.evaluate(() => {
        const press = ({ target }: Event) => {
          const over = (target as Element).closest("button")?.getAttribute("aria-label");
          Object.assign(globalThis, { over });
        };
        const release = () => Object.assign(globalThis, { released: Date.now() });
        addEventListener("pointerdown", press, { capture: true });
        addEventListener("pointerup", release, { capture: true });
      });

    const press = (name: string) =>
      timed(() => notebook.page.getByRole("button", { name, exact: true }).click());

    beforeAll(async () => {
      notebook = await jupyter.open(NAME, [WATCHED]);
      // The page will be reloaded: whoever waits for the cell in it is then left alone.
      notebook.startAll().done.catch(() => undefined);
      await until("Number(node.dataset.finished) >= 2");
      await watchMouse();
      await panel().scrollIntoViewIfNeeded();
    });

    it("is drawn 60 times in one element without a blank frame, and keeps zoom and hover", async () => {
      const { page } = notebook;
      const element = await panel().elementHandle();
      const [history, curves] = ["history", "curves"].map((id) =>
        panel().locator(`[data-figure="${id}"]`),
      ) as [Locator, Locator];
      const layer = (await curves.locator(".nsewdrag").first().boundingBox())!;
      const at = (x: number, y: number) =>
        [layer.x + layer.width * x, layer.y + layer.height * y] as const;
      await page.mouse.move(...at(0.2, 0.2));
      await page.mouse.down();
      await page.mouse.move(...at(0.7, 0.8), { steps: 6 });
      await page.mouse.up();
      await page.locator('[data-figure="curves"][data-zoomed="xaxis yaxis"]').waitFor();
      const range = () =>
        curves.evaluate((node) => [...(node as unknown as PlotNode)._fullLayout.xaxis.range]);
      const zoomed = await range();
      // Over the best trial so far: its dot stays where it is, also when a better one is found.
      const box = (await history.boundingBox())!;
      const [x, y] = await history.evaluate((node) => {
        const { data, _fullLayout: full } = node as unknown as PlotNode;
        const steps = data[5]!;
        const place = (axis: PlotAxis, value: number) => axis.d2p(value) + axis._offset;
        return [place(full.xaxis, steps.x.at(-1)!), place(full.yaxis, steps.y.at(-1)!)] as const;
      });
      await page.mouse.move(box.x + x - 25, box.y + y - 25);
      await page.mouse.move(box.x + x, box.y + y, { steps: 4 });
      await history.locator(".hoverlayer .hovertext").first().waitFor();

      await page.evaluate(() => {
        const seen = { frames: 0, blank: 0, unlabelled: 0 };
        Object.assign(globalThis, { seen });
        const look = () => {
          seen.frames++;
          const plots = document.querySelectorAll(
            ".tunebook-panel [data-figure] .scatterlayer path",
          );
          if (plots.length < 4) seen.blank++;
          if (!document.querySelector('[data-figure="history"] .hovertext')) seen.unlabelled++;
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
      await moreDraws(60);
      const seen = await page.evaluate(
        () => (globalThis as never as { seen: Record<string, number> }).seen,
      );
      expect(seen["frames"]).toBeGreaterThan(60);
      expect(seen["blank"]).toBe(0);
      expect(seen["unlabelled"]).toBe(0);
      expect(await range()).toEqual(zoomed);
      expect(await panel().count()).toBe(1);
      expect(await element!.evaluate((node) => node.isConnected)).toBe(true);
      await page.mouse.move(5, 5);
    });

    it("pauses between two batches within a second, takes a point meanwhile, and goes on", async () => {
      await notebook.picture(`panel-${app}-running`);
      const pressed = await press("Pause");
      const paused = await logged(({ paused: is, at }) => is === true && at >= pressed);
      expect(paused.at - pressed).toBeLessThan(SOON);
      await status("paused");
      const stopped = await panel().locator(".tb-message").innerText();
      // One, where the other had just ended: none begins while the study stands still.
      expect(stopped).toMatch(/^Paused: (1 trial waits|2 trials wait) between two steps\.$/);

      await press("Add a point…");
      const form = notebook.page.locator(".tb-form");
      await form.waitFor();
      const rate = form.locator("input").first();
      expect(Number(await rate.inputValue())).toBeGreaterThan(0);
      await rate.fill("7");
      await notebook.picture(`panel-${app}-form`);
      await press("Try it");
      await expect
        .poll(() => form.locator(".tb-problem").innerText())
        .toMatch(/learningRate.*0\.1/);
      await rate.fill("0.0123");
      await form.locator("select").first().selectOption("64");
      await press("Try it");
      await form.waitFor({ state: "hidden" });
      expect(await panel().locator(".tb-said").innerText()).toContain("is tried as soon as");
      await notebook.picture(`panel-${app}-paused`);

      const resumed = await press("Resume");
      const going = await logged(({ paused: is, at }) => is === false && at >= resumed);
      expect(going.at - resumed).toBeLessThan(SOON);
      // Nothing was trained and nothing begun while it stood still.
      const between = log().filter(({ at }) => at > paused.at && at < going.at);
      expect(between.filter(({ event }) => event === "batch" || event === "begun")).toEqual([]);
      expect(going.at - paused.at).toBeGreaterThan(300);
      const added = await logged(({ params }) => params?.["learningRate"] === 0.0123);
      expect(added.params).toMatchObject({ neurons: 64 });
      // It comes next: before it only a trial that the tuner had drawn as Pause was pressed, which has a lower number.
      const begun = log().filter(({ event, at }) => event === "begun" && at > going.at);
      const sooner = begun.slice(
        0,
        begun.findIndex(({ trial }) => trial === added.trial),
      );
      expect(sooner.filter(({ trial }) => trial! > added.trial!)).toEqual([]);
      await status("running");
    });

    it("prunes the trial whose button is pressed within a second", async () => {
      /** Presses the last row's button, and tells what became of that trial. */
      async function pressOnce() {
        const pressed = await timed(() => panel().locator(".tb-trial .tb-end").last().click());
        // Rows move while the mouse does: which trial it was, the page knows.
        const over = await notebook.page.evaluate(
          () => (globalThis as never as { over: string }).over,
        );
        expect(over).toMatch(/^Stop trial \d+ early$/);
        const number = Number(/\d+/.exec(over)![0]);
        const ended = await logged(({ event, trial }) => event === "ended" && trial === number);
        expect(ended.at - pressed).toBeLessThan(SOON);
        return { number, state: ended.state };
      }
      let { number, state } = await pressOnce();
      // A trial may come to its own end before it hears of the button.
      for (let time = 0; state === "complete" && time < 5; time++)
        ({ number, state } = await pressOnce());
      expect(state).toBe("pruned");
      await panel().locator(`.tb-chip[data-state="pruned"] >> text="${number}"`).waitFor();
    });

    it("draws new points from the part of a range that is brushed, until it is cleared", async () => {
      const mark = panel().locator(".tb-param .tb-mark").first();
      const box = (await mark.boundingBox())!;
      const y = box.y + box.height / 2;
      const { mouse } = notebook.page;
      await mouse.move(box.x + box.width * 0.34, y);
      await mouse.down();
      await mouse.move(box.x + box.width * 0.66, y, { steps: 5 });
      const released = await timed(() => mouse.up());
      const steered = await logged(({ box: set, at }) => set !== undefined && at >= released);
      expect(steered.at - released).toBeLessThan(SOON);
      const [low, high] = steered.box!["learningRate"] as [number, number];
      expect(low).toBeGreaterThan(5e-4);
      expect(high).toBeLessThan(2e-2);
      const chip = panel().locator(".tb-narrow-chip");
      await chip.waitFor();
      await notebook.picture(`panel-${app}-narrowed`);
      const begun = () => log().filter(({ event, at }) => event === "begun" && at > steered.at);
      await expect.poll(() => begun().length, { timeout: 60_000 }).toBeGreaterThan(3);
      for (const { params } of begun()) {
        expect(params!["learningRate"]).toBeGreaterThanOrEqual(low);
        expect(params!["learningRate"]).toBeLessThanOrEqual(high);
      }
      const cleared = await timed(() => chip.locator(".tb-end").click());
      const whole = await logged(
        ({ event, box: set, at }) => event === "steered" && !set && at >= cleared,
      );
      expect(whole.at - cleared).toBeLessThan(SOON);
      await chip.waitFor({ state: "detached" });
    });

    it("shows the figures that are picked while it runs", async () => {
      const figures = () =>
        panel()
          .locator("[data-figure]")
          .evaluateAll((nodes) => nodes.map((node) => (node as HTMLElement).dataset["figure"]));
      await press("Figures");
      await notebook.page.getByRole("checkbox", { name: "learning curves" }).click();
      await expect.poll(figures).toEqual(["history"]);
      await notebook.page.getByRole("checkbox", { name: "learning curves" }).click();
      await expect.poll(figures).toEqual(["history", "curves"]);
      await notebook.page.keyboard.press("Escape");
    });

    it("is found again by a page that is reloaded three times in mid-run, and still steers", async () => {
      for (let time = 0; time < 3; time++) {
        await notebook.reload();
        await until("true");
        await moreDraws(3);
        expect(await panel().count()).toBe(1);
        expect(log().some(({ event }) => event === "over")).toBe(false);
      }
      await watchMouse();
      await panel().scrollIntoViewIfNeeded();
      const pressed = await press("Pause");
      const paused = await logged(({ paused: is, at }) => is === true && at >= pressed);
      expect(paused.at - pressed).toBeLessThan(SOON);
      await status("paused");
      await press("Resume");
      await status("running");
      const stop = await press("Stop");
      const over = await logged(({ event }) => event === "over");
      expect(over.at - stop).toBeLessThan(SOON);
      await status("stopped");
      expect(await panel().locator(".tb-message").innerText()).toMatch(
        /^Stopped from the panel\. /,
      );
    });

    it("keeps the last state, with its picture, for whoever opens the notebook without a kernel", async () => {
      // The picture comes after the last state.
      const outputs = async () => (await notebook.cells())[0]!.outputs as { data?: object }[];
      await expect
        .poll(async () => Object.keys((await outputs()).at(-1)?.data ?? {}), { timeout: 60_000 })
        .toEqual(expect.arrayContaining([FIGURE_MIME, "image/png", "text/html", "text/plain"]));
      const finished = await panel().getAttribute("data-finished");
      await notebook.save();
      await notebook.close();
      notebook = await jupyter.server.open(NAME, { kernel: false });
      await until(`node.dataset.finished === "${finished}" && node.querySelector(".main-svg")`);
      expect(await panel().locator(".tb-buttons").isHidden()).toBe(true);
      await notebook.picture(`panel-${app}-reopened`);
    });
  },
);
