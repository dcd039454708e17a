import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { terminalHost, type TerminalStream } from "../../../../lib/display/hosts/terminal.ts";
import { examplePlan, exampleStudy } from "../../../../lib/plots/common/example-study.ts";
import { livePanel } from "../../../../lib/plots/panel/live-panel.ts";
import { sparkline, topTrials, withoutDurations } from "../../../../lib/plots/panel/text.ts";
import type { TrialRecord } from "../../../../lib/study/trial-record.ts";
import { VirtualScreen } from "../../display/virtual-screen.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function play(isTTY: boolean, gap: number) {
  let text = "";
  let writes = 0;
  const stream: TerminalStream = {
    isTTY,
    columns: 100,
    write(part) {
      text += part;
      writes++;
    },
  };
  const whole = exampleStudy({ trials: 60, running: 0 });
  const trials: TrialRecord[] = [];
  const study = { ...whole, trials };
  const panel = livePanel({ host: terminalHost(stream) });
  panel.started?.(study, examplePlan());
  for (const trial of whole.trials) {
    trials.push(trial);
    panel.trialEnded?.(trial, study);
    await vi.advanceTimersByTimeAsync(gap);
  }
  const during = writes;
  await panel.ended?.(study, { reason: "trials", message: "All 60 trials are finished." });
  return { text, during, study: whole };
}

test("a log gets a header, a line for each new best and a summary, and no escape sequences", async () => {
  const { text, study } = await play(false, 1500);
  expect(text).not.toContain("\u001b");
  const lines = text.trimEnd().split("\n");
  expect(lines[0]).toBe("digits: minimize validation loss with bayesian · asha, 60 trials");
  const news = lines.filter((line) => /^trial \d+\/60 {2}best [\d.]+ @ #\d+$/.test(line));
  expect(news.length).toBeGreaterThan(3);
  expect(new Set(news).size).toBe(news.length);
  expect(news.at(-1)).toContain(`@ #${study.best?.number}`);
  expect(lines).toContain("All 60 trials are finished.");
  expect(lines.slice(-5)).toEqual(topTrials(study));
  expect(withoutDurations(text)).toMatch(/^digits: 60 of 60 trials, .* failed$/m);
});

test("a log gets at most one line a second", async () => {
  const { text } = await play(false, 10);
  expect(text.split("\n").filter((line) => line.startsWith("trial ")).length).toBeLessThanOrEqual(
    2,
  );
});

test("a TTY shows one state, written over at most four times a second, and then the summary", async () => {
  const { text, during } = await play(true, 100);
  expect(during).toBeLessThanOrEqual(26);
  const screen = new VirtualScreen(text).lines();
  expect(withoutDurations(screen[0] ?? "")).toMatch(/^digits: 60 of 60 trials, .* failed$/);
  expect(screen.filter((line) => line.startsWith("digits:"))).toHaveLength(1);
});

test("the best trials as lines", () => {
  const study = exampleStudy({ trials: 60, running: 0 });
  const lines = topTrials(study);
  expect(lines).toHaveLength(5);
  expect(lines[0]).toContain(`trial ${study.best?.number}`);
});

test("a sparkline is as wide as it may be and no wider", () => {
  expect(sparkline([1, 2, 3], 60)).toBe("▁▅█");
  expect(sparkline([2, 2], 60)).toBe("▁▁");
  expect(sparkline([], 60)).toBe("");
  expect([
    ...sparkline(
      Array.from({ length: 1000 }, (_, i) => i),
      60,
    ),
  ]).toHaveLength(60);
});
