/** Types of a session: checks, completion and inspection of cells by the language server. */

import { join } from "node:path";
import { cellDiagnostics, type LspDiagnostic, missingModule } from "./diagnostics.ts";
import { completions, type LspCompletion, oneLine } from "./completion.ts";
import { dialectOf } from "./dialect.ts";
import {
  fromHover,
  isBareFunction,
  fromSignatures,
  hoverOffset,
  withOrigin,
  type Inspection,
  type LspHover,
  type LspSignatures,
} from "./inspection.ts";
import { type Dialect, withoutHashbang } from "./compile.ts";
import { isHarmless } from "./harmless.ts";
import type { CompletionItem, Diagnostic, SourceLanguage } from "./language.ts";
import { LocalFiles } from "./local-files.ts";
import {
  CellOverlays,
  type Committed,
  HEADER_LINES,
  HUB_MODULE,
  HUB_NAME,
  type Definition,
  type OverlayDocument,
  PREFIX,
  type Slot,
  slotName,
} from "./overlay.ts";
import { cellShape } from "./declared-names.ts";
import { type DocumentPlace, Origins } from "./origins.ts";
import { comparison, COMPARISON_HEAD, type Replacement } from "./retake.ts";
import { LineIndex } from "./positions.ts";
import { withKnownProperties } from "./known-properties.ts";
import {
  CONFIG_NAME,
  GLOBALS_NAME,
  isBare,
  OPENING_CONFIG,
  packageName,
  ProjectConfig,
} from "./project-config.ts";
import { LanguageServer } from "./server.ts";
import type { ServerProcess } from "./spawn.ts";
import { GLOBALS } from "./globals/index.ts";
import { ConfigFile } from "../tsconfig.ts";
import { wantsImplicitAny } from "./compiler-options.ts";

/** How long an answer may take, in ms. The first check of a large library takes seconds on a slow machine. */
const CHECK_TIMEOUT = 30_000;
const ASSIST_TIMEOUT = 8_000;
/** How long nothing is asked before the server prepares for the next cell, in ms. */
const IDLE = 5;
/** What the server says of a pair of types that are not the same, in a {@link comparison}. */
const DOES_NOT_SATISFY = 1360;
/** Of how few completions the types are fetched. */
const DETAILED = 12;

/** See the file's head. Without a server everything answers empty. */
export class Analysis {
  #cwd: string;
  readonly #overlays = new CellOverlays();
  readonly #server: LanguageServer;
  readonly #origins: Origins;
  #config: ProjectConfig;
  readonly #packageRoot: string;
  readonly #files = new LocalFiles();
  readonly #slots = new Set<string>();
  /** Names of which functions may have to be taken again. */
  readonly #redeclared = new Set<string>();
  /** How many committed cells the server has not been told of. */
  #untold = 0;

  readonly #language: SourceLanguage;
  /** The dialect of a cell that has no JSX. */
  readonly #plain: Dialect;

  constructor(options: {
    cwd: string;
    packageRoot: string;
    /** Default: TypeScript. */
    sourceLanguage?: SourceLanguage;
    /** The notebook's tsconfig.json. Default: that of `cwd`. */
    configFile?: ConfigFile;
    /** The server's process, where it was started already. */
    server?: ServerProcess;
    lost(message: string): void;
  }) {
    this.#language = options.sourceLanguage ?? "typescript";
    this.#plain = this.#language === "javascript" ? "js" : "ts";
    this.#cwd = options.cwd;
    this.#packageRoot = options.packageRoot;
    this.#config = new ProjectConfig(options.cwd, options.packageRoot, options.configFile);
    this.#server = new LanguageServer({
      ...options,
      spawned: options.server,
      configName: CONFIG_NAME,
      openingConfig: OPENING_CONFIG,
    });
    this.#origins = new Origins(this.#server, this.#overlays, ASSIST_TIMEOUT);
    this.#server.write(CONFIG_NAME, this.#config.text);
    this.#server.write(GLOBALS_NAME, GLOBALS);
    this.#rest();
    this.#overlays.config = this.#config.project;
  }

  /** The language server's process id while it runs. */
  get serverPid(): number | undefined {
    return this.#server.pid;
  }

  /** The names that cells defined, types as well. */
  get names(): readonly string[] {
    return this.#overlays.names;
  }

  start(): void {
    this.#server.start();
    this.#warm();
  }

  async check(code: string): Promise<Diagnostic[]> {
    if (this.#language === "javascript") return [];
    if (isHarmless(code, this.#plain, (name) => this.#overlays.defines(name))) return [];
    await this.#settled;
    const slot = this.#write(code, false);
    const changed = this.#files.changed();
    if (changed.length) this.#server.filesChanged(changed, "changed");
    let items = await this.#diagnostics(slot);
    if (items && this.#appeared(items)) {
      // A completion may have taken the slot meanwhile.
      this.#server.write(slot.name, slot.text);
      items = await this.#diagnostics(slot);
    }
    const found = cellDiagnostics(items ?? [], code, {
      exists: (specifier) => this.#exists(specifier),
      redeclares: (name) => slot.shape.names.has(name) && this.#overlays.defines(name),
      isConstant: (name) => !slot.shape.names.has(name) && this.#overlays.isConstant(name),
      implicitAny: wantsImplicitAny(this.#config.project),
    });
    return withKnownProperties(found, (line, character) => {
      this.#server.write(slot.name, slot.text);
      return this.#completionsAt({
        textDocument: { uri: this.#server.uri(slot.name) },
        position: { line: line + HEADER_LINES, character },
      });
    });
  }

  commit(cell: string): void {
    const code = withoutHashbang(cell);
    const committed = this.#overlays.commit(code, dialectOf(code, this.#language));
    this.#files.watch(committed.modules, this.#cwd);
    for (const name of committed.redeclared) this.#redeclared.add(name);
    this.#untold++;
    this.#next(() => this.#tell(committed).finally(() => this.#untold--));
    if (this.#redeclared.size) this.#next(() => this.#retake());
  }

  /** Takes functions again that mention what has another type by now. */
  async #retake(): Promise<void> {
    let left: string[] | undefined;
    const changed = new Set<Definition>();
    // Where another cell follows already, all is done once the server knows of that.
    for (let names = new Set(this.#redeclared); !this.#untold;) {
      const pairs = this.#overlays.replacements(names);
      for (const each of await this.#changed(pairs.filter(({ old }) => !changed.has(old))))
        changed.add(each);
      if (this.#untold) return;
      if (changed.size) left ??= this.#overlays.functions;
      const committed = left && this.#overlays.retake(changed, left);
      if (!committed) return this.#redeclared.clear();
      names = new Set(committed.redeclared);
      for (const name of names) this.#redeclared.add(name);
      await this.#tell(committed);
    }
  }

  /** Which of the old definitions had another type. */
  async #changed(pairs: readonly Replacement[]): Promise<Set<Definition>> {
    if (!pairs.length) return new Set();
    const name = slotName(this.#plain);
    this.#server.write(name, comparison(pairs, HUB_MODULE));
    const items = await this.#diagnostics({ name });
    const changed = new Set<Definition>();
    if (!items) return changed;
    const found = new Map(items.map(({ code, range }) => [range.start.line, code]));
    for (const [at, { old, latest }] of pairs.entries()) {
      const code = found.get(at + COMPARISON_HEAD);
      if (code === DOES_NOT_SATISFY) changed.add(old);
      // Any other error is that of a definition that has gone meanwhile.
      else if (code === undefined) latest.sense = old.sense;
    }
    return changed;
  }

  /**
   * Tells the server of a committed cell. A change of one document it takes in quickly, of two at once
   * it builds its program anew: so each is followed by a question.
   */
  async #tell({ written, unneeded, opened, modules }: Committed): Promise<void> {
    this.#prepare(modules);
    const changed: OverlayDocument[] = [...written, this.#overlays.hub];
    const atOnce = opened || unneeded.length > 0;
    for (const { name, text } of changed) {
      if (this.#server.write(name, text) && !atOnce) await this.#server.settle(name);
    }
    for (const { name } of unneeded) this.#server.remove(name);
    if (!atOnce && !this.#slotMatters) return;
    this.#rest();
    await this.#server.settle(HUB_NAME);
  }
  /** Whether what a slot says, or its name, is of weight to other documents. */
  #slotMatters = false;
  /** Does one thing after the other; what fails is told to who waits for it, and keeps nothing that follows. */
  #next(work: () => void | Promise<void>): void {
    this.#settled = this.#settled.catch(() => {}).then(work);
    this.#settled.catch(() => {});
  }
  /** Resolves once the server knows of the cells that were committed. */
  #settled: Promise<void> = Promise.resolve();

  async complete(
    code: string,
    offset: number,
  ): Promise<{ items: CompletionItem[]; start: number; end: number }> {
    await this.#settled;
    const slot = this.#write(code, true);
    const index = new LineIndex(code);
    const items = await this.#completionsAt(this.#at(slot, index, offset));
    const found = completions(items, code, offset, index, HEADER_LINES);
    const detailed = found.items.length <= DETAILED;
    const withDetail = async (source: LspCompletion) =>
      (await this.#server.ask<LspCompletion>("completionItem/resolve", source, ASSIST_TIMEOUT))
        ?.detail;
    const described = await Promise.all(
      found.items.map(async ({ source, ...item }) => {
        const detail = item.detail ?? (detailed ? await withDetail(source) : undefined);
        if (!detail) return item;
        // What comes from another cell is an alias; of what, its description says.
        const kind = /^\(alias\) (function|class|enum|namespace)\b/.exec(detail)?.[1];
        return { ...item, ...(kind ? { kind } : {}), detail: oneLine(detail) };
      }),
    );
    return { items: described, start: found.start, end: found.end };
  }

  async #completionsAt(place: DocumentPlace): Promise<LspCompletion[]> {
    const answer = await this.#server.ask<{ items: LspCompletion[] } | LspCompletion[] | null>(
      "textDocument/completion",
      place,
      ASSIST_TIMEOUT,
    );
    return Array.isArray(answer) ? answer : (answer?.items ?? []);
  }

  async inspect(code: string, offset: number, detail: 0 | 1): Promise<Inspection | undefined> {
    await this.#settled;
    const slot = this.#write(code, true);
    const index = new LineIndex(code);
    const place = this.#at(slot, index, hoverOffset(code, offset));
    // Of most that is asked about there is something to say: its origin is looked for meanwhile.
    const [hover, origin] = await Promise.all([
      this.#server.ask<LspHover | null>("textDocument/hover", place, ASSIST_TIMEOUT),
      this.#origins.find(slot, place.position),
    ]);
    const found = fromHover(hover);
    if (found) {
      const declared = isBareFunction(found) ? await this.#origins.ofType(place) : undefined;
      return withOrigin(fromHover(declared) ?? found, origin, detail === 1);
    }
    this.#server.write(slot.name, slot.text);
    const signatures = await this.#server.ask<LspSignatures | null>(
      "textDocument/signatureHelp",
      this.#at(slot, index, offset),
      ASSIST_TIMEOUT,
    );
    return fromSignatures(signatures, detail === 1);
  }

  /** Type errors of a text that stands in the cells' folder as a module of its own. */
  async checkModule(code: string): Promise<Diagnostic[]> {
    const dialect = dialectOf(code);
    const name = `${PREFIX}module.${dialect}`;
    const shape = cellShape(code, dialect);
    this.#prepare(shape.modules);
    // As many lines above it as a cell has.
    this.#server.write(name, "\n".repeat(HEADER_LINES) + code);
    let items = await this.#diagnostics({ name });
    if (items && this.#appeared(items)) items = await this.#diagnostics({ name });
    this.#server.remove(name);
    return cellDiagnostics(items ?? [], code, {
      exists: (specifier) => this.#exists(specifier),
      redeclares: () => false,
      isConstant: () => false,
    });
  }

  /** Has the server look anew for what it had found or missed of packages. */
  installed(): void {
    this.#told.clear();
    this.#config.lookAgain();
    this.#found += " ";
    this.#server.write(CONFIG_NAME, this.#config.text + this.#found);
    this.#warm();
  }

  /** From here on the cells stand in another folder; the server begins anew there, with the cells it knew. */
  moveTo(folder: string): void {
    if (folder === this.#cwd) return;
    this.#cwd = folder;
    this.#config = new ProjectConfig(folder, this.#packageRoot);
    this.#overlays.config = this.#config.project;
    this.#told.clear();
    this.#server.moveTo(folder);
    this.#server.write(CONFIG_NAME, this.#config.text + this.#found);
    this.#warm();
  }

  reset(): void {
    const documents = this.#overlays.reset();
    this.#redeclared.clear();
    this.#next(() => {
      for (const { name } of documents) this.#server.remove(name);
      this.#rest();
      this.#warm();
    });
  }

  close(): Promise<void> {
    clearTimeout(this.#warming);
    return this.#server.close();
  }

  /** Takes over the notebook's tsconfig.json as it is now. */
  #refresh(): void {
    if (!this.#config.refresh()) return;
    this.#overlays.config = this.#config.project;
    this.#server.write(CONFIG_NAME, this.#config.text + this.#found);
  }

  /** Puts a cell into the slot. */
  #write(cell: string, everyName: boolean): Slot {
    clearTimeout(this.#warming);
    this.#refresh();
    const code = withoutHashbang(cell);
    const slot = this.#overlays.slot(code, dialectOf(code, this.#language), everyName);
    this.#files.watch(slot.shape.modules, this.#cwd);
    this.#prepare(slot.shape.modules);
    this.#slots.add(slot.name);
    this.#slotMatters ||= slot.weighty || slot.name !== slotName(this.#plain);
    this.#server.write(slot.name, slot.text);
    return slot;
  }

  /** Makes what only the kernel's own package has importable. */
  #prepare(modules: readonly string[]): void {
    let changed = false;
    for (const specifier of [...modules, ...this.#config.awaited])
      changed = this.#config.add(specifier) || changed;
    if (changed) this.#server.write(CONFIG_NAME, this.#config.text + this.#found);
  }

  /** The state between two cells: an up-to-date hub and empty slots. */
  #rest(): void {
    this.#slotMatters = false;
    const { hub } = this.#overlays;
    this.#server.write(hub.name, hub.text);
    this.#slots.add(slotName(this.#plain));
    for (const name of this.#slots) {
      const dialect = name.slice(name.lastIndexOf(".") + 1) as Dialect;
      this.#server.write(name, this.#overlays.slot("", dialect).text);
    }
  }

  /** Has the server build its program while nobody waits for it. In a queue of cells the next check does it. */
  #warm(): void {
    clearTimeout(this.#warming);
    this.#warming = setTimeout(() => {
      void this.#diagnostics(this.#overlays.slot("", this.#plain));
    }, IDLE);
    this.#warming.unref();
  }
  #warming: NodeJS.Timeout | undefined;

  async #diagnostics(slot: { name: string }): Promise<LspDiagnostic[] | undefined> {
    const answer = await this.#server.ask<{ items?: LspDiagnostic[] }>(
      "textDocument/diagnostic",
      { textDocument: { uri: this.#server.uri(slot.name) } },
      CHECK_TIMEOUT,
    );
    return answer?.items;
  }

  #at(slot: Slot, index: LineIndex, offset: number) {
    const { line, column } = index.at(offset);
    return {
      textDocument: { uri: this.#server.uri(slot.name) },
      position: { line: line + HEADER_LINES, character: column },
    };
  }

  /** Whether a module that the server did not find came to the disk meanwhile; if so, tells the server. */
  #appeared(items: readonly LspDiagnostic[]): boolean {
    const paths: string[] = [];
    for (const item of items) {
      const specifier = missingModule(item);
      if (specifier === undefined) continue;
      const path = specifier.startsWith(".")
        ? LocalFiles.find(specifier, this.#cwd)
        : isBare(specifier) && this.#manifest(packageName(specifier));
      if (path && !this.#told.has(path)) paths.push(path);
    }
    for (const path of paths) this.#told.add(path);
    if (paths.length) {
      this.#server.filesChanged(paths, "created");
      // A program whose imports did not change keeps what it failed to find; a new project does not.
      this.#found += " ";
      this.#server.write(CONFIG_NAME, this.#config.text + this.#found);
    }
    return paths.length > 0;
  }
  readonly #told = new Set<string>();
  #found = "";

  #manifest(name: string): string | undefined {
    const folder = this.#config.find(name);
    return folder && join(folder, "package.json");
  }

  /** Whether Node finds the module, or may find it where we cannot look. */
  #exists(specifier: string): boolean {
    if (specifier.startsWith(".")) return LocalFiles.find(specifier, this.#cwd) !== undefined;
    if (!isBare(specifier)) return true;
    return this.#config.find(packageName(specifier)) !== undefined;
  }
}
