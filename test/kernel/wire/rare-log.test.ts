import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RareLog } from "../../../kernel/wire/rare-log.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("the first lines of ten seconds are written, the rest is a number", () => {
  const lines: string[] = [];
  const rare = new RareLog((text) => lines.push(text), "messages were dropped");
  for (let index = 0; index < 5000; index++) rare.log(`line ${index}`);
  expect(lines).toEqual(Array.from({ length: 20 }, (_, index) => `line ${index}`));
  vi.advanceTimersByTime(10_000);
  expect(lines.slice(20)).toEqual(["4980 more messages were dropped."]);
});

test("what is rare is written as it comes", () => {
  const lines: string[] = [];
  const rare = new RareLog((text) => lines.push(text), "messages were dropped");
  for (let index = 0; index < 60; index++) {
    rare.log(`line ${index}`);
    vi.advanceTimersByTime(5000);
  }
  expect(lines).toHaveLength(60);
});
