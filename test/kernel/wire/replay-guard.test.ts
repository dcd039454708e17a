import { expect, test } from "vitest";
import { ReplayGuard } from "../../../kernel/wire/replay-guard.ts";

test("remembers as many signatures as it may, and forgets the oldest first", () => {
  const guard = new ReplayGuard(2);
  expect(guard.admit("a")).toBe(true);
  expect(guard.admit("b")).toBe(true);
  expect(guard.admit("a")).toBe(false);
  expect(guard.admit("c")).toBe(true); // forgets "a"
  expect(guard.admit("b")).toBe(false);
  expect(guard.admit("a")).toBe(true);
});
