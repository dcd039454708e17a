import { expect, it } from "vitest";
import { textBar, textTable } from "../../../../lib/plots/common/text-table.ts";

it("a bar has eighths, at least a sliver of what is not nothing, and never more than its width", () => {
  expect(textBar(0.5, 4)).toBe("██");
  expect(textBar(0.3125, 4)).toBe("█▎");
  expect(textBar(1e-9, 4)).toBe("▏");
  expect(textBar(0, 4)).toBe("");
  expect(textBar(7, 4)).toBe("████");
});

it("a table has words to the left and numbers to the right", () => {
  const rows = [
    ["tpe", "9", "x"],
    ["random", "10", ""],
  ];
  expect(textTable(rows, [1])).toBe("tpe      9  x\nrandom  10");
});
