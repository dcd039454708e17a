/**
 * A folder's tsconfig.json as the kernel uses it: read with what it extends, and again when one of
 * the files changed.
 */

import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join, resolve } from "node:path";

/** What was found. Without a file all is empty. */
export interface TsConfig {
  /** The file, if there is one. */
  path: string | undefined;
  /** `compilerOptions` of the whole chain; its paths are absolute. */
  options: Record<string, unknown>;
  /** Absolute patterns. */
  include: string[];
  exclude: string[];
  files: string[];
  /** Why a file of the chain could not be read, as a sentence for the user. */
  problem?: string;
}

const NONE: TsConfig = { path: undefined, options: {}, include: [], exclude: [], files: [] };

/** The tsconfig.json of one folder, followed as it changes. */
export class ConfigFile {
  readonly #path: string;
  #stamp: string | undefined;
  #read: string[] = [];
  #current = NONE;

  constructor(folder: string) {
    this.#path = join(folder, "tsconfig.json");
    this.#read = [this.#path];
  }

  /** As it is on disk now; the same object for as long as no file of it changes. */
  get current(): TsConfig {
    if (this.#stamp !== undefined && stampOf(this.#read) === this.#stamp) return this.#current;
    const read = new Set([this.#path]);
    this.#current = exists(this.#path) ? readConfig(this.#path, read) : NONE;
    this.#read = [...read];
    this.#stamp = stampOf(this.#read);
    return this.#current;
  }
}

const known = new Map<string, ConfigFile>();

/** The configuration that holds for files in `folder`: its own, else that of the nearest folder above. */
export function nearestConfig(folder: string): TsConfig {
  for (let at = folder; ; at = dirname(at)) {
    let file = known.get(at);
    if (!file) known.set(at, (file = new ConfigFile(at)));
    const { current } = file;
    if (current.path !== undefined) return current;
    if (dirname(at) === at) return NONE;
  }
}

/** The absolute paths that a specifier may stand for by `paths`, in the order in which they count. */
export function mappedPaths(specifier: string, { options }: TsConfig): string[] {
  const paths = (options["paths"] ?? {}) as Record<string, string[]>;
  let best: { prefix: number; found: string[] } | undefined;
  for (const [pattern, targets] of Object.entries(paths)) {
    if (!Array.isArray(targets)) continue;
    if (pattern === specifier) return targets;
    const star = pattern.indexOf("*");
    if (star < 0) continue;
    const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
    if (!specifier.startsWith(head) || !specifier.endsWith(tail)) continue;
    if (specifier.length < head.length + tail.length || head.length < (best?.prefix ?? 0)) continue;
    const middle = specifier.slice(head.length, specifier.length - tail.length);
    best = {
      prefix: head.length,
      found: targets.map((target) => target.replace("*", () => middle)),
    };
  }
  return best?.found ?? [];
}

function readConfig(path: string, read: Set<string>): TsConfig {
  try {
    return resolved(chain(path, dirname(path), read, []), path);
  } catch (error) {
    const problem = `${path} is not used: ${(error as Error).message} Once it is mended, its options hold from the next cell on.`;
    return { ...NONE, path, problem };
  }
}

interface RawConfig {
  compilerOptions?: Record<string, unknown>;
  include?: string[];
  exclude?: string[];
  files?: string[];
}

/** A file laid over what it extends. */
function chain(path: string, root: string, read: Set<string>, above: string[]): RawConfig {
  if (above.includes(path)) throw new Error(`${path} extends itself.`);
  read.add(path);
  const folder = dirname(path);
  const own = parse(path) as RawConfig & { extends?: string | string[] };
  let result: RawConfig = {};
  for (const name of [own.extends ?? []].flat()) {
    const base = findBase(String(name), folder);
    if (base === undefined) throw new Error(`it extends "${name}", which is not there.`);
    result = merge(result, chain(base, root, read, [...above, path]));
  }
  return merge(result, absolute(own, folder, root));
}

function merge(base: RawConfig, over: RawConfig): RawConfig {
  const compilerOptions = { ...base.compilerOptions, ...over.compilerOptions };
  return { ...base, ...over, compilerOptions };
}

/** JSON with comments and commas before a closing bracket. */
function parse(path: string): object {
  const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  const bare = text.replace(/"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|\/\*[^]*?\*\//g, (found) =>
    found.startsWith('"') ? found : found.replace(/[^\n]/g, " "),
  );
  const strict = bare.replace(/"(?:\\.|[^"\\\n])*"|,(?=\s*[}\]])/g, (found) =>
    found === "," ? " " : found,
  );
  let value: unknown;
  try {
    value = strict.trim() === "" ? {} : JSON.parse(strict);
  } catch (error) {
    throw new Error(`it is not JSON (${(error as Error).message}).`, { cause: error });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error("it is no object.");
  }
  return value;
}

function findBase(name: string, folder: string): string | undefined {
  if (/^\.{0,2}\//.test(name) || name.startsWith("..") || isAbsolute(name)) {
    const path = resolve(folder, name);
    return [path, `${path}.json`, join(path, "tsconfig.json")].find(exists);
  }
  const require = createRequire(join(folder, "x"));
  for (const candidate of [name, `${name}/tsconfig.json`, `${name}.json`]) {
    try {
      const found = require.resolve(candidate);
      if (found.endsWith(".json")) return found;
    } catch {
      // the next
    }
  }
  return undefined;
}

/** Options and patterns whose paths are relative to the file that holds them. */
function absolute(own: RawConfig, folder: string, root: string): RawConfig {
  const path = (text: unknown) =>
    resolve(
      folder,
      String(text).replace("${configDir}", () => root),
    );
  const list = (value: unknown) => (Array.isArray(value) ? value.map(path) : undefined);
  const options: Record<string, unknown> = { ...own.compilerOptions };
  const base = typeof options["baseUrl"] === "string" ? path(options["baseUrl"]) : folder;
  if (options["paths"] && typeof options["paths"] === "object") {
    options["paths"] = Object.fromEntries(
      Object.entries(options["paths"]).map(([pattern, targets]) => [
        pattern,
        [targets].flat().map((target) =>
          resolve(
            base,
            String(target).replace("${configDir}", () => root),
          ),
        ),
      ]),
    );
  }
  for (const name of ["typeRoots", "rootDirs"]) {
    if (options[name] !== undefined) options[name] = list(options[name]);
  }
  const given: RawConfig = { compilerOptions: options };
  for (const name of ["include", "exclude", "files"] as const) {
    const found = list(own[name]);
    if (found) given[name] = found;
  }
  return given;
}

const resolved = (raw: RawConfig, path: string): TsConfig => ({
  path,
  options: raw.compilerOptions ?? {},
  include: raw.include ?? [],
  exclude: raw.exclude ?? [],
  files: raw.files ?? [],
});

const exists = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

const stampOf = (paths: readonly string[]): string =>
  paths
    .map((path) => {
      const found = statSync(path, { throwIfNoEntry: false });
      return found ? `${path}:${found.mtimeMs}:${found.size}` : `${path}:none`;
    })
    .join("\n");
