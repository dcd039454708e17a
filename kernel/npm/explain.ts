import { nearest } from "../nearest.ts";
import { POPULAR } from "./popular.ts";

/** What npm failed at. */
export interface NpmFailure {
  /** All that npm wrote to its standard error. */
  readonly errors: string;
  readonly code: number | null;
  /** What was asked for. */
  readonly packages: readonly string[];
  readonly folder: string;
}

/** Why npm failed and what to do, in plain words; what is not known is npm's own text. */
export function explainFailure({ errors, code, packages, folder }: NpmFailure): string {
  const kind = /npm (?:error|ERR!) code (\S+)/.exec(errors)?.[1] ?? "";
  switch (kind) {
    case "E404":
      return notFound(errors, packages);
    case "ENOVERSIONS":
      return `There is nothing of ${packages.join(" ")} in the registry that could be installed.${didYouMean(packages.join(" "))}`;
    case "ETARGET":
      return `There is no such version: ${lineWith(errors, /No matching version/) ?? packages.join(" ")} npm view NAME versions lists those that exist.`;
    case "EINVALIDPACKAGENAME":
    case "EINVALIDTAGNAME":
      return `${packages.join(" ")} is no name of a package. Write %install NAME, %install NAME@VERSION, or the path of a folder or a .tgz file.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "ECONNREFUSED":
    case "ECONNRESET":
    case "ETIMEDOUT":
    case "ENETUNREACH":
    case "EHOSTUNREACH":
    case "ERR_SOCKET_TIMEOUT":
      return `npm cannot reach its registry (${kind}): there is no network, or a firewall or proxy is in the way. npm config get registry says where it looks; a .tgz file or a folder installs without a network.`;
    case "ENOTCACHED":
      return "npm may not use the network (it is set to offline), and its cache does not have the package.";
    case "E401":
    case "E403":
    case "ENEEDAUTH":
      return `The registry refuses (${kind}): the package is private, or you are not logged in. npm login in a terminal mends that.`;
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return `npm may not write (${kind}) in ${folder}. Change the folder's rights, or move the notebook to one that is yours.`;
    case "ENOSPC":
      return "The disk is full.";
    case "ENOENT":
      return `There is no such file or folder: ${packages.join(" ")}, seen from ${folder}.`;
    case "ERESOLVE":
      return `The packages do not agree on the versions that they need. %install --legacy-peer-deps ${packages.join(" ")} installs them all the same.\n${said(errors)}`;
    case "ESTRICTALLOWSCRIPTS":
      return `npm is set to refuse packages with install scripts. Allow it in package.json under "allowScripts", or leave the scripts out: %install --ignore-scripts ${packages.join(" ")}`;
  }
  if (/npm (?:error|ERR!) (?:command|path)/.test(errors) && /failed/.test(errors)) {
    return `An install script of a package failed. %install --ignore-scripts ${packages.join(" ")} leaves the scripts out.\n${said(errors)}`;
  }
  return `npm ended with exit code ${code}.\n${said(errors)}`;
}

function notFound(errors: string, packages: readonly string[]): string {
  const named =
    /'([^']+?)@[^'@]*' (?:is not in|could not be found)/.exec(errors)?.[1] ??
    /Not Found - GET \S+\/([^\s/]+) - Not found/i.exec(errors)?.[1];
  const name = decodeURIComponent(named ?? packages.join(" "));
  return `There is no package ${name} in the registry, or it is private.${didYouMean(name)}`;
}

function didYouMean(name: string): string {
  const others = POPULAR.filter((each) => each !== name);
  const near = nearest(name, others);
  return near === undefined ? "" : ` Did you mean ${near}?`;
}

function lineWith(errors: string, pattern: RegExp): string | undefined {
  const line = errors.split("\n").find((each) => pattern.test(each));
  return line?.replace(/^npm (?:error|ERR!) (?:notarget )?/, "");
}

/** npm's own words, without its marks and the place of its log. */
function said(errors: string): string {
  return errors
    .split("\n")
    .filter((line) => /^npm (?:error|ERR!)/.test(line) && !/complete log|debug-\d/.test(line))
    .map((line) => line.replace(/^npm (?:error|ERR!) ?/, ""))
    .slice(0, 20)
    .join("\n")
    .trim();
}
