/** What the rest of the kernel asks of the room `language`. */

/** A place in a cell's text: 0-based line and UTF-16 column, and the same as an offset. */
export interface CellRange {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** Something the compiler says of a cell. */
export interface Diagnostic extends CellRange {
  message: string;
  /** TypeScript's number (2322), where there is one. */
  code?: number;
  /** An import of what does not exist: the cell fails, whether its types are checked or not. Default false. */
  isMissingModule?: boolean;
}

/** A cell turned into something that runs. */
export interface CompiledCell {
  /** `(async? function ($box, $import, $get, $meta, require, $using) { … })` */
  js: string;
  /** Source map (JSON) from `js` to the cell's text. */
  map: string;
  /** Top-level names that the cell defines (values only). */
  names: string[];
}

export type CompileResult = { ok: true; cell: CompiledCell } | { ok: false; errors: Diagnostic[] };

/** One completion. */
export interface CompletionItem {
  label: string;
  insertText: string;
  /** Jupyter's `_jupyter_types_experimental` type: "function", "class", "keyword", "property"… */
  kind: string;
  /** Its type, in a few words. */
  detail?: string;
}

export type Completeness =
  { status: "complete" | "invalid" | "unknown" } | { status: "incomplete"; indent: string };

/** What cells are written in: checked TypeScript, or JavaScript as scripts have it: sloppy, unchecked. */
export type SourceLanguage = "typescript" | "javascript";

/** Whether type errors stop a cell (`block`, the default), are shown beside its output, or are not looked for. */
export type CheckMode = "block" | "warn" | "off";

/**
 * The language of a session's cells. Offsets are UTF-16 code units; the handlers convert from and
 * to Jupyter's code points.
 */
export interface Language {
  /** Starts the language server; safe to call early, never throws. Everything below works before it is up. */
  start(): void;
  /** Source → runnable code. Pure; knows the names that earlier cells defined. */
  compile(code: string): CompileResult;
  /** An expression for `user_expressions`. */
  compileExpression(code: string): CompileResult;
  /** Type errors of the cell in the light of the committed ones; `[]` if the server is away. */
  check(code: string): Promise<Diagnostic[]>;
  /** The cell ran (also if it threw): its names and types are seen by the cells that follow. */
  commit(code: string, cell: CompiledCell): void;
  complete(
    code: string,
    offset: number,
  ): Promise<{ items: CompletionItem[]; start: number; end: number }>;
  /** What stands at `offset`: Markdown and plain text, or undefined. */
  inspect(
    code: string,
    offset: number,
    detail: 0 | 1,
  ): Promise<{ markdown: string; text: string } | undefined>;
  isComplete(code: string): Completeness;
  /** The top-level values that cells defined, each with the way it was declared. */
  names(): ReadonlyMap<string, string>;
  /** Whether a text declares the name at its top level: of one that cannot be read, as far as a line says so. */
  declares(code: string, name: string): boolean;
  /** Type errors of a text that is a file of its own: it sees none of the cells. `[]` if the server is away. */
  checkModule(code: string): Promise<Diagnostic[]>;
  /** Packages came or went: what was found of them is looked up anew. */
  installed(): void;
  /** The cells' folder is another one: their imports start there. */
  moveTo(folder: string): void;
  /** Forget all cells: the runtime was restarted. */
  reset(): void;
  /** Called once when the language server died for good; cells still run. */
  onLost(listener: (message: string) => void): void;
  /** Called with what the user should know of the project, each once: a tsconfig.json that cannot be read. */
  onNotice(listener: (message: string) => void): void;
  close(): Promise<void>;
}
