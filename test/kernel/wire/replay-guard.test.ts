import { expect, test } from "vitest";
import { ReplayGuard } from "../../../kernel/wire/replay-guard.ts";

const signature = (digit: string) => Buffer.from(digit.repeat(64));

test("remembers at least half as many as it may, and forgets the oldest first", () => {
  const guard = new ReplayGuard(4);
  for (const digit of "abc") expect(guard.admit(signature(digit))).toBe(true);
  for (const digit of "abc") expect(guard.admit(signature(digit))).toBe(false);
  expect(guard.admit(signature("d"))).toBe(true);
  expect(guard.admit(signature("e"))).toBe(true); // forgets "a" and "b"
  for (const digit of "cde") expect(guard.admit(signature(digit))).toBe(false);
  expect(guard.admit(signature("a"))).toBe(true);
});

test("tells apart signatures that differ in one digit of their first half", () => {
  const guard = new ReplayGuard();
  const texts = Array.from({ length: 32 }, (_, at) => `${"0".repeat(at)}1${"0".repeat(63 - at)}`);
  expect(texts.map((text) => guard.admit(Buffer.from(text)))).toEqual(texts.map(() => true));
  expect(texts.map((text) => guard.admit(Buffer.from(text)))).toEqual(texts.map(() => false));
});
