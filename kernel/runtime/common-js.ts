/**
 * Packages that are CommonJS, imported without reading their text for names. Node reads it, and that of all
 * that it exports again, before it runs any of it: on Node 20 that takes twice as long as running TensorFlow.js.
 * Here the package runs first, as `import` would have it run, and its names are those that it then has.
 */
import { readFileSync } from "node:fs";
import Module from "node:module";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { types } from "node:util";
import vm from "node:vm";

/** Of so many names nobody imports one by one. */
const MOST_NAMES = 5000;
/** A line that only an ES module has, or that looks like one: then Node decides. */
const ESM_LINE = /^[ \t]*(?:import|export)\b/m;
/** What asks nothing but another module's value: getters as compilers and bundlers write them. */
const PLAIN_GETTER =
  /^(?:function\s*[\w$]*\s*\(\)|get\s*[\w$]*\s*\(\)|\(\)\s*=>)\s*(?:\{\s*return\s+([\w$.]+(?:\[[\w$]+\])?)\s*;?\s*\}|[\w$.]+)$/;

/** What Node's own importer of CommonJS calls: each time anew, since those who stand in for packages replace `_load`. */
const loader = Module as unknown as {
  _load(file: string, parent: undefined, isMain: false): unknown;
  _cache: NodeJS.Dict<NodeJS.Module>;
};

const namespaces = new Map<string, Promise<object | undefined>>();

/**
 * The namespace of a package's CommonJS file, the same one each time; undefined for what is to be imported by
 * `import()`, also where it was found out only after it ran: it runs once all the same.
 *
 * @param url what the import was resolved to
 * @throws whatever the package throws as it runs
 */
export async function commonJsNamespace(url: string): Promise<object | undefined> {
  const known = namespaces.get(url);
  if (known !== undefined) return known;
  if (!isCommonJs(url)) return undefined;
  let exports: unknown;
  try {
    exports = loader._load(fileURLToPath(url), undefined, false);
  } catch (error) {
    // It is an ES module after all, and awaits something at its top. Or only one that it requires does: then it ran.
    const isAsync = (error as { code?: unknown } | undefined)?.code === "ERR_REQUIRE_ASYNC_MODULE";
    if (isAsync && mayAwait(url)) return undefined;
    throw error;
  }
  const names = namesOf(exports);
  if (names === undefined) return undefined;
  const made = namespaceOf(url, exports as Record<string, unknown>, names);
  namespaces.set(url, made);
  return made;
}

/**
 * Whatever is being loaded by `require` just now will never be finished: the next who asks for one of these
 * files has it run anew, and is not given half of it.
 */
export function forgetUnfinished(): void {
  for (const [file, module] of Object.entries(loader._cache)) {
    if (module?.loaded === false) delete loader._cache[file];
  }
}

/** Whether Node takes the file for CommonJS, as far as that can be said without compiling it. */
function isCommonJs(url: string): boolean {
  if (vm.SyntheticModule === undefined) return false;
  if (!url.startsWith("file:") || !url.includes("/node_modules/") || /[?#]/.test(url)) return false;
  const file = fileURLToPath(url);
  const extension = extname(file);
  try {
    if (extension === ".cjs") return true;
    return (
      extension === ".js" && !isModulePackage(file) && !ESM_LINE.test(readFileSync(file, "utf8"))
    );
  } catch {
    // Node says what is wrong with it.
    return false;
  }
}

/** Whether a file that {@link isCommonJs} can be one that awaits something outside all functions. */
function mayAwait(url: string): boolean {
  const file = fileURLToPath(url);
  return extname(file) !== ".cjs" && /\bawait\b/.test(readFileSync(file, "utf8"));
}

/** Whether the nearest package.json makes `.js` files ES modules. */
function isModulePackage(file: string): boolean {
  for (let folder = dirname(file); basename(folder) !== "node_modules"; folder = dirname(folder)) {
    if (dirname(folder) === folder) return false;
    let manifest: string;
    try {
      manifest = readFileSync(join(folder, "package.json"), "utf8");
    } catch {
      continue;
    }
    return (JSON.parse(manifest) as { type?: unknown }).type === "module";
  }
  return false;
}

/** The names of what a file exported; undefined where that is no plain collection, or asking for one might do something. */
function namesOf(exports: unknown): string[] | undefined {
  const isCollection = typeof exports === "function" || (typeof exports === "object" && exports);
  if (!isCollection || types.isProxy(exports) || types.isModuleNamespaceObject(exports)) return;
  if (Array.isArray(exports) || ArrayBuffer.isView(exports)) return undefined;
  const found = Object.entries(Object.getOwnPropertyDescriptors(exports as object));
  if (found.length > MOST_NAMES) return undefined;
  const names: string[] = [];
  for (const [name, { enumerable, get, set }] of found) {
    // What is not enumerable of a function all functions have; a getter that is not, Node does not find either.
    const isHidden = !enumerable && (typeof exports === "function" || (get ?? set) !== undefined);
    if (name === "default" || (isHidden && name !== "__esModule")) continue;
    if ((get ?? set) && !(get && PLAIN_GETTER.test(Function.prototype.toString.call(get))))
      return undefined;
    names.push(name);
  }
  return names;
}

async function namespaceOf(
  url: string,
  exports: Record<string, unknown>,
  names: string[],
): Promise<object> {
  const all = ["default", ...names];
  const made = new vm.SyntheticModule(
    all,
    () => {
      for (const name of names) made.setExport(name, valueOf(exports, name));
      made.setExport("default", exports);
    },
    { identifier: url },
  );
  await made.link(() => Promise.reject(new Error("It imports nothing.")));
  await made.evaluate();
  return made.namespace;
}

/** As for Node, a name whose value cannot be had is undefined. */
function valueOf(exports: Record<string, unknown>, name: string): unknown {
  try {
    return exports[name];
  } catch {
    return undefined;
  }
}
