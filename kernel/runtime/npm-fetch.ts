/** Fetches what an `npm:` specifier names and is not installed, into a folder of Tunebook's own. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { explainFailure } from "../npm/explain.ts";
import { findNpm } from "../npm/find-npm.ts";
import { fetchedFolder, npmHome, npmRequest, type NpmSpecifier } from "../npm-specifier.ts";
import { currentCell } from "./cell.ts";
import { print } from "./output.ts";

const underway = new Map<string, Promise<string>>();

/**
 * The folder from which the package is found; fetched by npm, without its install scripts, if need be.
 * @throws Error in plain words
 */
export function fetchNpm(specifier: NpmSpecifier, cwd: string): string | Promise<string> {
  const home = npmHome(specifier, cwd);
  if (home !== undefined) return home;
  const request = npmRequest(specifier);
  let fetching = underway.get(request);
  if (!fetching) {
    fetching = install(specifier, request, cwd).finally(() => underway.delete(request));
    underway.set(request, fetching);
  }
  return fetching;
}

async function install(specifier: NpmSpecifier, request: string, cwd: string): Promise<string> {
  const npm = findNpm(process.env);
  if (!npm)
    throw new Error(`npm:${request} cannot be fetched: there is no npm. ${remedy(request)}`);
  const folder = fetchedFolder(specifier);
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  print("stderr", `Fetching npm:${request} into ${dirname(folder)}\n`);
  // Put together aside, so that no other kernel finds half of it.
  const aside = mkdtempSync(join(dirname(folder), "new-"));
  try {
    writeFileSync(join(aside, "package.json"), '{"private":true}\n');
    const { code, errors } = await runNpm(npm, request, aside);
    if (code !== 0) {
      const why = explainFailure({ errors, code, packages: [request], folder: aside });
      throw new Error(`npm:${request} cannot be fetched. ${why} ${remedy(request)}`);
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(aside, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  const home = npmHome(specifier, cwd);
  if (home === undefined) {
    throw new Error(`npm:${request} was fetched, and has no package "${specifier.name}".`);
  }
  return home;
}

const remedy = (request: string): string =>
  `%install ${request} puts it beside the notebook, also from a folder or a .tgz file; then it is found there.`;

function runNpm(
  { command, words }: { command: string; words: readonly string[] },
  request: string,
  folder: string,
): Promise<{ code: number | null; errors: string }> {
  const options =
    "--ignore-scripts --no-fund --no-audit --no-progress --no-update-notifier " +
    // Without a network npm would else try for more than a minute.
    "--fetch-retries=1 --fetch-retry-mintimeout=1000";
  const child = spawn(command, [...words, "install", ...options.split(" "), "--", request], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    signal: currentCell()?.signal,
    env: { ...process.env, NODE_OPTIONS: undefined },
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, errors }));
  });
}
