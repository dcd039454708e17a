import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DebugClient, resultOf } from "./support/debug-client.ts";
import { startKernel, type KernelClient } from "./support/kernel-client.ts";

/** What `execute` gives of the last expression. */
const text = (run: { result: Record<string, unknown> | undefined }) => run.result?.["text/plain"];

describe("the debugger", () => {
  let folder: string;
  let kernel: KernelClient;
  let debug: DebugClient;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tunebook-debug-"));
    kernel = await startKernel({ cwd: folder });
    debug = new DebugClient(kernel);
  });
  afterAll(async () => {
    await kernel[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => debug.attach());
  afterEach(() => debug.detach());

  describe("tells of itself", () => {
    test("in kernel_info", async () => {
      const { content } = await kernel.request("kernel_info_request");
      expect(content["debugger"]).toBe(true);
      expect(content["supported_features"]).toContain("debugger");
    });

    test("in debugInfo, with the breakpoints that it holds", async () => {
      await debug.setIn("const told = 1;", [1]);
      const info = await debug.must<Record<string, unknown>>("debugInfo");
      expect(info).toMatchObject({
        isStarted: true,
        hashMethod: "Murmur2",
        tmpFileSuffix: ".ts",
        stoppedThreads: [],
        richRendering: true,
        copyToGlobals: true,
      });
      expect(info["breakpoints"]).toMatchObject([{ breakpoints: [{ line: 1, verified: true }] }]);
    });

    test("in the answer to initialize", async () => {
      const can = await debug.must<Record<string, unknown>>("initialize", { clientID: "test" });
      expect(can).toMatchObject({ supportsConditionalBreakpoints: true, supportsLogPoints: true });
      expect(can["exceptionBreakpointFilters"]).toMatchObject([
        { filter: "uncaught" },
        { filter: "all" },
      ]);
    });

    test("by events when it is attached and when it is not any more", async () => {
      await debug.detach();
      const initialized = debug.event("initialized");
      await debug.attach();
      await initialized;
      const terminated = debug.event("terminated");
      await debug.detach();
      await terminated;
    });

    test("in threads", async () => {
      expect(await debug.must("threads")).toEqual({ threads: [{ id: 1, name: "Cells" }] });
    });
  });

  describe("refuses, and says why,", () => {
    test("a command that it does not know", async () => {
      const answer = await debug.ask("flyToTheMoon");
      expect(answer).toMatchObject({ success: false, command: "flyToTheMoon" });
      expect(answer.message).toContain("flyToTheMoon");
    });

    test("to step while nothing is stopped", async () => {
      expect(await debug.ask("next")).toMatchObject({
        success: false,
        message: "The program is not stopped.",
      });
    });

    test("what needs it on while it is off", async () => {
      await debug.detach();
      const answer = await debug.ask("setBreakpoints", { source: { path: "/x.ts" } });
      expect(answer.success).toBe(false);
      expect(answer.message).toContain("initialize");
    });

    test("arguments that are not there", async () => {
      for (const command of ["dumpCell", "setBreakpoints", "variables", "evaluate", "source"]) {
        const answer = await debug.ask(command);
        expect(answer.success, command).toBe(false);
        expect(answer.message, command).toBeTruthy();
      }
    });

    test("a request without a command, and answers the next", async () => {
      const { content } = await kernel.request("debug_request", { seq: 1 }, "control");
      expect(content["status"]).toBe("error");
      expect((await debug.ask("debugInfo")).success).toBe(true);
    });
  });

  describe("stops", () => {
    test("at a breakpoint in a cell, and shows the user's names", async () => {
      const code = [
        "// a comment",
        "const price: number = 20;",
        "let basket = [price, price * 2];",
        "{",
        "  const tip = 3;",
        "  basket.push(tip);",
        "}",
        "basket.length",
      ].join("\n");
      expect(await debug.setIn(code, [6])).toMatchObject([{ line: 6, verified: true }]);
      const { running, stop } = await debug.runTo(code);
      expect(stop).toMatchObject({ reason: "breakpoint", threadId: 1, allThreadsStopped: true });
      const frames = await debug.frames();
      expect(frames).toHaveLength(1);
      expect(frames[0]).toMatchObject({ line: 6, column: 3 });
      expect(frames[0]!.name).toMatch(/^Cell \[\d+\]$/);
      const { sourcePath } = await debug.must<{ sourcePath: string }>("dumpCell", { code });
      expect(frames[0]!.source?.path).toBe(sourcePath);
      const scopes = await debug.scopes();
      expect(scopes["Locals"]).toEqual({ price: "20", basket: "Array(2) [20, 40]", tip: "3" });
      expect(scopes["Globals"]).toMatchObject({ price: "20", basket: "Array(2) [20, 40]" });
      expect(Object.keys(scopes["Globals"]!)).not.toContain("display");
      await debug.must("continue", { threadId: 1 });
      expect(text(await running.done)).toBe("3");
    });

    test("on the next line that runs, where the one asked for does not", async () => {
      const code =
        "interface Shape { area: number }\n\n// nothing\nconst shape: Shape = { area: 2 };";
      expect(await debug.setIn(code, [1])).toMatchObject([{ line: 4, verified: true }]);
      const { running } = await debug.runTo(code);
      expect((await debug.frames())[0]!.line).toBe(4);
      await debug.must("continue", { threadId: 1 });
      await running.done;
    });

    test("nowhere on lines that nothing follows, and says so", async () => {
      const [breakpoint] = await debug.setIn("const above = 1;\n// the end", [2]);
      expect(breakpoint).toMatchObject({ verified: false });
      expect(breakpoint!.message).toContain("no code");
    });

    test("on the last line, whose value is the cell's", async () => {
      const code = "const base = 4;\nbase * 2";
      await debug.setIn(code, [2]);
      const { running } = await debug.runTo(code);
      expect((await debug.frames())[0]!.line).toBe(2);
      await debug.must("continue", { threadId: 1 });
      expect(text(await running.done)).toBe("8");
    });

    test("below magics, on the lines that the user sees", async () => {
      const code = "%check off\nconst magical = 1;\nmagical";
      expect(await debug.setIn(code, [3])).toMatchObject([{ line: 3 }]);
      const { running } = await debug.runTo(code);
      expect((await debug.frames())[0]!.line).toBe(3);
      await debug.must("continue", { threadId: 1 });
      await running.done;
      await kernel.execute("%check block");
    });

    test("in a function of an earlier cell, set before and after that cell ran", async () => {
      const before = "function early(n: number) {\n  const twice = n * 2;\n  return twice;\n}";
      await debug.setIn(before, [3]);
      await kernel.execute(before);
      const after = "function late(n: number) {\n  const thrice = n * 3;\n  return thrice;\n}";
      await kernel.execute(after);
      await debug.setIn(after, [3]);
      const { running } = await debug.runTo("late(early(1))");
      expect(await debug.where()).toBe("early:3");
      expect((await debug.scopes())["Locals"]).toMatchObject({ n: "1", twice: "2" });
      await debug.go("continue");
      expect(await debug.where()).toBe("late:3");
      expect((await debug.scopes())["Locals"]).toMatchObject({ n: "2", thrice: "6" });
      await debug.must("continue", { threadId: 1 });
      expect(text(await running.done)).toBe("6");
    });

    test("in asynchronous code, with the calls that led there", async () => {
      const code = [
        "async function fetchAll(count: number) {",
        "  await new Promise((resolve) => setTimeout(resolve, 1));",
        "  const got = count + 1;",
        "  return got;",
        "}",
        "await fetchAll(4)",
      ].join("\n");
      await debug.setIn(code, [4]);
      const { running } = await debug.runTo(code);
      expect(await debug.where()).toBe("fetchAll:4");
      expect((await debug.scopes())["Locals"]).toMatchObject({ count: "4", got: "5" });
      const [, ...past] = await debug.frames();
      expect(past.some(({ name, line }) => name.startsWith("Cell") && line === 6)).toBe(true);
      expect(await debug.must("scopes", { frameId: past.at(-1)!.id })).toEqual({ scopes: [] });
      await debug.must("continue", { threadId: 1 });
      expect(text(await running.done)).toBe("5");
    });

    test("in a timer after its cell has ended", async () => {
      const flag = join(folder, "cell-has-ended");
      const code = [
        "import { existsSync } from 'node:fs';",
        "let ticks = 0;",
        "const poll = setInterval(() => {",
        `  if (!existsSync("${flag}")) return;`,
        "  clearInterval(poll);",
        "  ticks += 1;",
        "}, 1);",
      ].join("\n");
      await debug.setIn(code, [6]);
      const stopped = debug.event("stopped");
      expect((await kernel.execute(code)).status).toBe("ok");
      await writeFile(flag, "");
      await stopped;
      expect((await debug.frames())[0]!.line).toBe(6);
      expect(resultOf(await debug.evaluate("ticks"))).toBe("0");
      await debug.must("continue", { threadId: 1 });
      expect(text(await kernel.execute("ticks"))).toBe("1");
    });

    test("again, when the cell is run again", async () => {
      const code = "let round = 1;\nround += 1;";
      await debug.setIn(code, [2]);
      for (const _ of [1, 2]) {
        const { running } = await debug.runTo(code);
        await debug.must("continue", { threadId: 1 });
        expect((await running.done).status).toBe("ok");
      }
    });

    test("at a debugger statement", async () => {
      const { running, stop } = await debug.runTo("let here = 1;\ndebugger;\nhere = 2;");
      expect(stop["reason"]).toBe("breakpoint");
      expect((await debug.frames())[0]!.line).toBe(2);
      await debug.must("continue", { threadId: 1 });
      await running.done;
    });

    test("no more, once the breakpoints were taken away", async () => {
      const code = "let taken = 1;\ntaken += 1;\ntaken";
      await debug.setIn(code, [2]);
      await debug.setIn(code, []);
      expect(text(await kernel.execute(code))).toBe("2");
    });
  });

  describe("in a local module", () => {
    const source = [
      "export interface Pair { a: number; b: number }",
      "",
      "export function sum(pair: Pair): number {",
      "  const { a, b } = pair;",
      "  const total = a + b;",
      "  return total;",
      "}",
    ].join("\n");

    test.each(["before", "after"])("stops at a breakpoint set %s it was loaded", async (when) => {
      const path = join(folder, `sum-${when}.ts`);
      await writeFile(path, source);
      const load = `const { sum: sum_${when} } = await import("./sum-${when}.ts");`;
      if (when === "after") await kernel.execute(load);
      const [breakpoint] = await debug.set(path, [6]);
      expect(breakpoint).toMatchObject({ line: 6, verified: when === "after" });
      if (when === "before") {
        const changed = debug.event("breakpoint");
        await kernel.execute(load);
        expect(await changed).toMatchObject({ breakpoint: { line: 6, verified: true } });
      }
      const { running } = await debug.runTo(`sum_${when}({ a: 1, b: 2 })`);
      const frames = await debug.frames();
      expect(frames[0]).toMatchObject({ name: "sum", line: 6, source: { path } });
      expect((await debug.scopes())["Locals"]).toMatchObject({ a: "1", b: "2", total: "3" });
      const shown = await debug.must("source", { source: { path }, sourceReference: 0 });
      expect(shown).toEqual({ content: source });
      const modules = await debug.must<{ modules: { path: string }[] }>("modules");
      expect(modules.modules.map((module) => module.path)).toContain(path);
      await debug.must("continue", { threadId: 1 });
      expect(text(await running.done)).toBe("3");
    });

    test("is stepped into from a cell", async () => {
      await writeFile(join(folder, "stepped.ts"), source);
      await kernel.execute('const stepped = await import("./stepped.ts");');
      const code = "const pair = { a: 5, b: 6 };\nstepped.sum(pair)";
      await debug.setIn(code, [2]);
      const { running } = await debug.runTo(code);
      await debug.go("stepIn");
      expect(await debug.where()).toBe("sum:4");
      await debug.must("continue", { threadId: 1 });
      expect(text(await running.done)).toBe("11");
    });

    test("of plain JavaScript stops, too", async () => {
      const path = join(folder, "plain.js");
      await writeFile(path, "export function half(n) {\n  const h = n / 2;\n  return h;\n}\n");
      await debug.set(path, [3]);
      const { running } = await debug.runTo(
        'const plain = await import("./plain.js");\nplain.half(8)',
      );
      expect(await debug.where()).toBe("half:3");
      await debug.must("continue", { threadId: 1 });
      expect(text(await running.done)).toBe("4");
    });
  });

  describe("stops only if", () => {
    const code = "let sum = 0;\nfor (let i = 0; i < 10; i++) {\n  sum += i;\n}\nsum";

    test("the condition holds, which sees locals and the notebook's names", async () => {
      await kernel.execute("const limit = 6;");
      await debug.setIn(code, [{ line: 3, condition: "i > limit && sum > 0" }]);
      const { running } = await debug.runTo(code);
      expect(resultOf(await debug.evaluate("i"))).toBe("7");
      await debug.setIn(code, []);
      await debug.must("continue", { threadId: 1 });
      expect(text(await running.done)).toBe("45");
    });

    test("it was reached often enough", async () => {
      await debug.setIn(code, [{ line: 3, hitCondition: ">= 9" }]);
      const { running } = await debug.runTo(code);
      expect(resultOf(await debug.evaluate("i"))).toBe("8");
      await debug.setIn(code, []);
      await debug.must("continue", { threadId: 1 });
      await running.done;
    });

    test("it is no logpoint, which tells instead", async () => {
      const told: unknown[] = [];
      const all = kernel.next((_channel, { header, content }) => {
        if (header.msg_type !== "debug_event" || content["event"] !== "output") return false;
        told.push((content["body"] as { output: string }).output);
        return told.length === 2;
      });
      const message = "i is {i}, limit {typeof limit}";
      await debug.setIn(code, [{ line: 3, condition: "i > 7", logMessage: message }]);
      expect(text(await kernel.execute(code))).toBe("45");
      await all;
      expect(told).toEqual(["i is 8, limit number\n", "i is 9, limit number\n"]);
    });

    test("the condition can be understood", async () => {
      const [bad] = await debug.setIn(code, [{ line: 3, condition: "i >" }]);
      expect(bad).toMatchObject({ verified: false });
      expect(bad!.message).toContain("i >");
      const [count] = await debug.setIn(code, [{ line: 3, hitCondition: "often" }]);
      expect(count!.message).toContain("often");
    });
  });

  describe("steps", () => {
    const code = [
      "function inner(n: number) {",
      "  const m = n + 1;",
      "  return m;",
      "}",
      "const one = inner(1);",
      "const many = [3, 1, 2].sort((a, b) => a - b);",
      "const parsed = JSON.parse('{\"a\": 1}');",
      "await new Promise((resolve) => setTimeout(resolve, 1));",
      "const end = one;",
      "end",
    ].join("\n");

    test("over calls, over await, to the end of the cell", async () => {
      await debug.setIn(code, [5]);
      const { running } = await debug.runTo(code);
      for (const line of [6, 7, 8, 9, 10]) {
        expect((await debug.go("next"))["reason"]).toBe("step");
        expect((await debug.frames())[0]!.line).toBe(line);
      }
      const continued = debug.event("continued");
      await debug.must("next", { threadId: 1 });
      await continued;
      expect(text(await running.done)).toBe("2");
      expect(await debug.frames()).toEqual([]);
    });

    test("into the user's functions and out of them, never into Node's", async () => {
      await debug.setIn(code, [5]);
      const { running } = await debug.runTo(code);
      await debug.go("stepIn");
      expect(await debug.where()).toBe("inner:2");
      await debug.go("stepOut");
      expect((await debug.frames())[0]!.line).toBe(6);
      await debug.go("next");
      expect((await debug.frames())[0]!.line).toBe(7);
      await debug.go("stepIn");
      expect((await debug.frames())[0]!.line).toBe(8);
      await debug.must("continue", { threadId: 1 });
      await running.done;
    });

    test("into a callback that a library calls", async () => {
      await debug.setIn(code, [6]);
      const { running } = await debug.runTo(code);
      await debug.go("stepIn");
      expect((await debug.frames())[0]).toMatchObject({ line: 6, name: "(anonymous)" });
      expect((await debug.scopes())["Locals"]).toMatchObject({ a: "1", b: "3" });
      await debug.must("continue", { threadId: 1 });
      await running.done;
    });
  });

  describe("pauses", () => {
    test("a busy loop where it is", async () => {
      const running = kernel.start(
        "let spins = 0;\nconsole.log('go');\nwhile (spins >= 0) {\n  spins++;\n}",
      );
      await running.message(({ content }) => content["text"] === "go\n");
      expect((await debug.go("pause"))["reason"]).toBe("pause");
      expect([3, 4]).toContain((await debug.frames())[0]!.line);
      const [frame] = await debug.frames();
      await debug.must("setExpression", { expression: "spins", value: "-5", frameId: frame!.id });
      await debug.must("continue", { threadId: 1 });
      expect((await running.done).status).toBe("ok");
    });

    test("the next code that runs, where a cell awaits", async () => {
      const running = kernel.start(
        "console.log('go');\nfor (let n = 0; n < 1e6; n++) {\n  await new Promise((resolve) => setTimeout(resolve, 1));\n}",
      );
      await running.message(({ content }) => content["text"] === "go\n");
      await debug.go("pause");
      expect([2, 3]).toContain((await debug.frames())[0]!.line);
      await kernel.interrupt();
      expect((await running.done).error?.ename).toBe("Interrupted");
    });
  });

  describe("stops at exceptions", () => {
    const thrower = "function fail(): never {\n  throw new RangeError('too far');\n}";

    test("that nothing catches", async () => {
      await kernel.execute(thrower);
      await debug.must("setExceptionBreakpoints", { filters: ["uncaught"] });
      const { running, stop } = await debug.runTo("const before = 1;\nfail();");
      expect(stop).toMatchObject({ reason: "exception", text: "RangeError: too far" });
      expect(await debug.where()).toBe("fail:2");
      expect(await debug.must("exceptionInfo", { threadId: 1 })).toMatchObject({
        exceptionId: "RangeError",
        breakMode: "unhandled",
      });
      await debug.must("continue", { threadId: 1 });
      expect((await running.done).error?.ename).toBe("RangeError");
    });

    test("that nothing catches after an await", async () => {
      await debug.must("setExceptionBreakpoints", { filters: ["uncaught"] });
      const { running } = await debug.runTo(
        "async function later() {\n  await null;\n  throw new Error('late');\n}\nawait later();",
      );
      expect(await debug.where()).toBe("later:3");
      await debug.must("continue", { threadId: 1 });
      expect((await running.done).error?.evalue).toBe("late");
    });

    test("but not at those that are caught", async () => {
      await kernel.execute(thrower);
      await debug.must("setExceptionBreakpoints", { filters: ["uncaught"] });
      const run = await kernel.execute(
        [
          "const caught: string[] = [];",
          "try { fail(); } catch { caught.push('try'); }",
          "const slow = async () => { await null; fail(); };",
          "try { await slow(); } catch { caught.push('await'); }",
          "await slow().catch(() => caught.push('promise'));",
          "caught.join()",
        ].join("\n"),
      );
      expect(text(run)).toBe("'try,await,promise'");
    });

    test("also at those that are caught, if it is asked for", async () => {
      await kernel.execute(thrower);
      await debug.must("setExceptionBreakpoints", { filters: ["all"] });
      const { running, stop } = await debug.runTo("try { fail(); } catch {}\n'went on'");
      expect(stop["reason"]).toBe("exception");
      await debug.must("continue", { threadId: 1 });
      expect(text(await running.done)).toBe("'went on'");
    });

    test("not any more, once it was told so", async () => {
      await kernel.execute(thrower);
      await debug.must("setExceptionBreakpoints", { filters: ["uncaught"] });
      await debug.must("setExceptionBreakpoints", { filters: [] });
      expect((await kernel.execute("fail()")).error?.ename).toBe("RangeError");
    });
  });

  describe("evaluates", () => {
    const code = [
      "const outside = 10;",
      "function work(n: number) {",
      "  let local = { deep: [n] };",
      "  return local.deep[0]! + outside;",
      "}",
      "work(1)",
    ].join("\n");
    beforeEach(() => debug.setIn(code, [4]));

    test("in a frame: locals, the notebook's names, TypeScript, statements", async () => {
      const { running } = await debug.runTo(code);
      expect(resultOf(await debug.evaluate("local.deep[0] + outside"))).toBe("11");
      expect(resultOf(await debug.evaluate("(local as any).deep!.length"))).toBe("1");
      expect(resultOf(await debug.evaluate("let q = 3; q * n"))).toBe("3");
      expect(resultOf(await debug.evaluate("local.deep[0] = 5; local"))).toBe("{deep: Array(1)}");
      await debug.must("continue", { threadId: 1 });
      expect(text(await running.done)).toBe("15");
    });

    test("in the frame of the caller", async () => {
      const { running } = await debug.runTo(code);
      const frames = await debug.frames();
      const answer = await debug.ask("evaluate", {
        expression: "typeof local",
        frameId: frames[1]!.id,
      });
      expect(resultOf(answer)).toBe('"undefined"');
      await debug.must("continue", { threadId: 1 });
      await running.done;
    });

    test("while the pointer rests on a name, nothing that has an effect", async () => {
      const { running } = await debug.runTo(code);
      expect(resultOf(await debug.evaluate("local.deep", "hover"))).toBe("Array(1) [1]");
      expect((await debug.evaluate("local = undefined", "hover")).success).toBe(false);
      expect((await debug.evaluate("work(2)", "hover")).success).toBe(false);
      await debug.must("continue", { threadId: 1 });
      expect(text(await running.done)).toBe("11");
    });

    test("and says what was thrown", async () => {
      const { running } = await debug.runTo(code);
      expect((await debug.evaluate("nowhere.at.all")).message).toContain("nowhere is not defined");
      expect((await debug.evaluate("1 +")).message).toContain("SyntaxError");
      await debug.must("continue", { threadId: 1 });
      await running.done;
    });

    test("freely, while nothing is stopped, as a cell would", async () => {
      const answer = await debug.ask("evaluate", {
        expression: "const fresh = await Promise.resolve(7); fresh",
      });
      expect(resultOf(answer)).toBe("7");
      expect(text(await kernel.execute("fresh + 1"))).toBe("8");
    });
  });

  describe("shows values", () => {
    const inspect = async (name: string) => {
      const { variables } = await debug.must<{
        variables: { name: string; value: string; variablesReference: number }[];
      }>("inspectVariables");
      return variables.find((variable) => variable.name === name)!;
    };
    const named = (list: { name: string; value: string }[]) =>
      Object.fromEntries(list.map(({ name, value }) => [name, value]));

    test("of every kind, in a line", async () => {
      await kernel.execute(
        [
          "const kinds = { text: 'a\"b', whole: 1, part: 1.5, big: 10n, none: null, nothing: undefined,",
          "  yes: true, list: [1, [2]], map: new Map([['k', 1]]), set: new Set([1, 'x']),",
          "  date: new Date(0), pattern: /x/g, symbol: Symbol('s'), fail: new TypeError('bad'),",
          "  arrow: (a: number, b = 2) => a, bytes: new Uint8Array(3), wait: Promise.resolve(1) };",
          "class Point { constructor(public x: number) {} }",
          "const point = new Point(3);",
        ].join("\n"),
      );
      const { variablesReference } = await inspect("kinds");
      const shown = named(await debug.variables(variablesReference));
      expect(shown).toMatchObject({
        text: '"a\\"b"',
        whole: "1",
        part: "1.5",
        big: "10n",
        none: "null",
        nothing: "undefined",
        yes: "true",
        list: "Array(2) [1, Array(1)]",
        map: 'Map(1) {"k" => 1}',
        set: 'Set(2) {1, "x"}',
        pattern: "/x/g",
        symbol: "Symbol(s)",
        fail: "TypeError: bad",
        arrow: "ƒ (a, b = 2)",
        bytes: "Uint8Array(3) [0, 0, 0]",
      });
      expect((await inspect("point")).value).toBe("Point {x: 3}");
      expect((await inspect("Point")).value).toBe("class Point");
    });

    test("in pages, where a list is long", async () => {
      await kernel.execute("const long = Array.from({ length: 25_000 }, (_, i) => i);");
      const { variablesReference } = await inspect("long");
      const page = await debug.variables(variablesReference, {
        filter: "indexed",
        start: 24_998,
        count: 10,
      });
      expect(page.map(({ name, value }) => [name, value])).toEqual([
        ["24998", "24998"],
        ["24999", "24999"],
      ]);
      const outer = await debug.variables(variablesReference);
      expect(outer.map(({ name }) => name).slice(0, 3)).toEqual([
        "[0 … 9999]",
        "[10000 … 19999]",
        "[20000 … 24999]",
      ]);
      const inner = await debug.variables(outer[2]!.variablesReference);
      expect(inner.at(-1)!.name).toBe("[24900 … 24999]");
      const last = await debug.variables(inner.at(-1)!.variablesReference);
      expect(last).toHaveLength(100);
      expect(last[99]).toMatchObject({
        name: "24999",
        value: "24999",
        evaluateName: "long[24999]",
      });
    });

    test("of Maps and Sets, entry by entry", async () => {
      await kernel.execute(
        "const ages = new Map<any, number>([['Ann', 3], [{ id: 1 }, 4]]); const marks = new Set(['a']);",
      );
      const entries = await debug.variables((await inspect("ages")).variablesReference);
      expect(entries.slice(0, 2).map(({ value }) => value)).toEqual([
        '{"Ann" => 3}',
        "{Object => 4}",
      ]);
      const pair = named(await debug.variables(entries[1]!.variablesReference));
      expect(pair).toMatchObject({ key: "{id: 1}", value: "4" });
      const items = await debug.variables((await inspect("marks")).variablesReference);
      expect(items[0]).toMatchObject({ name: "0", value: '"a"' });
    });

    test("without running getters, until one is opened", async () => {
      await kernel.execute(
        "let reads = 0;\nconst lazy = { get costly() { reads++; return 'run'; } };",
      );
      const [getter] = await debug.variables((await inspect("lazy")).variablesReference);
      expect(getter).toMatchObject({
        name: "costly",
        value: "(…)",
        presentationHint: { lazy: true },
      });
      expect(text(await kernel.execute("reads"))).toBe("0");
      const [opened] = await debug.variables(getter!.variablesReference);
      expect(opened).toMatchObject({ name: "costly", value: '"run"' });
      expect(text(await kernel.execute("reads"))).toBe("1");
    });

    test("with the getters of the class that made them", async () => {
      await kernel.execute(
        "class Square { constructor(public side: number) {} get area() { return this.side ** 2; } }\nconst square = new Square(3);",
      );
      const parts = await debug.variables((await inspect("square")).variablesReference);
      expect(parts.map(({ name }) => name)).toEqual(["side", "area", "[[Prototype]]"]);
      const [opened] = await debug.variables(parts[1]!.variablesReference);
      expect(opened).toMatchObject({ name: "area", value: "9" });
    });

    test("of the notebook while a cell is busy", async () => {
      const running = kernel.start("let progress = 41;\nconsole.log('go');\nwhile (true) {}");
      await running.message(({ content }) => content["text"] === "go\n");
      expect((await inspect("progress")).value).toBe("41");
      await kernel.interrupt();
      await running.done;
    });

    test("richly, as the page draws them", async () => {
      await kernel.execute("const rich = { toHTML: () => '<b>rich</b>' };");
      const free = await debug.must("richInspectVariables", { variableName: "rich" });
      expect(free).toMatchObject({ data: { "text/html": "<b>rich</b>" } });
      const code =
        "(function look(inside: object) {\n  return inside;\n})({ toHTML: () => '<i>in</i>' })";
      await debug.setIn(code, [2]);
      const { running } = await debug.runTo(code);
      const [frame] = await debug.frames();
      const stopped = await debug.must("richInspectVariables", {
        variableName: "inside",
        frameId: frame!.id,
      });
      expect(stopped).toMatchObject({ data: { "text/html": "<i>in</i>" } });
      await debug.must("continue", { threadId: 1 });
      await running.done;
      expect((await debug.ask("richInspectVariables", { variableName: "[0 … 99]" })).success).toBe(
        false,
      );
    });

    test("with types as JupyterLab wants them, if it asks", async () => {
      await debug.attach("jupyterlab");
      await kernel.execute("const whole_ = 3; const word_ = 'w'; const thing_ = { a: 1 };");
      expect(await inspect("whole_")).toMatchObject({ type: "int", value: "3" });
      expect(await inspect("word_")).toMatchObject({ type: "str", value: '"w"' });
      const thing = await inspect("thing_");
      expect(thing).toMatchObject({ value: "{a: 1}" });
      expect(thing).not.toHaveProperty("type");
      // JupyterLab opens functions, whatever number they have.
      expect(await debug.variables(0)).toEqual([]);
    });
  });

  describe("changes", () => {
    const code = [
      "let shared = 1;",
      "function change(list: number[]) {",
      "  let mine = 2;",
      "  return [mine, shared, list[0]].join();",
      "}",
      "change([7])",
    ].join("\n");

    test("locals, the notebook's variables, and parts of objects", async () => {
      await debug.setIn(code, [4]);
      const { running } = await debug.runTo(code);
      const [locals, globals] = await debug.scopeList();
      const set = (variablesReference: number, name: string, value: string) =>
        debug.must("setVariable", { variablesReference, name, value });
      expect(await set(locals!.variablesReference, "mine", "20 + shared")).toMatchObject({
        value: "21",
      });
      await set(globals!.variablesReference, "shared", "mine * 2");
      const list = (await debug.variables(locals!.variablesReference)).find(
        ({ name }) => name === "list",
      )!;
      await set(list.variablesReference, "0", "'seven'");
      await debug.must("continue", { threadId: 1 });
      expect(text(await running.done)).toBe("'21,42,seven'");
      expect(text(await kernel.execute("shared"))).toBe("42");
    });

    test("nothing, where the new value cannot be evaluated", async () => {
      await debug.setIn(code, [4]);
      const { running } = await debug.runTo(code);
      const [locals] = await debug.scopeList();
      const given = {
        variablesReference: locals!.variablesReference,
        name: "mine",
        value: "nope()",
      };
      expect((await debug.ask("setVariable", given)).message).toContain("nope is not defined");
      await debug.must("continue", { threadId: 1 });
      expect(text(await running.done)).toBe("'2,1,7'");
    });

    test("copies a local to the notebook, where later cells know it", async () => {
      await debug.setIn(code, [4]);
      const { running } = await debug.runTo(code);
      const [frame] = await debug.frames();
      await debug.must("copyToGlobals", {
        srcVariableName: "list",
        dstVariableName: "copied",
        srcFrameId: frame!.id,
      });
      await debug.must("continue", { threadId: 1 });
      await running.done;
      expect(text(await kernel.execute("copied[0] + 1"))).toBe("8");
    });
  });

  describe("while the program is stopped", () => {
    const code = "let held = 1;\nheld += 1;\nheld";
    beforeEach(() => debug.setIn(code, [2]));

    test("the kernel answers: heartbeat, kernel_info, completion, inspection", async () => {
      const { running } = await debug.runTo(code);
      await kernel.heartbeat();
      expect((await kernel.request("kernel_info_request")).content["status"]).toBe("ok");
      const completed = await kernel.request("complete_request", {
        code: "Math.ma",
        cursor_pos: 7,
      });
      expect(completed.content["matches"]).toContain("max");
      const info = await debug.must<{ stoppedThreads: number[] }>("debugInfo");
      expect(info.stoppedThreads).toEqual([1]);
      await debug.must("continue", { threadId: 1 });
      await running.done;
    });

    test("Stop ends the cell and the stop", async () => {
      const { running } = await debug.runTo(code);
      const continued = debug.event("continued");
      await kernel.interrupt();
      await continued;
      const run = await running.done;
      expect(await debug.frames()).toEqual([]);
      expect(["error", "ok"]).toContain(run.status);
      expect(text(await kernel.execute("'alive'"))).toBe("'alive'");
    });

    test("Stop ends a loop that would stop again in its next turn", async () => {
      const loop = "let turns = 0;\nwhile (true) {\n  turns++;\n}";
      await debug.setIn(loop, [3]);
      const { running } = await debug.runTo(loop);
      await kernel.interrupt();
      expect((await running.done).error?.ename).toBe("Interrupted");
      const again = await debug.runTo(code);
      await debug.must("continue", { threadId: 1 });
      expect((await again.running.done).status).toBe("ok");
    });

    test("turning the debugger off lets it run to its end", async () => {
      const { running } = await debug.runTo(code);
      const continued = debug.event("continued");
      await debug.detach();
      await continued;
      expect(text(await running.done)).toBe("2");
    });

    test("its console is the cell's, also what an evaluation prints", async () => {
      const { running } = await debug.runTo(code);
      await debug.evaluate("console.log('printed', held)");
      await debug.must("continue", { threadId: 1 });
      expect((await running.done).stdout).toBe("printed 1\n");
    });
  });

  test("its requests do not make front ends take a running cell for one that goes idle", async () => {
    const running = kernel.start("console.log('go'); while (true) {}");
    await running.message(({ content }) => content["text"] === "go\n");
    const from = kernel.published.length;
    const idle = kernel.next(
      (_channel, { parent, content }) =>
        parent.msg_type === "debug_request" && content["execution_state"] === "idle",
    );
    await debug.must("inspectVariables");
    await idle;
    await kernel.interrupt();
    await running.done;
    const later = kernel.published.slice(from);
    const asked = later.slice(
      0,
      later.findIndex(({ parent }) => parent.msg_type === "interrupt_request"),
    );
    const states = asked.filter(({ header }) => header.msg_type === "status");
    expect(states.map(({ parent }) => parent.msg_type)).toEqual(["debug_request", "debug_request"]);
  });
});

describe("the debugger survives", () => {
  test("process.exit, which does not wait for it, and stops in the next runtime", async () => {
    await using kernel = await startKernel();
    const debug = new DebugClient(kernel);
    await debug.attach();
    const code = "let reborn = 1;\nreborn += 1;\nreborn";
    await debug.setIn(code, [2]);
    const exit = await kernel.execute("process.exit(3)");
    expect(exit.error?.evalue).toContain("3");
    expect(exit.stderr + kernel.log).not.toContain("Waiting for the debugger");
    const { running } = await debug.runTo(code);
    expect((await debug.frames())[0]!.line).toBe(2);
    await debug.must("continue", { threadId: 1 });
    expect((await running.done).result?.["text/plain"]).toBe("2");
  });

  test("the death of a runtime that is stopped", async () => {
    await using kernel = await startKernel();
    const debug = new DebugClient(kernel);
    await debug.attach();
    const code = "let doomed = process.pid;\ndoomed += 0;\ndoomed";
    await debug.setIn(code, [2]);
    const { running } = await debug.runTo(code);
    const continued = debug.event("continued");
    process.kill(Number(resultOf(await debug.evaluate("process.pid"))), "SIGKILL");
    await continued;
    expect((await running.done).status).toBe("error");
    expect(await debug.frames()).toEqual([]);
    expect((await kernel.execute("1 + 1")).result?.["text/plain"]).toBe("2");
  });

  test.each([false, true])("a shutdown while it is stopped (restart: %s)", async (restart) => {
    await using kernel = await startKernel();
    const debug = new DebugClient(kernel);
    await debug.attach();
    const code = "let last = 1;\nlast += 1;";
    await debug.setIn(code, [2]);
    await debug.runTo(code);
    const reply = await kernel.request("shutdown_request", { restart }, "control");
    expect(reply.content).toMatchObject({ status: "ok", restart });
    expect(await kernel.exited()).toBe(0);
  });
});
