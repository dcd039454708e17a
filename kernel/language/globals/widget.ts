/** What `widget` is to a cell: kernel/runtime/widgets/widget.ts as a declaration. */
export const WIDGET = `interface WidgetOptions<State extends object> {
  /** The module for the page: its text, a file's path or URL, or an http URL. Its default export has \`render({ model, el })\`. */
  esm: string | URL;
  /** Style sheet: its text, or a file's path or URL. */
  css?: string | URL;
  /** What both sides share, by name. Bytes travel as bytes, and come back as Uint8Array. */
  state?: State;
}
interface Widget<State extends object> {
  readonly id: string;
  /** The shared state: reading gives the latest value, assigning changes it on the page. */
  readonly state: State;
  get<Name extends keyof State>(name: Name): State[Name];
  set<Name extends keyof State>(name: Name, value: State[Name]): void;
  set(values: Partial<State>): void;
  /** Calls \`listener\` with each new value of a name, on either side. Returns what ends it. */
  on<Name extends keyof State & string>(event: \`change:\${Name}\`, listener: (value: State[Name]) => void): () => void;
  on(event: "change", listener: (state: State) => void): () => void;
  /** Calls \`listener\` with what the page's \`model.send\` sends. */
  on(event: "message", listener: (content: any, buffers: Uint8Array[]) => void): () => void;
  /** Sends a message to the page: \`model.on("msg:custom", (content, buffers) => …)\`. */
  send(content: unknown, buffers?: (ArrayBuffer | ArrayBufferView)[]): void;
  /** Takes the widget away from every page. */
  close(): void;
}
/**
 * A widget with a state that the page and the kernel share, drawn by anywidget.
 * @example
 * const slider = widget({ esm: "./slider.js", state: { value: 50 } });
 * slider.on("change:value", (value) => console.log(value));
 * slider
 */
declare function widget<State extends object = {}>(
  options: WidgetOptions<State>,
): Widget<State>;
`;
