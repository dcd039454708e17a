/** How wide text stands in a terminal. */

/** Characters that take two places: East Asian ones, as Unicode's annex 11 has them, and pictures. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** Characters that take none: they change the one before. */
const NONE = /\p{M}|\p{Cf}|\u200b/u;

/** The places that a line of text takes in a terminal. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const sign of text) width += NONE.test(sign) ? 0 : WIDE.test(sign) ? 2 : 1;
  return width;
}
