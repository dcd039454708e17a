import { expect, it } from "vitest";
import { displayWidth } from "../../../../lib/plots/common/display-width.ts";

it("counts the places of a terminal: two for East Asian signs and pictures, none for marks", () => {
  expect(displayWidth("loss")).toBe(4);
  expect(displayWidth("学習率")).toBe(6);
  expect(displayWidth("e\u0301")).toBe(1);
  expect(displayWidth("🙂")).toBe(2);
  expect(displayWidth("1\u2009620")).toBe(5);
});
