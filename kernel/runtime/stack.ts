/**
 * Stack traces in the user's own lines. Node's source-map support leaves `vm` scripts out, so
 * `Error.prepareStackTrace` maps cells and local TypeScript modules itself, when a stack is read.
 */
import { SourceMap } from "node:module";
import { fileURLToPath } from "node:url";

/** A piece of the user's source that runs in a compiled form. */
interface MappedSource {
  /** The name that tracebacks show. */
  name: string;
  /** The text that the user wrote. */
  text: string;
  /** Source map (JSON) from the running text to `text`. */
  map: string;
  decoded?: SourceMap;
}

/** A line of a traceback that lies in the user's own source. 1-based. */
export interface UserFrame {
  name: string;
  text: string;
  line: number;
  column: number;
}

/** What the script of execution N is called, up to N. */
export const CELL_FILE = "tunebook:cell-";

const sources = new Map<string, MappedSource>();
const runtimeFolder = new URL(".", import.meta.url).href;
const topFrames = new WeakMap<object, UserFrame>();
const executions = new WeakMap<object, number>();
let findModule: (file: string) => { text: string; map: string } | undefined = () => undefined;

/** Registers what runs under `file`: where its text came from, and how the user knows it. */
export function registerSource(file: string, source: Omit<MappedSource, "decoded">): void {
  sources.set(file, source);
}

/** Sets how the source of a local module is found, given the URL that it was loaded under. */
export function setModuleSources(find: typeof findModule): void {
  findModule = find;
}

/** From here on every stack that is read is mapped. */
export function installStackTraces(): void {
  Error.prepareStackTrace = prepareStackTrace;
  // Node's ten frames end within a library, before the cell's own line.
  Error.stackTraceLimit = 40;
}

/** The topmost frame of the user's own code in the stack of `error`. */
export function userFrame(error: object): UserFrame | undefined {
  return topFrames.get(error);
}

/** The execution whose cell the stack of `error` leads to first. */
export function executionOf(error: object): number | undefined {
  // Reading the stack is what makes it.
  void (error as Error).stack;
  return executions.get(error);
}

function prepareStackTrace(error: Error, sites: NodeJS.CallSite[]): string {
  const frames = withoutRuntime(sites.map((site) => ({ site, file: fileOf(site) })));
  const inCell = frames.find(({ file }) => file.startsWith(CELL_FILE));
  if (inCell) executions.set(error, Number(inCell.file.slice(CELL_FILE.length)));
  const lines = frames.map(({ site, file }) => `    at ${frameText(error, site, file)}`);
  return [header(error), ...lines].join("\n");
}

interface Frame {
  site: NodeJS.CallSite;
  file: string;
}

function fileOf(site: NodeJS.CallSite): string {
  return site.getScriptNameOrSourceURL() ?? site.getFileName() ?? "";
}

/** Leaves out this runtime's own frames, and what of Node's called them. */
function withoutRuntime(frames: Frame[]): Frame[] {
  const own = ({ file }: Frame) => file.startsWith(runtimeFolder);
  if (!frames.some(own)) return frames;
  let end = frames.length;
  while (end > 0 && (own(frames[end - 1]!) || frames[end - 1]!.file.startsWith("node:"))) end--;
  return frames.slice(0, end).filter((frame) => !own(frame) && frame.file !== "node:vm");
}

function header(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}

function frameText(error: Error, site: NodeJS.CallSite, file: string): string {
  const text = String(site);
  const line = site.getLineNumber();
  const column = site.getColumnNumber();
  if (line === null || column === null) return text;
  const source = findSource(file);
  if (source === undefined) return text;
  const place = original(source, line, column);
  if (place === undefined) return text;
  if (!topFrames.has(error)) {
    topFrames.set(error, { name: source.name, text: source.text, ...place });
  }
  const shown = `${source.name}:${place.line}:${place.column}`;
  return asNamed(text).replace(`${file}:${line}:${column}`, () => shown);
}

/**
 * V8 names a function without a name by the expression that it stands in, `value.study.optimize.until`, and by what
 * called it, `[as objective]`: the latter says something.
 */
function asNamed(text: string): string {
  return text.replace(/^(async )?[\w$]+(?:\.[\w$]+){2,} \[as ([\w$]+)\] /, "$1$2 ");
}

function findSource(file: string): MappedSource | undefined {
  const known = sources.get(file);
  if (known !== undefined || !file.startsWith("file:") || !file.includes("?v=")) return known;
  const found = findModule(file);
  if (found === undefined) return undefined;
  const source = { name: fileURLToPath(file.slice(0, file.indexOf("?"))), ...found };
  sources.set(file, source);
  return source;
}

function original(source: MappedSource, line: number, column: number) {
  try {
    source.decoded ??= new SourceMap(JSON.parse(source.map));
    const entry = source.decoded.findEntry(line - 1, column - 1);
    if (!("originalLine" in entry)) return undefined;
    return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  } catch {
    return undefined;
  }
}
