/** `console.group` of a cell that never closed it, since it threw or forgot to: it must not indent the cells after it. */

// Node keeps the depth under a symbol of its own (it has had two names); where that is gone, nothing is reset.
const console = globalThis.console as unknown as Record<symbol, unknown>;
const INDENT = Object.getOwnPropertySymbols(console).find(({ description }) =>
  /^kGroupIndent(ationString)?$/.test(description ?? ""),
);

/** Closes the groups that are open. */
export function closeGroups(): void {
  if (INDENT !== undefined && typeof console[INDENT] === "string") console[INDENT] = "";
}
