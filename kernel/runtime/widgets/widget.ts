/**
 * Widgets made in a cell: a small module for the page, and a state that both sides share. They are
 * drawn by anywidget's extension and speak Jupyter's widget messaging protocol, version 2.1.
 *
 * @example
 * const slider = widget({
 *   esm: `export default { render({ model, el }) {
 *     const input = Object.assign(document.createElement("input"), { type: "range", value: model.get("value") });
 *     input.oninput = () => { model.set("value", input.valueAsNumber); model.save_changes(); };
 *     model.on("change:value", () => (input.value = model.get("value")));
 *     el.append(input);
 *   } }`,
 *   state: { value: 50 },
 * });
 * slider.on("change:value", (value) => console.log(value));
 * slider.state.value = 70; // moves it on the page
 * slider
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import type { Comm, Host } from "../../../lib/display/host.ts";
import type { MimeBundle } from "../protocol.ts";
import { packState, unpackState, type BufferPath } from "./buffers.ts";
import { models, PROTOCOL_VERSION } from "./control.ts";

const VIEW_MIME = "application/vnd.jupyter.widget-view+json";

/** What a widget is made of. */
export interface WidgetOptions<State extends object> {
  /** The module for the page: its text, the path or file URL of a file, or an http URL. Its default export has `render({ model, el })`. */
  esm: string | URL;
  /** Style sheet: its text, or the path or file URL of a file. */
  css?: string | URL;
  /** What both sides share, by name. Bytes travel as bytes, and come back as Uint8Array. */
  state?: State;
}

type Listener = (...given: never[]) => void;

/** A widget in the kernel. */
export class Widget<State extends object = Record<string, unknown>> {
  /** The shared state: reading gives the latest value, assigning changes it on the page. */
  readonly state: State;
  readonly #values: Record<string, unknown>;
  readonly #own: Record<string, unknown>;
  readonly #comm: Comm;
  readonly #listeners = new Map<string, Set<Listener>>();
  #open = true;

  constructor(options: WidgetOptions<State>) {
    const host = (globalThis as Record<symbol, unknown>)[Symbol.for("tunebook.host")] as Host;
    const comms = host.comm!;
    this.#values = { ...options.state };
    for (const name of Object.keys(this.#values)) refuseReserved(name);
    this.#own = {
      _model_module: "anywidget",
      _model_name: "AnyModel",
      // Whichever version of the extension is there.
      _model_module_version: "*",
      _view_module: "anywidget",
      _view_name: "AnyView",
      _view_module_version: "*",
      _view_count: null,
      _esm: contentOf(options.esm, "esm"),
      ...styleOf(options.css),
    };
    this.state = this.#shared();
    const { state, buffer_paths, buffers } = packState(this.#whole());
    this.#comm = comms.open(
      "jupyter.widget",
      { state, buffer_paths },
      { metadata: { version: PROTOCOL_VERSION }, buffers },
    );
    models.set(this.id, () => this.#whole());
    this.#comm.onMessage((data, bytes) => this.#receive(data, bytes));
    this.#comm.onClose(() => this.#forget());
  }

  /** The id of its model on the page. */
  get id(): string {
    return this.#comm.id;
  }

  /** The latest value of `name`. */
  get<Name extends keyof State>(name: Name): State[Name] {
    return this.#values[name as string] as State[Name];
  }

  /** Changes the value of `name`, or several values, here and on the page. */
  set<Name extends keyof State>(name: Name, value: State[Name]): void;
  set(values: Partial<State>): void;
  set(given: string | Partial<State>, value?: unknown): void {
    const values: Record<string, unknown> =
      typeof given === "object" ? { ...given } : { [given]: value };
    for (const name of Object.keys(values)) refuseReserved(name);
    this.#send("update", values);
    this.#take(values);
  }

  /**
   * Calls `listener` with the new value when `"change:NAME"` changed, on either side; with the whole
   * state at any `"change"`; with content and bytes at each `"message"` of the page's `model.send`.
   * Returns what ends it.
   */
  on<Name extends keyof State & string>(
    event: `change:${Name}`,
    listener: (value: State[Name]) => void,
  ): () => void;
  on(event: "change", listener: (state: State) => void): () => void;
  on(event: "message", listener: (content: unknown, buffers: Uint8Array[]) => void): () => void;
  on(event: string, listener: Listener): () => void {
    let listeners = this.#listeners.get(event);
    if (listeners === undefined) this.#listeners.set(event, (listeners = new Set()));
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  /** Sends a message to the page, where `model.on("msg:custom", (content, buffers) => …)` takes it. */
  send(content: unknown, buffers: (ArrayBuffer | ArrayBufferView)[] = []): void {
    const packed = packState({ buffers });
    this.#live().send({ method: "custom", content }, { buffers: packed.buffers });
  }

  /** Takes the widget away from every page. */
  close(): void {
    if (!this.#open) return;
    this.#forget();
    this.#comm.close();
  }

  /** How Jupyter shows it. */
  [Symbol.for("Jupyter.display")](): MimeBundle {
    const text = inspect(this);
    if (!this.#open) return { "text/plain": text };
    const remark = "drawn where JupyterLab has ipywidgets and anywidget: pip install anywidget";
    return {
      "text/plain": `${text} (${remark})`,
      [VIEW_MIME]: { version_major: 2, version_minor: 1, model_id: this.id },
    };
  }

  [inspect.custom](): string {
    return `${this.#open ? "" : "closed "}widget ${inspect(this.#values, { depth: 1, maxArrayLength: 10, maxStringLength: 200 })}`;
  }

  #whole(): Record<string, unknown> {
    return { ...this.#own, ...this.#values };
  }

  #shared(): State {
    const shared = {};
    for (const name of Object.keys(this.#values)) {
      Object.defineProperty(shared, name, {
        get: () => this.#values[name],
        set: (value: unknown) => {
          this.set({ [name]: value } as Partial<State>);
        },
        enumerable: true,
      });
    }
    // A misspelt name would be lost without a word.
    return Object.preventExtensions(shared) as State;
  }

  #send(method: "update" | "echo_update", values: Record<string, unknown>): void {
    const { state, buffer_paths, buffers } = packState(values);
    this.#live().send({ method, state, buffer_paths }, { buffers });
  }

  #live(): Comm {
    if (this.#open) return this.#comm;
    throw new Error("This widget is closed; make another one to show.");
  }

  /** A message of the page's. */
  #receive(data: unknown, bytes: Uint8Array[]): void {
    const message = (data ?? {}) as {
      method?: string;
      state?: Record<string, unknown>;
      buffer_paths?: BufferPath[];
      content?: unknown;
    };
    if (message.method === "request_state") return this.#send("update", this.#whole());
    if (message.method === "custom") return this.#emit("message", message.content, bytes);
    if (message.method !== "update" || typeof message.state !== "object") return;
    const values = unpackState(message.state ?? {}, message.buffer_paths ?? [], bytes);
    // What the model's own base class keeps, such as the number of its views, is no state of the cell.
    const given = Object.fromEntries(
      Object.entries(values).filter(([name]) => !name.startsWith("_")),
    );
    // Other pages that show it follow; the one that sent it knows its own change by the answer.
    this.#send("echo_update", values);
    this.#take(given);
  }

  #take(values: Record<string, unknown>): void {
    const changed = Object.entries(values).filter(([name, value]) => {
      const before = this.#values[name];
      this.#values[name] = value;
      return !Object.is(before, value);
    });
    for (const [name, value] of changed) this.#emit(`change:${name}`, value);
    if (changed.length > 0) this.#emit("change", this.state);
  }

  #emit(event: string, ...given: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(...(given as never[]));
  }

  #forget(): void {
    this.#open = false;
    models.delete(this.id);
  }
}

/** Makes a widget, which a cell shows as its last value or by `display`. */
export function widget<State extends object = Record<string, never>>(
  options: WidgetOptions<State>,
): Widget<State> {
  if (typeof options?.esm !== "string" && !(options?.esm instanceof URL)) {
    throw new TypeError(
      "widget takes { esm, css, state }: esm is the text of a module for the page whose default export has render({ model, el }).",
    );
  }
  return new Widget(options);
}

/** A page keeps one style sheet under each id: widgets that are alike share theirs. */
function styleOf(css: string | URL | undefined): object {
  if (css === undefined) return {};
  const text = contentOf(css, "css");
  const id = createHash("sha1").update(text).digest("hex").slice(0, 12);
  return { _css: text, _anywidget_id: `tunebook-${id}` };
}

function refuseReserved(name: string): void {
  if (!name.startsWith("_")) return;
  throw new TypeError(
    `"${name}" cannot be a name in a widget's state: those with an underscore are the protocol's own.`,
  );
}

/** The text of a module or style sheet that is given as such, or by its file. */
function contentOf(given: string | URL, what: string): string {
  const text = String(given);
  // A page loads it itself.
  if (/^https?:/.test(text)) return text;
  const isFile = given instanceof URL || /^[^\n{}]*\.(?:[mc]?js|css)$/.test(text);
  if (!isFile) return text;
  const path = text.startsWith("file:") ? fileURLToPath(text) : resolve(text);
  try {
    return readFileSync(path, "utf8");
  } catch (failure) {
    throw new Error(`The ${what} of this widget cannot be read: ${(failure as Error).message}`, {
      cause: failure,
    });
  }
}
