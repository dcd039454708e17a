import { expect, test } from "vitest";
import { splitWords, takeOptions } from "../../../../kernel/handlers/magics/common/words.ts";

test.each([
  ["a  b", "linux", ["a", "b"]],
  [`'a b' "c d"e`, "linux", ["a b", "c de"]],
  [String.raw`a\ b '\'`, "linux", ["a b", "\\"]],
  [String.raw`C:\new\x "C:\a b"`, "win32", ["C:\\new\\x", "C:\\a b"]],
  ['""', "linux", [""]],
  ["", "linux", []],
] as const)("%s on %s", (line, platform, words) => {
  expect(splitWords(line, platform)).toEqual(words);
});

test("a quote without an end is a mistake", () => {
  expect(() => splitWords("a 'b")).toThrow(/quote ' has no end/);
});

test("options end at the first word that is none", () => {
  const { given, rest, from } = takeOptions("%x", ' -n10 -q --name "a b" -5 + f', {
    n: true,
    q: false,
    name: true,
  });
  expect([...given]).toEqual([
    ["n", "10"],
    ["q", true],
    ["name", "a b"],
  ]);
  expect(rest).toBe("-5 + f");
  expect(from).toBe(22);
});
