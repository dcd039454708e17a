/** What cells find of IJavascript: kernel/runtime/layers/ijavascript.ts as a declaration. */
const KINDS = ["text", "html", "svg", "png", "jpeg", "json"];

const methods = (more: string) =>
  KINDS.map((kind) => `  ${kind}(content: any${more}): void;\n`).join("");

export const IJAVASCRIPT = `interface TunebookContextDisplay {
${methods("")}  mime(bundle: Record<string, any>): void;
  close(): void;
}
interface TunebookContext {
${methods(", keepAlive?: boolean")}  mime(bundle: Record<string, any> | Promise<Record<string, any>>, keepAlive?: boolean): void;
  /** The cell ends when \`done\`, \`sendResult\` or \`sendError\` is called. */
  async(value?: boolean): boolean;
  done(result?: any): void;
  sendResult(result: any, keepAlive?: boolean): void;
  sendError(error: any, keepAlive?: boolean): void;
  input(
    options?: { prompt?: string; password?: boolean },
    callback?: (error: any, reply?: any) => void,
  ): Promise<string>;
  /** A place on the page, in which each call draws anew where it has an id. */
  display(id?: string): TunebookContextDisplay;
  clear(options?: { wait?: boolean }): void;
}
/** IJavascript's view of the running cell: its result by hand, and its end. */
declare var $$: TunebookContext;
declare var $$async$$: boolean;
declare var $$done$$: (result?: any) => void;
declare var $$mime$$: any, $$html$$: any, $$svg$$: any, $$png$$: any, $$jpeg$$: any;
`;
