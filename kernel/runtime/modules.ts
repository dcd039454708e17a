/** What a cell's imports are: `$import`, `$get`, `$meta` and `require`, as seen from the notebook's folder. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Script, constants } from "node:vm";
import { commonJsNamespace } from "./common-js.ts";
import { installAdvice } from "../missing-package.ts";
import { OWN_JSX_RUNTIME } from "../emit/jsx.ts";
import {
  findLocal,
  findMapped,
  hasLocalImports,
  isCompiled,
  isLocal,
  localUrl,
} from "./local-modules.ts";
import { npmHome, parseNpm } from "../npm-specifier.ts";
import { resolveNpm } from "./npm-resolve.ts";
import { registerLoader } from "./register-loader.ts";
import { setModuleSources } from "./stack.ts";
import { nodeSpecifier } from "../emit/deno-specifiers.ts";
import { connectTslab } from "./layers/tslab-package.ts";

/** Stands in for tslab where the notebook has not installed it. */
const OWN_TSLAB = new URL("./layers/tslab.js", import.meta.url).href;

/** The part of `import.meta` that cells have. */
export interface CellMeta {
  url: string;
  filename: string;
  dirname: string;
  resolve(specifier: string): string;
}

/** A cell's doors to other modules. */
export interface CellModules {
  importModule(specifier: string, options?: ImportCallOptions): Promise<unknown>;
  get(namespace: Record<string, unknown>, name: string, specifier: string): unknown;
  meta: CellMeta;
  require: NodeJS.Require;
}

/** Modules as seen from the working folder, and after it from this package. */
export class Modules {
  #folder: string | undefined;
  #modules: CellModules | undefined;

  /** For a cell that starts now. */
  forCell(): CellModules {
    const folder = process.cwd();
    if (this.#modules === undefined || this.#folder !== folder) {
      this.#folder = folder;
      this.#modules = modulesOf(folder);
    }
    return this.#modules;
  }
}

function modulesOf(folder: string): CellModules {
  const filename = join(folder, "notebook");
  const url = pathToFileURL(filename).href;
  const load = importerOf(filename);
  const resolve = (specifier: string) => resolveFrom(specifier, folder, url);
  return {
    importModule: async (specifier, options) => {
      const npm = parseNpm(String(specifier));
      if (npm && npmHome(npm, folder) === undefined) await (await fetching()).fetchNpm(npm, folder);
      const target = resolve(String(specifier));
      const type = options?.with?.["type"];
      if (type === "text" || type === "bytes") return assetOf(target, type);
      connectTslab(target);
      const json = /\.json([?#]|$)/.test(target) && options?.with === undefined;
      const plain = json || options?.with !== undefined ? undefined : commonJsNamespace(target);
      return (await plain) ?? load(target, json ? { with: { type: "json" } } : options);
    },
    get: exportOf,
    meta: { url, filename, dirname: folder, resolve },
    require: requireOf(url, folder),
  };
}

/** Loaded when something is fetched. */
const fetching = () => import("./npm-fetch.ts");

/** `import()` whose errors speak of the notebook, not of this file. */
function importerOf(filename: string) {
  const script = new Script("(target, options) => import(target, options)", {
    filename,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  return script.runInThisContext() as (
    target: string,
    options?: ImportCallOptions,
  ) => Promise<unknown>;
}

/** A file as a module whose default export is its text or its bytes. */
async function assetOf(url: string, type: "text" | "bytes"): Promise<unknown> {
  const bytes = await readFile(fileURLToPath(url.replace(/[?#].*$/, "")));
  const value = type === "text" ? bytes.toString("utf8") : new Uint8Array(bytes);
  return Object.freeze({ __proto__: null, default: value, [Symbol.toStringTag]: "Module" });
}

/**
 * The URL that `specifier` names: a file of the notebook's folder, a package found from there, or one
 * that is found from this package.
 */
function resolveFrom(given: string, folder: string, url: string): string {
  const npm = resolveNpm(given, folder);
  if (npm !== undefined) return npm;
  const specifier = nodeSpecifier(given);
  if (isLocal(specifier)) {
    const file = findLocal(specifier, folder);
    if (file === undefined) throw missing(`Cannot find "${specifier}" in ${folder}.`);
    return prepareLocal(file);
  }
  if (specifier === OWN_JSX_RUNTIME) return new URL("./jsx-runtime.js", import.meta.url).href;
  const mapped = findMapped(specifier, folder);
  if (mapped !== undefined) return prepareLocal(mapped);
  try {
    return import.meta.resolve(specifier, url);
  } catch (error) {
    if ((error as { code?: string }).code !== "ERR_MODULE_NOT_FOUND") throw error;
  }
  if (specifier === "tslab") return OWN_TSLAB;
  try {
    return import.meta.resolve(specifier);
  } catch (error) {
    if ((error as { code?: string }).code !== "ERR_MODULE_NOT_FOUND") throw error;
    if (given.startsWith("jsr:")) {
      throw missing(
        `Cannot find "${given}". Install it with npx jsr add ${given.slice(4)} in ${folder}.`,
      );
    }
    const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
    throw missing(`Cannot find the package "${name}". ${installAdvice(name, folder)}`);
  }
}

const versions = new Map<string, string>();

/** Makes ready what a local file needs to be imported, and gives its versioned URL. */
function prepareLocal(file: string): string {
  if (file.includes("/node_modules/")) return pathToFileURL(file).href;
  if (isCompiled(file) || hasLocalImports(file)) setModuleSources(registerLoader().find);
  const target = localUrl(file);
  // A CommonJS file is cached by its name, whatever the URL says.
  if (versions.get(file) !== target) delete createRequire(import.meta.url).cache[file];
  versions.set(file, target);
  return target;
}

/** A named import; CommonJS names that Node's lexer missed are found on the default export. */
function exportOf(namespace: Record<string, unknown>, name: string, specifier: string): unknown {
  if (name in namespace) return namespace[name];
  const whole = namespace["default"];
  if (whole !== null && whole !== undefined && name in Object(whole)) {
    return (whole as Record<string, unknown>)[name];
  }
  const names = Object.keys(namespace).filter((other) => other !== "module.exports");
  const some = names.slice(0, 8).join(", ") + (names.length > 8 ? ", …" : "");
  throw new SyntaxError(
    `The module "${specifier}" has no export named "${name}".${some ? ` It exports ${some}.` : ""}`,
  );
}

function requireOf(url: string, folder: string): NodeJS.Require {
  const fromFolder = createRequire(url);
  const fromHere = createRequire(import.meta.url);
  const require = (specifier: string): unknown => {
    const local = isLocal(specifier);
    const file = local ? findLocal(specifier, folder) : findMapped(specifier, folder);
    if (file !== undefined && (isCompiled(file) || !local)) {
      prepareLocal(file);
      return fromFolder(file);
    }
    if (local) return fromFolder(specifier);
    const npm = resolveNpm(specifier, folder);
    if (npm !== undefined) return fromFolder(fileURLToPath(npm));
    try {
      fromFolder.resolve(specifier);
    } catch (error) {
      if ((error as { code?: string }).code !== "MODULE_NOT_FOUND") throw error;
      if (specifier === "tslab") return fromHere(fileURLToPath(OWN_TSLAB));
      try {
        fromHere.resolve(specifier);
      } catch {
        // Says in cells' own words what is missing.
        resolveFrom(specifier, folder, url);
        throw error;
      }
      return fromHere(specifier);
    }
    if (specifier === "tslab") connectTslab(pathToFileURL(fromFolder.resolve(specifier)).href);
    return fromFolder(specifier);
  };
  return Object.assign(require, {
    resolve: fromFolder.resolve,
    cache: fromFolder.cache,
    extensions: fromFolder.extensions,
    main: fromFolder.main,
  });
}

function missing(message: string): Error {
  // Node's code for those who look for it; the message says it all.
  return Object.defineProperty(new Error(message), "code", { value: "ERR_MODULE_NOT_FOUND" });
}
