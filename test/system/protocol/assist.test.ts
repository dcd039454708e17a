/** Completion, inspection and is_complete as the protocol has them, over real sockets. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../../kernel/wire/message.ts";
import { startKernel, type KernelClient } from "../support/kernel-client.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel[Symbol.asyncDispose]());

const ask = async (type: string, content: JsonObject) =>
  (await kernel.request(type, content)).content;

interface TypedMatch {
  text: string;
  type: string;
  start: number;
  end: number;
  signature?: string;
}

/** Completes at `|`; positions count code points. */
async function complete(marked: string) {
  const before = marked.slice(0, marked.indexOf("|"));
  const cursor_pos = [...before].length;
  const code = marked.replace("|", "");
  const content = await ask("complete_request", { code, cursor_pos });
  const points = [...code];
  const [start, end] = [content["cursor_start"], content["cursor_end"]] as [number, number];
  const typed = (content["metadata"] as JsonObject)["_jupyter_types_experimental"] as TypedMatch[];
  return {
    matches: content["matches"] as string[],
    start,
    end,
    replaced: points.slice(start, end).join(""),
    typed,
  };
}

test("the very first cell of a session computes: completion and inspection answer, its own names too", async () => {
  await using own = await startKernel();
  const running = own.start("const veryFirst = { inner: 1 }; console.log('go'); while (true) {}");
  await running.message(({ content }) => content["text"] === "go\n");
  const completed = await own.request("complete_request", { code: "veryFirst.", cursor_pos: 10 });
  expect(completed.content["matches"]).toEqual(["inner"]);
  const math = await own.request("complete_request", { code: "Math.hyp", cursor_pos: 8 });
  expect(math.content["matches"]).toEqual(["hypot"]);
  const inspected = await own.request("inspect_request", { code: "veryFirst", cursor_pos: 3 });
  expect(inspected.content["found"]).toBe(true);
  await own.interrupt();
  await running.done;
});

describe("completion", () => {
  test("gives each match its text, type, place and signature", async () => {
    await kernel.execute("function addOne(n: number) { return n + 1 } const added = [1];");
    const { matches, typed, start, end } = await complete("1 + add|");
    expect(new Set(matches)).toEqual(new Set(["added", "addOne"]));
    expect(typed).toHaveLength(matches.length);
    expect(typed).toContainEqual({
      text: "addOne",
      type: "function",
      start,
      end,
      signature: "function addOne(n: number): number",
    });
    expect([start, end]).toEqual([4, 7]);
  });

  test.each([
    ["'😀😀'.toUpperC|", "toUpperC", "toUpperCase"],
    ["/* 👩‍👩‍👧 𝒳 */ Math.hyp|", "hyp", "hypot"],
    ["const 𝒳name = { part: 1 };\n𝒳name.pa|", "pa", "part"],
    ["Math.hyp|ot(3, 4); '😀'", "hypot", "hypot"],
    ["`😀${Math.hyp|}`", "hyp", "hypot"],
    ["'a\u0301'; Math.hyp|", "hyp", "hypot"],
  ])(
    "counts code points, whatever stands before the cursor: %s",
    async (marked, replaced, match) => {
      const found = await complete(marked);
      expect(found.replaced).toBe(replaced);
      expect(found.matches).toContain(match);
      for (const { start, end } of found.typed) {
        expect([start, end]).toEqual([found.start, found.end]);
      }
    },
  );

  test("names beyond the basic plane are completed whole", async () => {
    await kernel.execute("const 𝒳𝒴value = 1;");
    const found = await complete("'😀'; 𝒳𝒴|");
    expect([found.matches, found.replaced]).toEqual([["𝒳𝒴value"], "𝒳𝒴"]);
  });

  test.each([
    ["before the beginning", -7, 0],
    ["far beyond the end", 1_000_000, 8],
    ["null: at the end", null, 8],
  ])("a cursor %s is taken to the nearest place", async (_where, cursor_pos, nearest) => {
    const content = await ask("complete_request", { code: "Math.hyp", cursor_pos });
    expect(content["status"]).toBe("ok");
    const same = await ask("complete_request", { code: "Math.hyp", cursor_pos: nearest });
    expect(content).toEqual(same);
  });

  test.each([[1.5], ["3"], [{}]])("a cursor at %j is refused by its name", async (cursor_pos) => {
    const content = await ask("complete_request", { code: "Math.hyp", cursor_pos });
    expect(content).toMatchObject({ status: "error", ename: "BadRequest" });
    expect(content["evalue"]).toContain("cursor_pos");
  });

  test("of what cannot be completed is empty, and no error", async () => {
    for (const marked of ["noSuchThing.|", "'text |'", "// words |", "/* "]) {
      const cursor = marked.includes("|") ? marked : `${marked}|`;
      const { matches, start, end } = await complete(cursor);
      expect(matches).toEqual([]);
      expect(start).toBeLessThanOrEqual(end);
    }
  });
});

describe("inspection", () => {
  const inspect = (code: string, detail_level = 0, cursor_pos: number | null = [...code].length) =>
    ask("inspect_request", { code, cursor_pos, detail_level });

  test("gives type and documentation as text and as Markdown, and the source at level 1", async () => {
    await kernel.execute(
      "/**\n * Twice `n`.\n */\nfunction twice(n: number) {\n  return n * 2;\n}",
    );
    const brief = (await inspect("twice"))["data"] as Record<string, string>;
    expect(brief["text/plain"]).toBe("function twice(n: number): number\nTwice `n`.");
    expect(brief["text/markdown"]).toBe(
      "```typescript\nfunction twice(n: number): number\n```\nTwice `n`.",
    );
    const full = (await inspect("twice", 1))["data"] as Record<string, string>;
    expect(full["text/plain"]).toContain("return n * 2;");
    expect(full["text/markdown"]).toContain("  return n * 2;\n}\n```");
  });

  test("of nothing is found: false, without data", async () => {
    for (const code of ["", "   ", "noSuchName", "1 + ", "'text'"]) {
      const content = await inspect(code);
      expect([code, content]).toEqual([
        code,
        { status: "ok", found: false, data: {}, metadata: {} },
      ]);
    }
  });

  test.each([[-3], [1_000], [null]])("a cursor at %j is taken to the nearest place", async (at) => {
    expect((await inspect("Math", 0, at))["found"]).toBe(true);
  });

  test("an odd detail level counts as the nearest", async () => {
    expect(await inspect("Math.max", 7)).toEqual(await inspect("Math.max", 1));
    expect(await inspect("Math.max", -7)).toEqual(await inspect("Math.max", 0));
  });
});

describe("is_complete", () => {
  test.each([
    ["if (true) {", "  "],
    ["function f() {\n  if (x) {", "    "],
    ["call(", "  "],
    ["const list = [\n  1,", "  "],
    ["class A {\n  b() {\n    return 1;", "    "],
    ["`text", ""],
    ["/* remark", ""],
  ])("%j goes on, indented by %j", async (code, indent) => {
    expect(await ask("is_complete_request", { code })).toEqual({ status: "incomplete", indent });
  });

  test.each([["1 + 1"], [""], ["\n"], ["{}"], ["const x = `a\nb`"], ["Math?"]])(
    "%j is complete",
    async (code) => {
      expect(await ask("is_complete_request", { code })).toEqual({ status: "complete" });
    },
  );

  test.each([["'x"], ["))"], ["const = 1"], ["1 +* 2"]])("%j is invalid", async (code) => {
    expect(await ask("is_complete_request", { code })).toEqual({ status: "invalid" });
  });
});
