/** What a cell's imports are: `$import`, `$get`, `$meta` and `require`, as seen from the notebook's folder. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

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

export interface Modules {
  /** For a cell that starts now; the folder is the process's working folder. */
  forCell(): CellModules;
}

/** Modules as seen from the working folder, and after it from this package. */
export function createModules(): Modules {
  let cached: { folder: string; modules: CellModules } | undefined;
  return {
    forCell() {
      const folder = process.cwd();
      if (cached?.folder !== folder) cached = { folder, modules: modulesOf(folder) };
      return cached.modules;
    },
  };
}

function modulesOf(folder: string): CellModules {
  const filename = join(folder, "notebook.ts");
  const url = pathToFileURL(filename).href;
  const resolve = (specifier: string) => import.meta.resolve(specifier, url);
  return {
    importModule: (specifier, options) => import(resolve(specifier), options),
    get: (namespace, name, specifier) => {
      if (name in namespace) return namespace[name];
      const whole = namespace["default"] as Record<string, unknown> | undefined;
      if (whole !== null && whole !== undefined && name in Object(whole)) return whole[name];
      throw new SyntaxError(`The module "${specifier}" has no export named "${name}".`);
    },
    meta: { url, filename, dirname: folder, resolve },
    require: createRequire(url),
  };
}
