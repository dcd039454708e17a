/** Where the extension's files lie, and what the build put into their names. */

/** Set by the build: the names (with content hashes) of the files beside the entry, and the version. */
declare const TUNEBOOK_PLOTLY: string;
declare const TUNEBOOK_VERSION: string;

let folder = "";

/** Tells where the entry script came from. */
export function setAssets(script: string): void {
  folder = script.replace(/[^/]*$/, "");
}

/** The address of plotly.js. */
export const plotlyAddress = (): string => folder + TUNEBOOK_PLOTLY;

/** The version of Tunebook that this extension came with. */
export const version = (): string => TUNEBOOK_VERSION;
