import { describe, expect, it } from "vitest";
import { plain } from "../../../../kernel/runtime/drawing/text.ts";

const HOW = /\n\(shortened: console\.dir\(value, .* prints all of it\)$/;

describe("a value as text", () => {
  it("is what Node's console shows, without colours", () => {
    expect(plain({ a: [1, { b: "x" }], m: new Map([[1, 2]]) })).toBe(
      "{ a: [ 1, { b: 'x' } ], m: Map(1) { 1 => 2 } }",
    );
    const values: [unknown, string][] = [
      ["it's", `"it's"`],
      [null, "null"],
      [undefined, "undefined"],
      [-0, "-0"],
      [NaN, "NaN"],
      [10n ** 20n, "100000000000000000000n"],
      [Symbol("s"), "Symbol(s)"],
      [new Date(0), "1970-01-01T00:00:00.000Z"],
      [new Date(NaN), "Invalid Date"],
      [new Set([1]), "Set(1) { 1 }"],
      [new WeakMap(), "WeakMap { <items unknown> }"],
      [new Float32Array([0.5, -0]), "Float32Array(2) [ 0.5, -0 ]"],
      [/x/g, "/x/g"],
      [function named() {}, "[Function: named]"],
      [class A extends Array {}, "[class A extends Array]"],
      [Object.create(null), "[Object: null prototype] {}"],
      [
        new (class Point {
          x = 1;
        })(),
        "Point { x: 1 }",
      ],
      [
        {
          get x() {
            return 1;
          },
        },
        "{ x: [Getter] }",
      ],
      [new Proxy({ a: 1 }, {}), "{ a: 1 }"],
    ];
    for (const [value, text] of values) expect(plain(value)).toBe(text);
    expect(plain(new URL("http://localhost/a?b"))).toContain("href: 'http://localhost/a?b'");
    const ring: Record<string, unknown> = {};
    ring["self"] = ring;
    expect(plain(ring)).toBe("<ref *1> { self: [Circular *1] }");
  });

  it("shows the stack of an error, its cause and its parts", () => {
    const error = new TypeError("odd", { cause: new RangeError("first") });
    expect(plain(error)).toMatch(/^TypeError: odd\n {4}at [^]*Caused by: RangeError: first/);
    expect(plain(new AggregateError([new Error("one"), 2], "both"))).toMatch(
      /Error 1 of 2: Error: one[^]*Error 2 of 2: 2/,
    );
  });

  it("cuts what is long, says what was cut and how to see it", () => {
    const items = plain(Array.from({ length: 1_000_000 }, () => 0));
    expect(items).toContain("... 999900 more items");
    expect(items).toMatch(HOW);

    const text = plain("x".repeat(10_000_000));
    expect(text.length).toBeLessThan(110_000);
    expect(text).toContain("... 9900000 more characters");
    expect(text).toMatch(HOW);

    const many = Object.fromEntries(Array.from({ length: 200_000 }, (_, at) => [`key${at}`, at]));
    expect(plain(many)).toContain("... 199000 more items\n}");
    expect(plain(many)).toMatch(HOW);

    const wide = Array.from({ length: 100 }, () => "y".repeat(50_000));
    expect(plain(wide).length).toBeLessThan(210_000);
    expect(plain(wide)).toMatch(/\.\.\. \d+ more characters\n\(shortened/);
  });

  it("cuts what is deep", () => {
    let deep: object = {};
    for (let level = 0; level < 100_000; level++) deep = { deep };
    expect(plain(deep)).toContain("[Object]");
    expect(plain(deep)).toMatch(HOW);
    expect(plain({ a: { b: { c: { d: { e: 1 } } } } })).not.toMatch(HOW);
  });

  it("says so of a value that refuses to be looked at", () => {
    const value = {
      [Symbol.for("nodejs.util.inspect.custom")]() {
        throw new Error("boom");
      },
    };
    expect(plain(value)).toBe("<a value that cannot be shown: boom>");
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(plain(proxy)).toContain("Revoked Proxy");
  });
});
