/** What runs in the runtime, and the user's texts that it was made of. */
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { BreakLocation, ScriptParsed } from "./inspector.ts";
import { murmur2 } from "./murmur2.ts";
import { PlaceMap, type Place, type Stop, stopsOf } from "./places.ts";

/** The seed of the hash that names a cell's source; any number does that both sides know. */
export const HASH_SEED = 0xc70f6907;

/** Whose code a script is: a cell's, one of the user's own modules, or anything else. */
export type ScriptKind = "cell" | "module" | "other";

/** A text that runs in the runtime. */
export class Script {
  readonly url: string;
  readonly kind: ScriptKind;
  /** What the front end calls its source; undefined where it has no file. */
  readonly path: string | undefined;
  /** What the user knows it by. */
  readonly name: string;
  /** The inspector's handle; undefined until the engine has parsed it. */
  id: string | undefined;
  /** Places to stop, once they were asked for. */
  stops: Promise<Stop[]> | undefined;
  readonly #readMap: () => string | undefined;
  #map: PlaceMap | undefined;
  #mapped = false;

  constructor(fields: {
    url: string;
    kind: ScriptKind;
    path?: string;
    name: string;
    id?: string;
    map?: () => string | undefined;
  }) {
    this.url = fields.url;
    this.kind = fields.kind;
    this.path = fields.path;
    this.name = fields.name;
    this.id = fields.id;
    this.#readMap = fields.map ?? (() => undefined);
  }

  /** The map to the user's text; undefined where that is what runs. */
  get map(): PlaceMap | undefined {
    if (!this.#mapped) {
      this.#mapped = true;
      const text = this.#readMap();
      if (text !== undefined) this.#map = new PlaceMap(text);
    }
    return this.#map;
  }

  /** Where the user wrote what runs here; undefined in code that is not the user's. */
  toUser(line: number, column: number): Place | undefined {
    if (this.kind === "other") return undefined;
    return this.map ? this.map.toUser(line, column) : { line, column };
  }

  /** The places where it may stop. */
  stopsIn(locations: readonly BreakLocation[]): Stop[] {
    return stopsOf(locations, this.map);
  }
}

/** A cell that runs, as far as the debugger is concerned. */
export interface CellScript {
  id: number;
  code: string;
  js: string;
  map: string;
  /** What tracebacks call it. */
  file: string;
}

export interface ScriptsOptions {
  /** Begins the paths by which cells are known; ends with a separator. */
  prefix: string;
  /** Ends the paths by which cells are known: the extension of their language. */
  suffix: string;
  /** The folder of this package, whose own code is nobody's to step through. */
  packageRoot: string;
}

/** How many texts of cells are remembered, run or not. */
const CELLS = 2000;

/** All scripts of one runtime, and the texts of cells that outlive it. */
export class Scripts {
  readonly prefix: string;
  readonly suffix: string;
  readonly #own: string;
  readonly #texts = new Map<string, string>();
  readonly #byId = new Map<string, Script>();
  readonly #byUrl = new Map<string, Script>();
  readonly #probes = new Map<string, string>();

  constructor({ prefix, suffix, packageRoot }: ScriptsOptions) {
    this.prefix = prefix;
    this.suffix = suffix;
    this.#own = pathToFileURL(packageRoot).href.replace(/\/?$/, "/");
  }

  /** The path of a cell's text, as the front end computes it, too. The text is remembered. */
  cellPath(code: string): string {
    const path = `${this.prefix}${murmur2(code, HASH_SEED)}${this.suffix}`;
    this.#texts.delete(path);
    this.#texts.set(path, code);
    if (this.#texts.size > CELLS) this.#texts.delete(this.#texts.keys().next().value!);
    return path;
  }

  /** The text of a cell that was dumped or run. */
  cellText(path: string): string | undefined {
    return this.#texts.get(path);
  }

  /** A cell is about to run. */
  addCell({ id, code, map, file }: CellScript): Script {
    const url = `tunebook:cell-${id}`;
    const path = this.cellPath(code);
    const script = new Script({ url, kind: "cell", path, name: file, map: () => map });
    this.#byUrl.set(url, script);
    return script;
  }

  /** The handle of a text that was compiled only to look at it; to be asked for once. */
  takeProbe(url: string): string | undefined {
    const id = this.#probes.get(url);
    this.#probes.delete(url);
    return id;
  }

  /** The engine has parsed a script. */
  parsed({ scriptId, url, sourceMapURL }: ScriptParsed): Script | undefined {
    if (url.startsWith("tunebook:probe-")) {
      this.#probes.set(url, scriptId);
      return undefined;
    }
    const known = this.#byUrl.get(url);
    const script = known?.kind === "cell" ? known : this.#fileScript(url, scriptId, sourceMapURL);
    script.id = scriptId;
    this.#byId.set(scriptId, script);
    this.#byUrl.set(url, script);
    return script;
  }

  byId(scriptId: string): Script | undefined {
    return this.#byId.get(scriptId);
  }

  /** What runs under this path, the latest first. */
  at(path: string): Script[] {
    return [...this.#byUrl.values()].filter((script) => script.path === path).toReversed();
  }

  /** The files that are loaded: the user's own and those of packages. */
  files(): Script[] {
    const files = new Map<string, Script>();
    for (const script of this.#byUrl.values()) {
      if (script.kind !== "cell" && script.path !== undefined) files.set(script.path, script);
    }
    return [...files.values()];
  }

  /** A regular expression for the URLs of this package's scripts. */
  get ownPattern(): string {
    return `^${this.#own.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`;
  }

  /** Whether a script is this package's. */
  isOwn(url: string): boolean {
    return url.startsWith(this.#own);
  }

  /** Whether a file's code is the user's. */
  isModule(url: string): boolean {
    return url.startsWith("file:") && !url.includes("/node_modules/") && !this.isOwn(url);
  }

  /** The runtime has gone, and its scripts with it; cells that ran in it do not run any more. */
  clear(): void {
    this.#byId.clear();
    this.#byUrl.clear();
  }

  /** The session was closed: the inspector's numbers mean nothing any more. */
  forgetIds(): void {
    this.#byId.clear();
    for (const [url, script] of this.#byUrl) {
      script.id = undefined;
      script.stops = undefined;
      if (script.kind !== "cell") this.#byUrl.delete(url);
    }
  }

  #fileScript(url: string, id: string, sourceMap: string | undefined): Script {
    const isFile = url.startsWith("file:");
    const bare = url.replace(/[?#].*$/, "");
    const name = bare.slice(bare.lastIndexOf("/") + 1) || "(no name)";
    // Cells import as from a file "notebook" that is none (kernel/runtime/modules.ts).
    const isUsers = this.isModule(url) && name !== "notebook";
    const kind = isUsers ? "module" : "other";
    const isHidden = this.isOwn(bare) || name === "notebook";
    const path = isFile && !isHidden ? fileURLToPath(bare) : undefined;
    return new Script({ url, kind, path, name, id, map: () => inlineMap(sourceMap) });
  }
}

/** The text of a source map that stands in its script. */
function inlineMap(url: string | undefined): string | undefined {
  const inline = /^data:application\/json[^,]*;base64,/.exec(url ?? "");
  if (inline) return Buffer.from(url!.slice(inline[0].length), "base64").toString("utf8");
  return undefined;
}

/** The text of a file; undefined if there is none. */
export function readSource(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
