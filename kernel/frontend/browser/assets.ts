/** Where the extension's files lie, and what the build put into their names. */

/** Set by the build: the names (with content hashes) of the files beside the entry, and the version. */
declare const TUNEBOOK_PLOTLY: string;
declare const TUNEBOOK_FONTS: Record<string, string>;
declare const TUNEBOOK_VERSION: string;

let folder = "";

/** Tells where the entry script came from. */
export function setAssets(script: string): void {
  folder = script.replace(/[^/]*$/, "");
}

/** The address of plotly.js. */
export const plotlyAddress = (): string => folder + TUNEBOOK_PLOTLY;

/** The addresses of the font that figures are laid out for, by weight. */
export const fontAddresses = (): [weight: string, address: string][] =>
  Object.entries(TUNEBOOK_FONTS).map(([weight, name]) => [weight, folder + name]);

/** The version of Tunebook that this extension came with. */
export const version = (): string => TUNEBOOK_VERSION;
