import { describe, expect, it } from "vitest";
import { askHistory, type HistoryEntry } from "../../../../kernel/handlers/history/query.ts";

const entry = (session: number, line: number, input: string): HistoryEntry => ({
  session,
  line,
  input,
});
const entries = [
  entry(1, 1, "const a = 1"),
  entry(1, 2, "a + 1"),
  entry(2, 1, "import x"),
  entry(2, 2, "a + 1"),
  entry(3, 1, "const b = [2]"),
];
const inputs = (found: readonly HistoryEntry[]) => found.map(({ input }) => input);

describe("the tail of a history", () => {
  it("is the last n, the oldest first", () => {
    const found = askHistory(entries, { access: "tail", n: 2 }, 3);
    expect(inputs(found)).toEqual(["a + 1", "const b = [2]"]);
  });

  it("of none or of less is empty, and of more than there are is all", () => {
    expect(askHistory(entries, { access: "tail", n: 0 }, 3)).toEqual([]);
    expect(askHistory(entries, { access: "tail", n: -1 }, 3)).toEqual([]);
    expect(askHistory(entries, { access: "tail", n: 99 }, 3)).toHaveLength(5);
  });
});

describe("a range of a history", () => {
  const range = (session: number, start: number, stop?: number) =>
    askHistory(entries, { access: "range", session, start, stop }, 3);

  it("is of the session of that number, from start to before stop", () => {
    expect(inputs(range(1, 1, 2))).toEqual(["const a = 1"]);
    expect(inputs(range(1, 2))).toEqual(["a + 1"]);
  });

  it("counts sessions from 0 on backwards from the current one", () => {
    expect(inputs(range(0, 0))).toEqual(["const b = [2]"]);
    expect(inputs(range(-1, 0))).toEqual(["import x", "a + 1"]);
    expect(range(-9, 0)).toEqual([]);
  });
});

describe("a search in a history", () => {
  const search = (pattern: string, n?: number, unique = false) =>
    inputs(askHistory(entries, { access: "search", pattern, n, unique }, 3));

  it("matches whole inputs by stars, question marks and sets", () => {
    expect(search("const*")).toEqual(["const a = 1", "const b = [2]"]);
    expect(search("a ? 1")).toEqual(["a + 1", "a + 1"]);
    expect(search("*[ax]")).toEqual(["import x"]);
    expect(search("[!ai]*")).toEqual(["const a = 1", "const b = [2]"]);
    expect(search("const")).toEqual([]);
    expect(search("*b = [[]2]")).toEqual(["const b = [2]"]);
  });

  it("takes regular expressions' signs for what they are", () => {
    expect(search("a . 1")).toEqual([]);
    expect(search("(*")).toEqual([]);
  });

  it("gives the last n, and of equal ones the latest where they shall be unique", () => {
    expect(search("*", 1)).toEqual(["const b = [2]"]);
    const found = askHistory(
      entries,
      { access: "search", pattern: "a*", n: undefined, unique: true },
      3,
    );
    expect(found).toEqual([entry(2, 2, "a + 1")]);
  });

  it("is not slowed down by a pattern of many stars", () => {
    const long = [entry(1, 1, "a".repeat(5000))];
    const pattern = `${"*a".repeat(60)}b`;
    const query = { access: "search", pattern, n: undefined, unique: false } as const;
    expect(askHistory(long, query, 1)).toEqual([]);
  });
});
