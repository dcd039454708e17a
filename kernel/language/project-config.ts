/**
 * The project in which the cells are checked: compiler options, and where bare specifiers lead.
 *
 * What the notebook's folder (or a folder above it) has in `node_modules` TypeScript finds by
 * itself. For what only the kernel's own package has, `paths` name the declarations one by one, so
 * that typed imports work in an empty folder.
 */

import { existsSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join } from "node:path";
import { ConfigFile, type TsConfig } from "../tsconfig.ts";
import { npmHome, type NpmSpecifier, parseNpm } from "../npm-specifier.ts";
import { ambientFiles, compilerOptions } from "./compiler-options.ts";
import { PREFIX } from "./overlay.ts";

/** Name of the overlay that stands in for a tsconfig.json. */
export const CONFIG_NAME = `${PREFIX}config.json`;
/** Name of the overlay with the globals that the runtime gives to cells. */
export const GLOBALS_NAME = `${PREFIX}globals.d.ts`;

/** The overlays that make up the project. Its own file is one: the server has another project for what is in none. */
const OVERLAYS = { files: [CONFIG_NAME], include: [`${PREFIX}*`] };

/** The configuration of a project that costs next to nothing, and has the same documents. */
export const OPENING_CONFIG = JSON.stringify({
  compilerOptions: { noLib: true, types: [], resolveJsonModule: true, allowJs: true },
  ...OVERLAYS,
});

/** `@scope/name/sub/path` → `@scope/name`. */
export function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Whether a specifier names a package, and no file, URL or module of Node. */
export function isBare(specifier: string): boolean {
  return !/^(?:[./#]|[a-z]+:)/.test(specifier) && !builtinModules.includes(packageName(specifier));
}

/** The folder of a package in the `node_modules` of `from` or of a folder above it. */
export function findPackage(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, "node_modules", name);
    if (existsSync(join(found, "package.json"))) return found;
    if (dirname(folder) === folder) return undefined;
  }
}

interface Manifest {
  name?: string;
  types?: string;
  typings?: string;
  exports?: unknown;
}

const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;

/** The `types` of an entry of `exports`, as an ES module import would take it. */
function typesOf(entry: unknown): string | undefined {
  if (typeof entry === "string") return /\.d\.[cm]?ts$/.test(entry) ? entry : undefined;
  if (!entry || typeof entry !== "object") return undefined;
  const conditions = entry as Record<string, unknown>;
  if (typeof conditions["types"] === "string") return conditions["types"];
  for (const condition of ["types", "node", "import", "module", "default", "require"]) {
    const found = typesOf(conditions[condition]);
    if (found) return found;
  }
  return undefined;
}

/** Where TypeScript finds the declarations of a specifier that only the kernel's package can resolve. */
function declarations(specifier: string, folder: string): string[] {
  const manifest = readManifest(folder);
  const subpath = specifier.slice(packageName(specifier).length + 1);
  const entries = manifest.exports as Record<string, unknown> | undefined;
  const entry = subpath ? `./${subpath}` : ".";
  const exported = typesOf(entries?.[entry] ?? (subpath ? undefined : entries));
  const own = subpath ? subpath : (manifest.types ?? manifest.typings);
  return [exported, own].flatMap((path) => (path ? [join(folder, path)] : []));
}

/** The project's configuration, which grows with the packages that cells import. */
export class ProjectConfig {
  readonly #cwd: string;
  readonly #packageRoot: string;
  readonly #paths: Record<string, string[]> = {};
  readonly #file: ConfigFile;
  #project: TsConfig;

  constructor(cwd: string, packageRoot: string, file = new ConfigFile(cwd)) {
    this.#cwd = cwd;
    this.#file = file;
    this.#project = file.current;
    this.#packageRoot = packageRoot;
    const own = readManifest(packageRoot);
    for (const entry of Object.keys((own.exports as object | undefined) ?? {})) {
      this.add(`${own.name}${entry.slice(1)}`);
    }
  }

  /** The folder of a package, seen from the notebook's folder first and then from the kernel's package. */
  find(name: string): string | undefined {
    return findPackage(name, this.#cwd) ?? this.#findOwn(name);
  }

  #findOwn(name: string): string | undefined {
    return readManifest(this.#packageRoot).name === name
      ? this.#packageRoot
      : findPackage(name, this.#packageRoot);
  }

  /** Makes a bare specifier resolvable if the kernel's package can help; whether the configuration changed. */
  add(specifier: string): boolean {
    const npm = parseNpm(specifier);
    if (npm) return this.#addNpm(specifier, npm);
    if (!isBare(specifier)) return false;
    const name = packageName(specifier);
    const known = this.#paths[specifier];
    if (findPackage(name, this.#cwd)) {
      // It was installed beside the notebook since: that one counts.
      delete this.#paths[specifier];
      return known !== undefined;
    }
    if (known) return false;
    if (specifier === "tslab") {
      // Where the notebook has none it is our own form of it.
      this.#paths[specifier] = [join(this.#packageRoot, "dist/kernel/runtime/layers/tslab.d.ts")];
      return true;
    }
    const folder = this.#findOwn(name);
    const typesName = `@types/${name.replace(/^@(.*)\//, "$1__")}`;
    const typesFolder = findPackage(typesName, this.#packageRoot);
    const found = [
      ...(folder ? declarations(specifier, folder) : []),
      ...(typesFolder ? declarations(specifier.replace(name, typesName), typesFolder) : []),
    ];
    if (!found.length) return false;
    this.#paths[specifier] = found;
    return true;
  }

  /** Specifiers of `npm:` that were not there when a cell mentioned them: running it fetches them. */
  readonly awaited = new Set<string>();

  /** What `npm:` names, once it is there. */
  #addNpm(specifier: string, npm: NpmSpecifier): boolean {
    const home = npmHome(npm, this.#cwd, this.#packageRoot);
    if (home === undefined) {
      this.awaited.add(specifier);
      return false;
    }
    this.awaited.delete(specifier);
    const typesName = `@types/${npm.name.replace(/^@(.*)\//, "$1__")}`;
    const found = [npm.name, typesName].flatMap((name) => {
      const folder = join(home, "node_modules", name);
      return existsSync(join(folder, "package.json"))
        ? declarations(name + npm.subpath, folder)
        : [];
    });
    if (!found.length || String(this.#paths[specifier]) === String(found)) return false;
    this.#paths[specifier] = found;
    return true;
  }

  /** Looks anew at every specifier that came up: what was installed beside the notebook since counts. */
  lookAgain(): void {
    for (const specifier of Object.keys(this.#paths)) this.add(specifier);
  }

  /** Whether the notebook's tsconfig.json is another one than at the last call. */
  refresh(): boolean {
    const { current } = this.#file;
    if (current === this.#project) return false;
    this.#project = current;
    return true;
  }

  /** The notebook's tsconfig.json as it was at the last {@link refresh}. */
  get project(): TsConfig {
    return this.#project;
  }

  /** The text of the configuration. */
  get text(): string {
    const { include, exclude, files } = this.#project;
    const nodeTypes =
      findPackage("@types/node", this.#cwd) ?? findPackage("@types/node", this.#packageRoot);
    return JSON.stringify({
      compilerOptions: compilerOptions({
        project: this.#project,
        paths: this.#paths,
        typeRoots: [
          join(this.#cwd, "node_modules", "@types"),
          ...(nodeTypes ? [dirname(nodeTypes)] : []),
        ],
        hasNodeTypes: nodeTypes !== undefined,
      }),
      files: OVERLAYS.files,
      include: [...OVERLAYS.include, ...ambientFiles([...files, ...include])],
      exclude: ["node_modules", ...exclude],
    });
  }
}
