/**
 * The parts of JupyterLab's interfaces that the extension uses, written down here so that the build
 * needs none of JupyterLab's packages; at run time they come from the page's shared scope.
 */

/** A Lumino signal. */
export interface Signal<Sender, Args> {
  connect(slot: (sender: Sender, args: Args) => void): boolean;
  disconnect(slot: (sender: Sender, args: Args) => void): boolean;
}

/** The front end's end of a comm. */
export interface FrontendComm {
  readonly isDisposed: boolean;
  onMsg: (message: { content: { data: unknown } }) => void;
  open(data?: unknown): unknown;
  send(data: unknown): unknown;
  close(data?: unknown): unknown;
}

export interface KernelConnection {
  readonly name: string;
  /** False for a second connection to the same kernel, which must not open comms. */
  readonly handleComms?: boolean;
  readonly info: Promise<{ implementation?: string }>;
  createComm(target: string): FrontendComm;
}

/** A message that the kernel published. */
export interface IopubMessage {
  readonly header: { readonly msg_type: string };
  readonly content: {
    readonly data?: Record<string, unknown>;
    readonly transient?: { readonly display_id?: string };
  };
}

export interface SessionContext {
  readonly iopubMessage: Signal<SessionContext, IopubMessage>;
  readonly ready: Promise<void>;
  readonly session: { readonly kernel: KernelConnection | null } | null;
  readonly kernelChanged: Signal<SessionContext, unknown>;
  readonly statusChanged: Signal<SessionContext, string>;
}

/** The outputs of a cell, as the notebook keeps them. */
export interface OutputsModel {
  readonly length: number;
  get(index: number): { readonly data: Readonly<Record<string, unknown>> };
  add(output: object): number;
  set(index: number, output: object): void;
}

/** A notebook or a console: something with cells, outputs and a kernel. */
export interface SessionPanel {
  readonly node: HTMLElement;
  /** Of a notebook its cells; a console has none of these. */
  readonly content?: {
    readonly widgets?: readonly {
      readonly model: { readonly id: string; readonly outputs?: OutputsModel };
    }[];
  };
  readonly sessionContext: SessionContext;
  /** Ready when the document's cells are there. */
  readonly context?: { readonly ready: Promise<void> };
}

export interface Tracker {
  readonly widgetAdded: Signal<Tracker, SessionPanel>;
  forEach(visit: (panel: SessionPanel) => void): void;
  find(test: (panel: SessionPanel) => boolean): SessionPanel | undefined;
}

export interface MimeModel {
  readonly data: Readonly<Record<string, unknown>>;
}

/** `@lumino/widgets`' Widget, as far as a renderer needs it. */
export interface Widget {
  readonly node: HTMLElement;
  readonly isDisposed: boolean;
  addClass(name: string): void;
  dispose(): void;
}

export type WidgetClass = new () => Widget;

export interface RenderMimeRegistry {
  addFactory(
    factory: {
      safe: boolean;
      mimeTypes: string[];
      defaultRank?: number;
      createRenderer(): unknown;
    },
    rank?: number,
  ): void;
}

/** A plugin of JupyterLab; `Services` are what its `requires` and `optional` tokens stand for. */
export interface Plugin<Services extends unknown[]> {
  id: string;
  description: string;
  autoStart: boolean;
  requires: unknown[];
  optional: unknown[];
  activate(app: unknown, ...services: Services): void;
}
