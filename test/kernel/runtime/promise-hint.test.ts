import { expect, test } from "vitest";
import { describeError } from "../../../kernel/runtime/errors.ts";
import { withPromiseHint } from "../../../kernel/runtime/promise-hint.ts";
import { Scope } from "../../../kernel/runtime/scope.ts";

test("a method that a promise does not have is told with the await that is missing", () => {
  const scope = new Scope();
  let made = 0;
  scope.set("study", Promise.resolve(1));
  scope.set("other", {});
  scope.give("given", () => made++);
  scope.box("unset");
  const second = (message: string, kind = TypeError) =>
    withPromiseHint(describeError(new kind(message)), scope).traceback[1];
  expect(second("study$.v.optimize is not a function")).toBe(
    "study is a promise: write await before what makes it, or (await study).",
  );
  const nothing = expect.not.stringContaining("is a promise");
  expect(second("other.optimize is not a function")).toEqual(nothing);
  expect(second("given.optimize is not a function")).toEqual(nothing);
  expect(second("unset.optimize is not a function")).toEqual(nothing);
  expect(second("nowhere.optimize is not a function")).toEqual(nothing);
  expect(second("study is not a function")).toEqual(nothing);
  expect(second("study.optimize is not a function", RangeError)).toEqual(nothing);
  expect(made).toBe(0);
});
