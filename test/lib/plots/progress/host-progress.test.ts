import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Host } from "../../../../lib/display/host.ts";
import { terminalHost } from "../../../../lib/display/hosts/terminal.ts";
import { hostProgress, hushProgress } from "../../../../lib/plots/progress/host-progress.ts";
import { VirtualScreen } from "../../display/virtual-screen.ts";
import { recordingHost } from "../fixtures.ts";

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"],
  });
});
afterEach(() => void vi.useRealTimers());

const wait = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);

function notebook() {
  const stop = new AbortController();
  const cell = { id: "one", code: "", signal: stop.signal, hold: () => undefined };
  const { host, shown } = recordingHost({ cell });
  const text = () => String(shown.at(-1)?.bundle["text/plain"]);
  const html = () => String(shown.at(-1)?.bundle["text/html"]);
  return { host, shown, stop, text, html, progress: hostProgress(() => host) };
}

function terminal(parts: { isTTY?: boolean; columns?: number } = {}) {
  let written = "";
  const host = terminalHost({
    write: (text) => ((written += text), true),
    isTTY: parts.isTTY ?? true,
    columns: parts.columns ?? 90,
  });
  return {
    host,
    written: () => written,
    screen: () => new VirtualScreen(written).lines(),
    progress: hostProgress(() => host),
  };
}

const plan = { label: "Cross-validation", total: 5, unit: "fold" };

describe("in a notebook", () => {
  test("nothing at all is shown of what takes less than half a second, whatever becomes of it", () => {
    const { progress, shown } = notebook();
    for (const end of ["end", "fail"] as const) {
      const job = progress.begin(plan);
      wait(0.3);
      job.report(2);
      wait(0.19);
      job[end](new Error("quick"));
      wait(5);
    }
    expect(shown).toEqual([]);
  });

  test("one output is displayed once, then updated in place, and ends as one line", () => {
    const { progress, shown, text } = notebook();
    const job = progress.begin(plan);
    for (let fold = 1; fold <= 5; fold++) {
      wait(2);
      job.report(fold);
    }
    expect(shown.length).toBeGreaterThan(5);
    const { id } = shown[0]!.options;
    expect(id).toMatch(/^tunebook-progress-/);
    // Whoever compares two runs of a notebook knows by this that a quick machine shows none.
    const metadata = { tunebook: { progress: true } };
    expect(shown[0]!.options).toEqual({ id, metadata });
    expect(shown.slice(1).every(({ options }) => options.id === id && options.update)).toBe(true);
    job.end();
    expect(text()).toBe("✓ Cross-validation · 5 folds in 10 s");
    expect(String(shown.at(-1)?.bundle["text/html"])).not.toContain("progressbar");
    const count = shown.length;
    wait(10);
    job.report(6);
    job.fail(new Error("late"));
    expect(shown).toHaveLength(count);
  });

  test("work that never lets a timer in is shown by its own reports", () => {
    const { progress, shown } = notebook();
    const job = progress.begin({ label: "Importance", total: 64, unit: "tree" });
    for (let tree = 1; tree <= 64; tree++) {
      // Time passes, but no timer comes: the thread computes.
      vi.setSystemTime(Date.now());
      const now = performance.now();
      vi.spyOn(performance, "now").mockReturnValue(now + 50);
      job.report(tree);
    }
    vi.restoreAllMocks();
    const drawn = shown.filter(({ bundle }) => String(bundle["text/html"]).includes("progressbar"));
    expect(drawn.length).toBeGreaterThanOrEqual(10);
  });

  test("it draws ten times a second at most", () => {
    const { progress, shown } = notebook();
    const job = progress.begin({ label: "Loop", total: 10_000 });
    for (let step = 1; step <= 3000; step++) {
      wait(0.001);
      job.report(step);
    }
    expect(shown.length).toBeGreaterThan(15);
    expect(shown.length).toBeLessThanOrEqual(26);
  });

  test("says how far it is and how long it will take, by the later half of the time", () => {
    const { progress, text } = notebook();
    const job = progress.begin({ label: "Folds", total: 20, unit: "fold" });
    wait(10); // The first fold takes long: a backend is started.
    job.report(1);
    for (let fold = 2; fold <= 12; fold++) {
      wait(1);
      job.report(fold);
    }
    wait(0.11);
    expect(text()).toContain("12 of 20 folds");
    expect(text()).toMatch(/about (8|9) s left/);
  });

  test("an estimate counts down while a step takes its time, and never below nothing", () => {
    const { progress, text } = notebook();
    const job = progress.begin({ label: "Folds", total: 4, unit: "fold" });
    wait(10);
    job.report(1);
    wait(10);
    job.report(2);
    wait(5.1);
    expect(text()).toMatch(/about 1[56] s left/);
    wait(60);
    expect(text()).toContain("about 10 s left");
  });

  test("what has no total says how much is done, and since when", () => {
    const { progress, text, html } = notebook();
    const job = progress.begin({ label: "Reading", unit: "row" });
    wait(1);
    job.report(1200, "train.csv");
    wait(2.1);
    expect(text()).toContain("1\u2009200 rows");
    expect(text()).toContain("3 s so far");
    expect(text()).toContain("train.csv");
    expect(html()).not.toContain("aria-valuenow");
    job.end();
    expect(text()).toBe("✓ Reading · 1\u2009200 rows in 3 s");
  });

  test("a job within another is a line below it, and its place is kept when it has ended", () => {
    const { progress, text, shown } = notebook();
    const outer = progress.begin({
      label: "Race of 2 tuners",
      total: 4,
      unit: ["study", "studies"],
    });
    const inner = progress.begin({ label: "tpe, seed 0", total: 60, unit: "trial" });
    wait(1);
    inner.report(30);
    wait(0.2);
    const [first, second] = text().split("\n");
    expect(first).toContain("0 of 4 studies");
    expect(second).toContain("tpe, seed 0");
    expect(second).toContain("30 of 60 trials");
    inner.end();
    outer.report(1);
    wait(0.2);
    expect(text().split("\n")).toHaveLength(2);
    expect(text()).not.toContain("tpe");
    outer.end();
    expect(text()).toBe("✓ Race of 2 tuners · 1 of 4 studies in 1 s");
    expect(new Set(shown.map(({ options }) => options.id)).size).toBe(1);
  });

  test("an error ends it with the error's line", () => {
    const { progress, text, html } = notebook();
    const job = progress.begin(plan);
    wait(1);
    job.report(2);
    job.fail(new TypeError("fit is no function\n  at line 3"));
    expect(text()).toBe("× Cross-validation failed at 2 of 5 folds: fit is no function");
    expect(html()).toContain("× Cross-validation");
  });

  test("Stop ends what is under way, also where nobody else could say so", () => {
    const { progress, text, stop, shown } = notebook();
    const outer = progress.begin(plan);
    const inner = progress.begin({ label: "Training", total: 10, unit: "epoch" });
    expect(outer.signal).toBe(stop.signal);
    wait(2);
    outer.report(1);
    stop.abort(new Error("Stopped by the user"));
    expect(text()).toBe("■ Cross-validation stopped at 1 of 5 folds, after 2 s");
    const count = shown.length;
    inner.fail(stop.signal.reason);
    outer.fail(stop.signal.reason);
    wait(3);
    expect(shown).toHaveLength(count);
  });

  test("the same job again in a cell uses its output again, and counts", () => {
    const { progress, text, shown } = notebook();
    for (let time = 0; time < 3; time++) {
      const job = progress.begin(plan);
      wait(1);
      job.report(5);
      job.end();
    }
    expect(text()).toBe("✓ Cross-validation · 5 folds in 1 s, 3 times");
    expect(new Set(shown.map(({ options }) => options.id)).size).toBe(1);
    const other = progress.begin({ label: "Importance", total: 64 });
    wait(1);
    other.end();
    expect(new Set(shown.map(({ options }) => options.id)).size).toBe(2);
  });

  test("HTML in a label, a unit, a message or an error is text", () => {
    const { progress, html } = notebook();
    const evil = "<img src=x onerror=alert(1)>";
    const job = progress.begin({ label: evil, total: 3, unit: evil });
    wait(1);
    job.report(1, evil);
    wait(1);
    expect(html()).not.toContain("<img");
    job.fail(new Error(evil));
    expect(html()).not.toContain("<img");
  });

  test("no bar is drawn where a panel is", () => {
    const { progress, shown, host } = notebook();
    const release = hushProgress(host);
    const job = progress.begin(plan);
    wait(2);
    job.end();
    expect(shown).toEqual([]);
    release();
    release();
    progress.begin(plan);
    wait(1);
    expect(shown).toHaveLength(1);
  });

  test("columns keep their places from one frame to the next", () => {
    const { progress, html } = notebook();
    const job = progress.begin({ label: "Loop", total: 1000 });
    wait(1);
    const columns = () => /grid-template-columns:[^;]*/.exec(html())?.[0];
    const before = columns();
    expect(before).toBeDefined();
    job.report(999, "x");
    wait(1);
    expect(columns()).toBe(before);
  });
});

describe("in a terminal", () => {
  test("the bar is drawn over itself, what others print goes above it, and one line stays", () => {
    const { progress, screen, host } = terminal();
    const job = progress.begin(plan);
    wait(1);
    job.report(1);
    wait(1);
    expect(screen()).toEqual([
      "Cross-validation  █████░░░░░░░░░░░░░░░░░░░  1 of 5 folds  about 4 s left",
    ]);
    host.print("fold 1 was good");
    job.report(4, "mean 0.93");
    wait(0.3);
    const lines = screen();
    expect(lines).toHaveLength(2);
    expect(lines[0]).toBe("fold 1 was good");
    expect(lines[1]).toContain("███████████████████░░░░░  4 of 5 folds");
    job.end();
    expect(screen()).toEqual(["fold 1 was good", "✓ Cross-validation · 4 of 5 folds in 2 s"]);
  });

  test("lines fit into a narrow one, without a bar where there is no room", () => {
    const { progress, screen } = terminal({ columns: 50 });
    const job = progress.begin(plan);
    wait(1);
    job.report(1, "a message that is long");
    wait(1);
    expect(screen().every((line) => line.length < 50)).toBe(true);
    expect(screen()[0]).toContain("1 of 5 folds");
  });

  test("a file or a pipe gets nothing", () => {
    const { progress, written } = terminal({ isTTY: false });
    const job = progress.begin(plan);
    wait(5);
    job.report(5);
    job.fail(new Error("x"));
    expect(written()).toBe("");
  });

  test("nothing is drawn while a panel has the lines", () => {
    const { progress, written, host } = terminal();
    const job = progress.begin(plan);
    const release = hushProgress(host as Host);
    wait(2);
    job.report(2);
    expect(written()).toBe("");
    release();
    wait(1);
    expect(written()).toContain("2 of 5 folds");
    job.end();
  });
});
