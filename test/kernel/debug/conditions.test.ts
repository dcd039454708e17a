import { describe, expect, test } from "vitest";
import { conditionOf } from "../../../kernel/debug/conditions.ts";
import { DEBUG_HOOK } from "../../../kernel/runtime/debug/hook-name.ts";

/** Evaluates a condition as the engine would, with `x` in sight; gives what the helper was asked. */
function asked(condition: string, x: unknown) {
  const calls: unknown[][] = [];
  const helper = {
    stops: (...given: unknown[]) => calls.push(given),
    text: (value: unknown) => `<${String(value)}>`,
  };
  Object.defineProperty(globalThis, Symbol.for(DEBUG_HOOK), { value: helper, configurable: true });
  // oxlint-disable-next-line no-new-func -- what the engine does with a condition
  new Function("x", `return (${condition})`)(x);
  const [[id, test, hits, message]] = calls as [[string, never, never, never]];
  const run = (part: (() => unknown) | undefined) => part?.();
  return { id, test: run(test), hits, message: run(message) };
}

describe("a breakpoint", () => {
  test("without a condition stops always", () => {
    expect(conditionOf(1, { line: 1 })).toBeUndefined();
    expect(conditionOf(1, { line: 1, condition: "  " })).toBeUndefined();
  });

  test("with a condition asks for it, in the frame", () => {
    const condition = conditionOf(7, { line: 1, condition: "x > 2 // really" })!;
    expect(asked(condition, 3)).toMatchObject({ id: "7", test: true });
    expect(asked(condition, 1)).toMatchObject({ test: false });
  });

  test.each([
    ["5", { operator: "==", count: 5 }],
    ["= 5", { operator: "==", count: 5 }],
    [">= 3", { operator: ">=", count: 3 }],
    ["%10", { operator: "%", count: 10 }],
  ])("counts its hits: %s", (hitCondition, hits) => {
    expect(asked(conditionOf(1, { line: 1, hitCondition })!, 0).hits).toEqual(hits);
  });

  test("with a message tells it, whatever characters it has", () => {
    const logMessage = "x is {x + 1}, `${'six'}` \\ {[x].length}";
    const condition = conditionOf(1, { line: 1, logMessage })!;
    expect(asked(condition, 4).message).toBe("x is <5>, `$<six>` \\ <1>");
  });

  test("that cannot be understood says what of it", () => {
    expect(() => conditionOf(1, { line: 1, condition: "x >" })).toThrow('"x >"');
    expect(() => conditionOf(1, { line: 1, hitCondition: "many" })).toThrow('"many"');
    expect(() => conditionOf(1, { line: 1, logMessage: "{x +}" })).toThrow('"x +"');
  });
});
