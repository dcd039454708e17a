import { describe, expect, it } from "vitest";
import { startRuntime } from "./runtime-support/runtime.ts";

describe("running a cell", () => {
  it("gives the last expression's value as text", async () => {
    const runtime = await startRuntime();
    const done = await runtime.run("return { value: 1 + 1 }");
    expect(done.result).toEqual({ data: { "text/plain": "2" }, metadata: {} });
    expect(done.error).toBeUndefined();
  });

  it("has no result for undefined, and none when silent", async () => {
    const runtime = await startRuntime();
    expect((await runtime.run("return { value: undefined }")).result).toBeUndefined();
    expect((await runtime.run("")).result).toBeUndefined();
    expect((await runtime.run("return { value: 3 }", { silent: true })).result).toBeUndefined();
  });

  it("shows a promise and does not wait for it", async () => {
    const runtime = await startRuntime();
    const done = await runtime.run("return { value: new Promise(() => {}) }");
    expect(done.result?.data["text/plain"]).toBe("Promise { <pending> }");
    const timer = await runtime.run("return { value: setTimeout(() => {}, 0) }");
    expect(timer.result?.data["text/plain"]).not.toContain("Cell");
  });

  it("shows a value that draws itself as what is no JSON plainly, and says why", async () => {
    const runtime = await startRuntime();
    const drawn = async (bundle: string) => {
      const done = await runtime.run(
        `return { value: { [Symbol.for("Jupyter.display")]: () => (${bundle}) } }`,
      );
      expect(done.error).toBeUndefined();
      expect(Object.keys(done.result?.data ?? {})).toEqual(["text/plain"]);
      return done.result?.data["text/plain"];
    };
    const big = await drawn('{ "application/json": { big: 10n } }');
    expect(big).toMatch(/^\{ \[Symbol\(Jupyter\.display\)\].*not JSON \(.*BigInt\)/s);
    const circle = await drawn('{ "application/json": (o => (o.self = o))({}) }');
    expect(circle).toMatch(/^\{ \[Symbol\(Jupyter\.display\)\].*not JSON \(.*circular/s);
    expect((await runtime.run("return { value: 1 }")).result?.data["text/plain"]).toBe("1");
  });

  it("keeps bindings between cells, and lets a later cell define a name", async () => {
    const runtime = await startRuntime();
    await runtime.run("const f = $box('f'), x = $box('x'); f.v = () => x.v");
    const early = await runtime.run("const f = $box('f'); return { value: (0, f.v)() }");
    expect(early.error).toMatchObject({ ename: "ReferenceError", evalue: "x is not defined" });
    await runtime.run("$box('x').v = 42", { names: ["x"] });
    const late = await runtime.run("const f = $box('f'); return { value: (0, f.v)() }");
    expect(late.result?.data["text/plain"]).toBe("42");
  });

  it("reads globals through boxes, and shadows them without touching them", async () => {
    const runtime = await startRuntime();
    await runtime.run("$box('URL').v = 5", { names: ["URL"] });
    const done = await runtime.run("return { value: [$box('URL').v, typeof globalThis.URL] }");
    expect(done.result?.data["text/plain"]).toBe("[ 5, 'function' ]");
  });

  it("holds results in _ and Out, and leaves a _ of the user's alone", async () => {
    const runtime = await startRuntime();
    await runtime.run("return { value: 'first' }");
    await runtime.run("return { value: 'second' }");
    const seen = await runtime.run("return { value: [$box('_').v, $box('Out').v[1]] }");
    expect(seen.result?.data["text/plain"]).toBe("[ 'second', 'first' ]");
    await runtime.run("$box('_').v = 'mine'", { names: ["_"] });
    await runtime.run("return { value: 7 }");
    const mine = await runtime.run("return { value: $box('_').v }");
    expect(mine.result?.data["text/plain"]).toBe("'mine'");
  });

  it("evaluates user expressions after the cell", async () => {
    const runtime = await startRuntime();
    const done = await runtime.run("$box('a').v = 6", {
      names: ["a"],
      userExpressions: {
        good: { js: "(function ($box) { return { value: $box('a').v * 7 } })" },
        bad: { js: "(function () { throw new TypeError('no') })" },
        unreadable: { error: { ename: "SyntaxError", evalue: "odd", traceback: ["odd"] } },
      },
    });
    expect(done.userExpressions).toMatchObject({
      good: { status: "ok", data: { "text/plain": "42" } },
      bad: { status: "error", ename: "TypeError", evalue: "no" },
      unreadable: { status: "error", ename: "SyntaxError", evalue: "odd" },
    });
  });

  it("keeps its own names off the global object", async () => {
    const runtime = await startRuntime();
    const done = await runtime.run(
      "return { value: ['display', '_', 'Out', 'require', 'process', '$box'].map(n => n in globalThis) }",
    );
    expect(done.result?.data["text/plain"]).toBe("[ false, false, false, false, true, false ]");
  });
});

describe("processes that a cell starts", () => {
  it("have none of the runtime's own flags, and cells are nobody's fork", async () => {
    const runtime = await startRuntime();
    const done = await runtime.run(
      `const { fork } = require('node:child_process');
       require('node:fs').writeFileSync('forked.cjs', 'process.send(process.execArgv)');
       const flags = await new Promise(r => fork('./forked.cjs').on('message', r));
       return { value: [flags, typeof process.send] }`,
    );
    expect(done.result?.data["text/plain"]).toBe("[ [], 'undefined' ]");
  });
});

describe("errors of a cell", () => {
  it("names the cell's line and shows it", async () => {
    const runtime = await startRuntime();
    const done = await runtime.run("const a = 1;\n  null.x;\nconst b = 2;");
    expect(done.error).toMatchObject({ ename: "TypeError" });
    const shown = done.error!.traceback.join("\n");
    expect(shown).toContain("TypeError: Cannot read properties of null (reading 'x')");
    expect(shown).toContain("at Cell [1]:2:8");
    expect(shown).toContain("> 2 |   null.x;\n    |        ^");
    expect(shown).not.toMatch(/dist\/kernel|node:|tunebook:cell/);
  });

  it("maps a function of an earlier cell to that cell", async () => {
    const runtime = await startRuntime();
    await runtime.run("\n$box('f').v = function f() { throw new RangeError('far') }");
    const done = await runtime.run("(0, $box('f').v)()");
    const shown = done.error!.traceback.join("\n");
    expect(shown).toMatch(/at f \(Cell \[1\]:2:36\)/);
    expect(shown).toContain("at Cell [2]:1:17");
  });

  it("follows causes and the parts of an AggregateError", async () => {
    const runtime = await startRuntime();
    const done = await runtime.run(
      "throw new AggregateError([new Error('one'), 2], 'both', { cause: new TypeError('why') })",
    );
    const shown = done.error!.traceback.join("\n");
    expect(shown).toContain("AggregateError: both");
    expect(shown).toContain("Caused by: TypeError: why");
    expect(shown).toContain("Error 1 of 2: Error: one");
    expect(shown).toContain("Error 2 of 2: 2");
  });

  it("shows what is thrown without being an error", async () => {
    const runtime = await startRuntime();
    expect((await runtime.run("throw 42")).error).toEqual({
      ename: "Uncaught",
      evalue: "42",
      traceback: ["Uncaught 42"],
    });
    expect((await runtime.run("throw null", { sync: true })).error?.evalue).toBe("null");
  });
});
