import { describe, expect, test } from "vitest";
import type { RemoteObject } from "../../../kernel/debug/inspector.ts";
import { describeValue, partName, sizeOf, typeName } from "../../../kernel/debug/values.ts";

const fn = (description: string): RemoteObject => ({ type: "function", description });

describe("a value in a line", () => {
  test.each([
    ["function add(a, b) { return a + b }", "ƒ add(a, b)"],
    ["async function load() {}", "async ƒ load()"],
    ["function* count(n) {}", "ƒ* count(n)"],
    ["(a, b) => a", "ƒ (a, b)"],
    ["a => a", "ƒ (a)"],
    ["async x => x", "async ƒ (x)"],
    ["class Point extends Base { }", "class Point extends Base"],
  ])("is of %s", (description, shown) => {
    expect(describeValue(fn(description))).toBe(shown);
  });

  test("is cut where a text is very long, save for copying", () => {
    const long: RemoteObject = { type: "string", value: "x".repeat(5000) };
    expect(describeValue(long)).toHaveLength(2001);
    expect(describeValue(long, true)).toHaveLength(5002);
  });

  test("is of numbers that JSON has no word for", () => {
    expect(describeValue({ type: "number", unserializableValue: "-0" })).toBe("-0");
    expect(describeValue({ type: "bigint", unserializableValue: "12n" })).toBe("12n");
  });

  test("is an error's name and message, without its stack", () => {
    const description = "TypeError: no\nsecond line\n    at somewhere";
    const error: RemoteObject = { type: "object", subtype: "error", description };
    expect(describeValue(error)).toBe("TypeError: no\nsecond line");
  });
});

test("types bear Python's names for JupyterLab, which shows a value only then", () => {
  expect(typeName({ type: "number", value: 1 }, "python")).toBe("int");
  expect(typeName({ type: "number", value: 1.5 }, "python")).toBe("float");
  expect(typeName({ type: "boolean", value: true }, "python")).toBe("bool");
  expect(typeName({ type: "object", className: "Map" }, "python")).toBeUndefined();
  expect(typeName({ type: "object", className: "Map" }, "javascript")).toBe("Map");
  expect(typeName({ type: "object", subtype: "null" }, "javascript")).toBe("null");
});

test("lists and collections have a size, objects that look like one do not", () => {
  expect(sizeOf({ type: "object", subtype: "array", description: "Array(12)" })).toBe(12);
  expect(sizeOf({ type: "object", subtype: "map", description: "Map(0)" })).toBe(0);
  expect(sizeOf({ type: "object", description: "Thing(3)" })).toBeUndefined();
});

test("a part is named as code reads it", () => {
  expect(partName("a", "b")).toBe("a.b");
  expect(partName("a", "0")).toBe("a[0]");
  expect(partName("a", "two words")).toBe('a["two words"]');
  expect(partName(undefined, "b")).toBeUndefined();
});
