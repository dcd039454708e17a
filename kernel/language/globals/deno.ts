/** What cells find of `Deno`: kernel/runtime/layers/deno.ts as a declaration. Any other name is let through, and explained when it is read. */
export const DENO = `declare namespace Deno {
  namespace jupyter {
    /** Representations by MIME type. */
    type MediaBundle = Record<string, any>;
    interface Displayable {
      [Symbol.toStringTag]?: string;
    }
    interface DisplayOptions {
      raw?: boolean;
      update?: boolean;
      display_id?: string;
    }
  }
}
interface TunebookDenoFiles {
  readTextFile(path: string | URL): Promise<string>;
  readTextFileSync(path: string | URL): string;
  readFile(path: string | URL): Promise<Uint8Array>;
  readFileSync(path: string | URL): Uint8Array;
  writeTextFile(path: string | URL, text: string, options?: { append?: boolean }): Promise<void>;
  writeTextFileSync(path: string | URL, text: string, options?: { append?: boolean }): void;
  writeFile(path: string | URL, bytes: Uint8Array, options?: { append?: boolean }): Promise<void>;
  writeFileSync(path: string | URL, bytes: Uint8Array, options?: { append?: boolean }): void;
  mkdir(path: string | URL, options?: { recursive?: boolean }): Promise<void>;
  remove(path: string | URL, options?: { recursive?: boolean }): Promise<void>;
  rename(from: string | URL, to: string | URL): Promise<void>;
  copyFile(from: string | URL, to: string | URL): Promise<void>;
  readDir(path: string | URL): AsyncIterable<{
    name: string;
    isFile: boolean;
    isDirectory: boolean;
    isSymlink: boolean;
  }>;
}
interface TunebookDeno extends TunebookDenoFiles {
  readonly jupyter: {
    readonly $display: unique symbol;
    /** Shows a value; with \`raw\`, a bundle of representations. */
    display(value: unknown, options?: Deno.jupyter.DisplayOptions): Promise<void>;
    broadcast(
      type: string,
      content: Record<string, unknown>,
      extra?: { metadata?: Record<string, unknown>; buffers?: (Uint8Array | ArrayBuffer)[] },
    ): Promise<void>;
    html(strings: TemplateStringsArray, ...values: unknown[]): Deno.jupyter.Displayable;
    md(strings: TemplateStringsArray, ...values: unknown[]): Deno.jupyter.Displayable;
    svg(strings: TemplateStringsArray, ...values: unknown[]): Deno.jupyter.Displayable;
    /** A picture by its path or its bytes. */
    image(source: string | Uint8Array): Deno.jupyter.Displayable;
    format(value: unknown): Promise<Deno.jupyter.MediaBundle>;
  };
  readonly env: {
    get(name: string): string | undefined;
    set(name: string, value: string): void;
    has(name: string): boolean;
    delete(name: string): void;
    toObject(): Record<string, string>;
  };
  readonly args: string[];
  readonly pid: number;
  readonly version: { readonly deno: string; readonly v8: string; readonly typescript: string };
  readonly build: { readonly os: string; readonly arch: string };
  cwd(): string;
  chdir(folder: string | URL): void;
  hostname(): string;
  memoryUsage(): { rss: number; heapTotal: number; heapUsed: number; external: number };
  inspect(value: unknown, options?: object): string;
}
/** What notebooks written for Deno use of it, on top of Node. */
declare const Deno: TunebookDeno & Record<string, any>;
`;
