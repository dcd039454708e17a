import type { Magic } from "./magic.ts";

/** The signs that a magic is written with; the wanted ones where it knows both. */
export function signsOf(magic: Magic, wanted: "%" | "%%" = "%"): "%" | "%%" {
  if (magic.form !== "code") return magic.form === "cell" ? "%%" : "%";
  if (magic.line && magic.cell) return wanted;
  return magic.line ? "%" : "%%";
}
