import { describe, expect, it } from "vitest";
import { toJson } from "../../../kernel/runtime/json.ts";
import { Scope } from "../../../kernel/runtime/scope.ts";

describe("the scope of a session", () => {
  it("gives one box per name, for ever", () => {
    const scope = new Scope();
    const box = scope.box("a");
    box.v = 1;
    expect(scope.box("a")).toBe(box);
    expect(scope.box("a").v).toBe(1);
  });

  it("reads a global until the name is defined, and throws for a name nobody knows", () => {
    const scope = new Scope();
    expect(scope.box("Math").v).toBe(Math);
    scope.box("Math").v = undefined;
    expect(scope.box("Math").v).toBeUndefined();
    expect(() => scope.box("constructor_").v).toThrow(
      new ReferenceError("constructor_ is not defined"),
    );
  });

  it("sees globals that come later", () => {
    const box = new Scope().box("lateGlobal");
    expect(() => box.v).toThrow(ReferenceError);
    (globalThis as Record<string, unknown>)["lateGlobal"] = 5;
    expect(box.v).toBe(5);
    delete (globalThis as Record<string, unknown>)["lateGlobal"];
  });
});

describe("JSON of the channel", () => {
  const values = [
    { a: 1, b: [null, undefined, Number.NaN, "\ud800"], c: undefined, d: () => 1 },
    { at: new Date(0), url: new URL("http://x/y") },
    "text",
    [],
    {},
  ];

  it("is JSON.stringify's own, also when every object got a toJSON", () => {
    const expected = values.map((value) => JSON.stringify(value));
    expect(values.map(toJson)).toEqual(expected);
    const objects = Object.prototype as { toJSON?: unknown };
    Object.defineProperty(objects, "toJSON", { value: () => "gone", configurable: true });
    try {
      expect(values.map(toJson)).toEqual(expected);
    } finally {
      delete objects.toJSON;
    }
  });
});
