import { expect, test } from "vitest";
import { toCodePointOffset, toUtf16Offset } from "../../../kernel/wire/offsets.ts";

// In UTF-16 the emoji are two units each, the others one.
const text = "a😀b👍🏽é";

test("every code point of a text goes to its UTF-16 offset and back", () => {
  const characters = [...text];
  for (let count = 0; count <= characters.length; count++) {
    const utf16 = characters.slice(0, count).join("").length;
    expect(toUtf16Offset(text, count)).toBe(utf16);
    expect(toCodePointOffset(text, utf16)).toBe(count);
  }
});

test("offsets beyond the text stop at its ends", () => {
  expect(toUtf16Offset(text, 1000)).toBe(text.length);
  expect(toUtf16Offset(text, -1)).toBe(0);
  expect(toCodePointOffset(text, 1000)).toBe([...text].length);
});

test("a lone surrogate counts as one character", () => {
  expect(toUtf16Offset("\ud83dx", 1)).toBe(1);
  expect(toCodePointOffset("\ud83dx", 1)).toBe(1);
});
