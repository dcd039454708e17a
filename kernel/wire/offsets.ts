/**
 * Jupyter counts a cursor's place in Unicode code points, JavaScript in UTF-16 code units; the two
 * differ behind every character beyond U+FFFF, such as an emoji.
 */

const isLeadSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isTrailSurrogate = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

/** Code points before `codePoints` → UTF-16 units. Beyond the end: the text's length; below 0: 0. */
export function toUtf16Offset(text: string, codePoints: number): number {
  let offset = 0;
  for (let counted = 0; counted < codePoints && offset < text.length; counted++) {
    const paired =
      isLeadSurrogate(text.charCodeAt(offset)) && isTrailSurrogate(text.charCodeAt(offset + 1));
    offset += paired ? 2 : 1;
  }
  return offset;
}

/** UTF-16 units → code points. An offset inside a surrogate pair counts the whole character. */
export function toCodePointOffset(text: string, utf16: number): number {
  let counted = 0;
  for (let offset = 0; offset < Math.min(utf16, text.length); counted++) {
    const paired =
      isLeadSurrogate(text.charCodeAt(offset)) && isTrailSurrogate(text.charCodeAt(offset + 1));
    offset += paired ? 2 : 1;
  }
  return counted;
}
