/**
 * The user's own module files: found with or without extension, turned into what Node runs, and given
 * a version that changes with the file and with the local files that it imports.
 */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { emit, type Lang } from "../emit/emit.ts";
import { jsxChoice } from "../emit/jsx.ts";
import { parseSync } from "../emit/packages.ts";
import { encodeMappings } from "../emit/source-map.ts";
import { mappedPaths, nearestConfig } from "../tsconfig.ts";

const EXTENSIONS = [
  "",
  ".ts",
  ".tsx",
  ".mts",
  ".cts",
  ".js",
  ".mjs",
  ".cjs",
  ".jsx",
  ".json",
  "/index.ts",
  "/index.tsx",
  "/index.js",
];

/** Whether a specifier names a file rather than a package. */
export function isLocal(specifier: string): boolean {
  return /^(\.{0,2}\/|\.{1,2}$|file:)/.test(specifier);
}

/** Whether this file is compiled before it runs. */
export function isCompiled(file: string): boolean {
  return /\.([mc]?ts|[tj]sx)$/.test(file) && !file.includes("/node_modules/");
}

/** The file that `specifier` names as seen from `folder`; undefined if there is none. */
export function findLocal(specifier: string, folder: string): string | undefined {
  const bare = specifier.replace(/[?#].*$/, "");
  const path = bare.startsWith("file:") ? fileURLToPath(bare) : resolve(folder, bare);
  const found = EXTENSIONS.map((extension) => path + extension).find(isFile);
  if (found !== undefined) return found;
  // As TypeScript has it: "./a.js" may be written in a.ts.
  const written = /^(.*)\.([mc]?)js(x?)$/.exec(path);
  if (written === null) return undefined;
  return [`${written[1]}.${written[2]}ts${written[3]}`, `${written[1]}.tsx`].find(isFile);
}

/** The file that `paths` of the nearest tsconfig.json give to `specifier`; undefined if they do not. */
export function findMapped(specifier: string, folder: string): string | undefined {
  for (const path of mappedPaths(specifier, nearestConfig(folder))) {
    const file = findLocal(path, folder);
    if (file !== undefined) return file;
  }
  return undefined;
}

/** The URL under which a local file is imported: another one when it, or what it imports, was changed. */
export function localUrl(file: string): string {
  return `${pathToFileURL(file).href}?v=${version(file)}`;
}

/** A compiled module: its JavaScript with the source map inside, and both apart. */
export interface CompiledModule {
  source: string;
  text: string;
  map: string;
}

/**
 * TypeScript and JSX → JavaScript, by the options of the nearest tsconfig.json.
 * @throws {SyntaxError} with the place, if the file cannot be parsed.
 */
export function compileLocal(file: string): CompiledModule {
  const text = readFileSync(file, "utf8");
  const config = nearestConfig(dirname(file));
  const emitted = emit(text, {
    lang: langOf(file),
    sourceType: "module",
    config,
    jsx: jsxChoice(text, config, false),
    keepImports: config.options["verbatimModuleSyntax"] === true,
  });
  if (!emitted.ok) {
    const [error] = emitted.errors;
    throw new SyntaxError(`${file}: ${error!.message}\n${error!.codeframe ?? ""}`.trimEnd());
  }
  const { js, mappings } = emitted;
  const map = JSON.stringify({
    version: 3,
    names: [],
    sources: [file],
    mappings: encodeMappings(mappings),
  });
  const inline = Buffer.from(map).toString("base64");
  const source = `${js}\n//# sourceMappingURL=data:application/json;base64,${inline}\n`;
  return { source, text, map };
}

const langOf = (file: string): Lang =>
  file.endsWith(".tsx") ? "tsx" : file.endsWith(".jsx") ? "jsx" : "ts";

interface FileInfo {
  /** Changes when the file may have changed. */
  stamp: string;
  hash: string;
  imports: string[];
}

const infos = new Map<string, FileInfo>();

/** Hash of a file and of all local files that it imports, directly or not. */
function version(file: string): string {
  const hash = createHash("sha1");
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const { hash: own, imports } = infoOf(path);
    hash.update(own);
    for (const specifier of imports) {
      const imported = findLocal(specifier, dirname(path));
      if (imported !== undefined) visit(imported);
    }
  };
  visit(file);
  return hash.digest("hex").slice(0, 12);
}

/** Whether the file imports other local files by static imports. */
export function hasLocalImports(file: string): boolean {
  return infoOf(file).imports.length > 0;
}

function infoOf(file: string): FileInfo {
  const { mtimeMs, size, ino } = statSync(file);
  const stamp = `${mtimeMs}:${size}:${ino}`;
  let info = infos.get(file);
  if (info?.stamp === stamp) return info;
  const text = readFileSync(file);
  const hash = createHash("sha1").update(text).digest("hex");
  info = { stamp, hash, imports: localImports(file, text.toString("utf8")) };
  infos.set(file, info);
  return info;
}

function localImports(file: string, text: string): string[] {
  if (!/\.([mc]?[tj]s|[tj]sx)$/.test(file)) return [];
  const { module } = parseSync(file, text);
  return [
    ...module.staticImports.map((found) => found.moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
    ),
  ].filter(isLocal);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
