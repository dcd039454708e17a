import { expect, test } from "vitest";
import type { PropertyDescriptor } from "../../../kernel/debug/inspector.ts";
import { sortNames } from "../../../kernel/debug/scopes.ts";

const name = (text: string, className = "Number"): PropertyDescriptor => ({
  name: text,
  value: { type: "object", className },
  enumerable: true,
});

test("of a cell's own function the user sees neither boxes nor helpers", () => {
  const found = ["$box", "$import", "$get$$", "$meta", "require", "$known", "$m0$", "_usingCtx3"];
  const sorted = sortNames(
    [...found.map((one) => name(one)), name("x$", "UndefinedBox"), name("own"), name("cost$")],
    true,
  );
  expect(sorted.own.map((one) => one.name)).toEqual(["own", "cost$"]);
  expect([...sorted.boxed]).toEqual(["x"]);
  expect(sorted.isCell).toBe(true);
});

test("of a module the user sees every name", () => {
  const sorted = sortNames([name("require"), name("$box")], false);
  expect(sorted.own).toHaveLength(2);
  expect(sorted.isCell).toBe(false);
});
