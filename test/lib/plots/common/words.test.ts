import { expect, test } from "vitest";
import {
  axisTitle,
  cut,
  escapeText,
  listed,
  measureName,
} from "../../../../lib/plots/common/words.ts";

test("a name can neither open a tag, nor be a formula, nor pass for a token", () => {
  const text = escapeText(`<b>"a" & 'b'</b> $x$ token:best\n</span>`);
  expect(text).not.toMatch(/[<>"'$\n]/);
  expect(text).not.toContain("token:");
});

test("cutting counts characters, not code units", () => {
  expect(cut("x".repeat(300))).toBe(`${"x".repeat(23)}…`);
  expect([...cut("🦊".repeat(30))]).toHaveLength(24);
  expect(cut("short")).toBe("short");
});

test.each([
  ["valLoss", "validation loss"],
  ["f1_score", "f1 score"],
  ["RMSE", "RMSE"],
  ["testAUC", "test AUC"],
  ["", "objective"],
])("the objective %s is called %s", (name, words) => expect(measureName(name)).toBe(words));

test("the axis says which way is better", () => {
  expect(axisTitle("valLoss", "minimize")).toBe("validation loss · lower is better ↓");
  expect(axisTitle("accuracy", "maximize")).toBe("accuracy · higher is better ↑");
});

test("lists", () => {
  expect(listed([])).toBe("");
  expect(listed(["1"])).toBe("1");
  expect(listed(["1", "2", "3"])).toBe("1, 2 and 3");
});
