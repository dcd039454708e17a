/** Deno's import specifiers as Node has them. */

const NPM = /^npm:\/?((?:@[^/@]+\/)?[^/@]+)(?:@[^/]*)?(\/.*)?$/;
const JSR = /^jsr:\/?@([^/@]+)\/([^/@]+)(?:@[^/]*)?(\/.*)?$/;

/**
 * `npm:PACKAGE@VERSION/path` → `PACKAGE/path`, `jsr:@SCOPE/NAME` → the name by which npm has it, anything
 * else as it is. The version is whichever is installed.
 * @throws Error for a module of the web, saying what to do instead
 */
export function nodeSpecifier(specifier: string): string {
  const npm = NPM.exec(specifier);
  if (npm !== null) return npm[1]! + (npm[2] ?? "");
  const jsr = JSR.exec(specifier);
  if (jsr !== null) return `@jsr/${jsr[1]}__${jsr[2]}${jsr[3] ?? ""}`;
  if (!/^https?:/.test(specifier)) return specifier;
  const { hostname, pathname } = new URL(specifier);
  const named = /\/((?:@[^/@]+\/)?[^/@]+)(?:@[^/]*)?/.exec(pathname)?.[1];
  const isPackage = /^(esm\.sh|cdn\.skypack\.dev|esm\.run|unpkg\.com)$/.test(hostname);
  const instead =
    isPackage && named !== undefined
      ? `%install ${named}, then import from "${named}"`
      : "%install the package that it belongs to, or save the file beside the notebook";
  throw new Error(`Node imports no modules from the web, such as ${specifier}. ${instead}.`);
}
