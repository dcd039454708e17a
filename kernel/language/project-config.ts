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
import { PREFIX } from "./overlay.ts";

/** Name of the overlay that stands in for a tsconfig.json. */
export const CONFIG_NAME = `${PREFIX}config.json`;
/** Name of the overlay with the globals that the runtime gives to cells. */
export const GLOBALS_NAME = `${PREFIX}globals.d.ts`;

/** What the running Node has of the language's library. */
const LIBRARIES =
  Number(process.versions.node.split(".")[0]) >= 22
    ? ["esnext"]
    : ["es2024", "esnext.disposable", "esnext.decorators"];

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

  constructor(cwd: string, packageRoot: string) {
    this.#cwd = cwd;
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

  /** Looks anew at every specifier that came up: what was installed beside the notebook since counts. */
  refresh(): void {
    for (const specifier of Object.keys(this.#paths)) this.add(specifier);
  }

  /** The text of the configuration. */
  get text(): string {
    const nodeTypes =
      findPackage("@types/node", this.#cwd) ?? findPackage("@types/node", this.#packageRoot);
    return JSON.stringify({
      compilerOptions: {
        target: "es2024",
        lib: LIBRARIES,
        module: "esnext",
        moduleResolution: "bundler",
        moduleDetection: "force",
        types: nodeTypes ? ["node"] : [],
        typeRoots: nodeTypes ? [dirname(nodeTypes)] : [],
        paths: this.#paths,
        strict: true,
        // A notebook is for trying things out: what one would have to annotate first is let through.
        // `noImplicitAny` stays, since without it `const all = []` takes nothing; its errors are
        // dropped (diagnostics.ts).
        noImplicitThis: false,
        useUnknownInCatchVariables: false,
        strictPropertyInitialization: false,
        experimentalDecorators: true,
        useDefineForClassFields: true,
        jsx: "react",
        allowJs: true,
        checkJs: false,
        resolveJsonModule: true,
        allowImportingTsExtensions: true,
        allowUmdGlobalAccess: true,
        esModuleInterop: true,
        // The footers export types.
        isolatedModules: false,
        verbatimModuleSyntax: false,
        // tfjs and danfo have errors of their own.
        skipLibCheck: true,
        noEmit: true,
      },
      include: [`${PREFIX}*`],
    });
  }
}
