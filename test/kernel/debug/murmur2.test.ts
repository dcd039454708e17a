import { expect, test } from "vitest";
import { murmur2 } from "../../../kernel/debug/murmur2.ts";

// Computed by ipykernel 7.4 (`ipykernel.compiler.murmur2_x86(text, 0xC70F6907)`), which JupyterLab agrees with.
test.each([
  ["", 3990065800],
  ["a", 2167009006],
  ["ab", 2805137849],
  ["abc", 3350977461],
  ["abcd", 804720481],
  ["let x = 1;\nx + 1", 1337468207],
  ['größe = "日本" 🎈', 1559935111],
  ["x".repeat(1001), 2469510316],
])("the hash of %j is ipykernel's", (text, hash) => {
  expect(murmur2(text, 0xc70f6907)).toBe(hash);
});
