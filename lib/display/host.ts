/**
 * The contract between the kernel that runs a cell and the library that draws in it.
 *
 * The kernel's runtime puts a {@link Host} on `globalThis[Symbol.for("tunebook.host")]`;
 * `lib/display` is its only reader, and gives tslab, Deno and a plain terminal the same shape.
 * These types are the one thing that `kernel/` and `lib/` share.
 */

/** MIME type → content; what Jupyter calls a MIME bundle. JSON types hold plain data, binary ones base64. */
export type MimeBundle = Record<string, unknown>;

/** Where {@link Host} stands on `globalThis`. */
export const HOST: unique symbol = Symbol.for("tunebook.host") as never;

/** The MIME type of Tunebook's own figures and panels; its content is a `FigurePayload`. */
export const FIGURE_MIME = "application/vnd.tunebook.plotly.v1+json";

/** How a bundle is put on the page. */
export interface DisplayOptions {
  /** A display id, which a later call can name to draw in the same place. */
  id?: string;
  /** Replace every output shown under `id` instead of adding one. Default false. */
  update?: boolean;
  /** Jupyter's metadata of the output, by MIME type. */
  metadata?: Record<string, unknown>;
}

/** What travels with a comm's data. */
export interface CommOptions {
  /** Only for {@link Comms.open}: the comm's id. Default: a new one. */
  id?: string;
  metadata?: object;
  /** Bytes, sent as they are. */
  buffers?: readonly (ArrayBuffer | ArrayBufferView)[];
}

/** One end of a Jupyter comm. */
export interface Comm {
  readonly id: string;
  readonly target: string;
  /** Whether either end has closed it. */
  readonly closed?: boolean;
  /** @throws Error once the comm is closed */
  send(data: unknown, options?: CommOptions): void;
  close(data?: unknown): void;
  /** What a listener prints, and an error that it throws, is shown in the cell that opened the comm. */
  onMessage(listener: (data: unknown, buffers: Uint8Array[], metadata?: object) => unknown): void;
  onClose(listener: (data: unknown) => unknown): void;
}

/** Opens comms, and takes those that the front end opens. Messages arrive also while a cell runs. */
export interface Comms {
  /** @throws Error where there is a comm with the given id */
  open(target: string, data?: unknown, options?: CommOptions): Comm;
  /** Calls `accept` for each comm that the front end opens on `target`; a second call replaces the first. */
  register(
    target: string,
    accept: (comm: Comm, data: unknown, buffers: Uint8Array[], metadata?: object) => unknown,
  ): void;
  /** From now on comms on `target` are refused; open ones stay. */
  unregister?(target: string): void;
}

/** The cell on whose behalf the caller runs, also after an `await` or in a timer it started. */
export interface HostCell {
  /** The front end's id of the cell, or the execution's number where it sent none. */
  readonly id: string;
  /** Whether the front end sent an id, as all do that show a page; false under nbclient, papermill and consoles. */
  readonly named?: boolean;
  /** The cell's text. */
  readonly code: string;
  /** Aborts when the user stops the cell. */
  readonly signal: AbortSignal;
  /**
   * Keeps a stopped cell open until `work` settles (at most a few seconds, and until a second
   * Stop), so that a last state can still be drawn in it.
   */
  hold(work: Promise<unknown>): void;
  /** Whether what this run of the cell has shown still stands: false once it was run again, cleared or deleted. */
  readonly standing?: boolean;
}

/** What the running host offers. */
export interface Host {
  /** Version of this contract; a reader ignores a host of another version. */
  readonly version: 1;
  /** Which host this is: "tunebook", or the name of the one that was adapted. */
  readonly name: string;
  display(bundle: MimeBundle, options?: DisplayOptions): void;
  clear(options?: { wait?: boolean }): void;
  readonly comm: Comms | undefined;
  input(prompt?: string, options?: { password?: boolean }): Promise<string>;
  /** The current cell; undefined outside of one. */
  readonly cell: HostCell | undefined;
  /** Whether the front end said (comm `tunebook.frontend`) that it can draw {@link FIGURE_MIME}. */
  readonly renderer: boolean;
}

/**
 * A Plotly figure as data. Colours are written `token:NAME`, alone or inside of a longer string such as
 * `<span style="color:token:best">`; whoever draws replaces every `token:NAME` (a name is letters and
 * digits, see {@link Themes}) in every string of the spec. Text of users is escaped so that it holds none.
 * The width is left to whoever draws.
 */
export interface PlotlySpec {
  data: Record<string, unknown>[];
  layout: Record<string, unknown>;
  config?: Record<string, unknown>;
}

/** Colour tokens (`done`, `best`, `running`…) of the light and the dark theme. */
export interface Themes {
  light: Record<string, string>;
  dark: Record<string, string>;
}

/** A part of a parameter's range that the best trial's value takes. */
export type ParameterMark =
  | { kind: "slider"; /** 0…1 along the range, in log where the parameter is. */ at: number }
  | { kind: "choices"; count: number; index: number };

/**
 * Everything that the live panel shows, as plain data; whoever draws it adds nothing of its own.
 * Outside of `figures` every string is plain text, never HTML, and may hold anything that a user can type.
 */
export interface PanelModel {
  title: string;
  subtitle: string;
  status: "running" | "paused" | "finished" | "stopped" | "failed";
  /** One sentence: what is going on, or why it ended. */
  message: string;
  progress: {
    /** "47 of 60 trials" */
    text: string;
    finished: number;
    planned: number | null;
    complete: number;
    pruned: number;
    failed: number;
    running: number;
    interrupted: number;
    /** "about 2 min 20 s left"; "" where unknown. */
    left: string;
    /** "4 min 56 s so far" */
    elapsed: string;
    /** What was spent so far: "642 epochs"; "" where nothing is reported. */
    cost?: string;
  };
  /** One per planned trial, in the order of numbers; `fraction` is how far a running one is, 0…1. At most 200: beyond, trials are pooled. */
  ribbon: { state: string; best?: boolean; fraction?: number }[];
  /** Null before a trial completed. `label` "Best validation loss", `text` "0.0641", `remark` "trial 41, 1.7% below the one before". */
  best: { label: string; value: number; text: string; trial: number; remark: string } | null;
  /** With several objectives: the best of each, in their order. */
  bests?: { label: string; text: string; trial: number }[];
  /** Parameters of the best trial; `depth` 1 for those inside a condition. */
  params: {
    name: string;
    text: string;
    depth: number;
    mark: ParameterMark | null;
    /** By which a command names it. */
    path?: string;
    /** What the study is narrowed to: both ends along a slider, 0…1, or the indices of the choices that are left. */
    box?: number[];
  }[];
  /** What the study is narrowed to, one text for each parameter. */
  narrowed?: { path: string; text: string }[];
  running: { number: number; fraction: number | null; text: string }[];
  runningRemark: string;
  /** Newest first, at most 7; `spark` are points in the unit square, y upward. */
  recent: {
    number: number;
    state: string;
    best: boolean;
    text: string;
    remark: string;
    spark: [number, number][];
  }[];
  /** In the order in which they are drawn: beside the best trial, or below it with the width of the panel. */
  figures: { id: string; height: number; spec: PlotlySpec; wide?: boolean }[];
  /** The figures that can be had while the study runs, and which of them are drawn. */
  offered?: { id: string; label: string; on: boolean }[];
}

/**
 * What a panel sends on its control comm, besides `study`, which names the panel. Anything else is ignored.
 * - `stop`, `pause`, `resume`;
 * - `prune`: the running trial `trial`;
 * - `form`: asks for the rows of a form for a new point; answered with `form`;
 * - `enqueue`: `values`, path → text, empty where the value shall be drawn; or `again`: the best point once more;
 * - `narrow`: the parameter `path` to the part `from`…`to` of its mark, 0…1;
 * - `widen`: the parameter `path`, or all, to its whole range again;
 * - `figures`: the ids of those that shall be drawn.
 */
export interface PanelCommand {
  command:
    "stop" | "pause" | "resume" | "prune" | "form" | "enqueue" | "narrow" | "widen" | "figures";
  study: string;
  trial?: number;
  values?: Record<string, string>;
  again?: boolean;
  path?: string;
  from?: number;
  to?: number;
  figures?: string[];
}

/** One parameter in the form for a new point. */
export interface FormRow {
  path: string;
  name: string;
  depth: number;
  /** The best trial's value; "" where it has none. */
  text: string;
  /** "0.0001 to 0.1", or the choices. */
  accepts: string;
  choices?: string[];
}

/** What the kernel answers on the same comm. */
export type PanelReply =
  | {
      study: string;
      command: string;
      ok: boolean;
      /** A sentence; "" where there is nothing to say. */ text: string;
    }
  | { study: string; form: FormRow[] }
  /** To a comm that was opened with `{ attach: true }`: the panels of the runs under way, as they stand. */
  | { panels: { id: string; cell: string; data: MimeBundle }[] };

/** A part of a sentence; plain text. */
export interface Words {
  text: string;
  tone?: "strong" | "quiet";
}

/** Where the best value stands, and where it will stand when trained again: places 0…1 on an axis of its own. */
export interface AgainModel {
  run: number;
  expected: number;
  /** The ends of the interval. */
  from: number;
  to: number;
  ticks: { at: number; text: string }[];
}

/** A line of the card's advice. */
export interface AdviceModel {
  words: Words[];
  /** What its button copies; `hint` says so. */
  copy: { label: string; hint: string; text: string } | null;
  /** Lines that are there on demand. */
  details: string[];
}

/**
 * The card of a study, as plain data; whoever draws it adds nothing of its own. Outside of `figures` every
 * string is plain text, never HTML, and may hold anything that a user can type.
 */
export interface CardModel {
  title: string;
  /** "60 trials in 7 min 15 s", "27 complete, 31 stopped early, 2 failed", "bayesian, asha", "seed 17". */
  facts: string[];
  status: "empty" | "running" | "finished";
  progress: PanelModel["progress"];
  ribbon: PanelModel["ribbon"];
  /** `label` "Best validation loss", `text` "0.0612"; `text` is "" where there is none, and `remark` says why. */
  best: { label: string; text: string; value: number | null; remark: string };
  again: AgainModel | null;
  /** What to expect of it, in a sentence. */
  expectation: Words[];
  /** With several objectives: what the front offers, a column for each objective. */
  front: { columns: string[]; rows: { name: string; trial: number; cells: string[] }[] } | null;
  /** Whose parameters follow, where that is not the best: "At the knee, trial 31"; else "". */
  paramsTitle: string;
  params: PanelModel["params"];
  /** The same as TypeScript, to be copied; "" where there are none. */
  paramsCode: string;
  /** In order; those that are not `wide` share a row with one another and with the importances. */
  figures: { id: string; height: number; wide: boolean; spec: PlotlySpec }[];
  /** Shares of 1, the largest first, with 80% intervals; `strong` are those that explain most of it together. */
  importances: {
    title: string;
    rows: {
      name: string;
      share: number;
      interval: [number, number] | null;
      text: string;
      strong: boolean;
    }[];
  } | null;
  adviceTitle: string;
  advice: AdviceModel[];
  /** The next step: "Next: make sure, about 50 s". */
  next: { title: string; code: string; remark: string };
}

/** One column of a table: the texts of its cells, and the order of its rows by value. */
export interface TableColumn {
  /** As its head says; may be cut. */
  name: string;
  /** The whole name. */
  key: string;
  kind: "number" | "text" | "state";
  cells: string[];
  /** Row numbers from the least value to the greatest, empty cells last; null where the rows stand so. */
  order: number[] | null;
  /** Rows whose cell is to be seen: it differs from the best's. */
  marked: number[];
}

/** A table, as plain data; every string is plain text, never HTML. */
export interface TableModel {
  /** What was found. */
  title: string;
  /** What is not here, and where it is; "" where all of it is. */
  remark: string;
  columns: TableColumn[];
  /** How many rows each column has here. */
  count: number;
  /** Rows that hold the best. */
  best: number[];
  /** Rows of one page. */
  page: number;
}

/** The content of {@link FIGURE_MIME}, unless it is a {@link PackedPayload}. */
export type FigurePayload =
  | {
      version: 1;
      kind: "figure";
      id: string;
      alt: string;
      height: number;
      themes: Themes;
      spec: PlotlySpec;
    }
  | {
      version: 1;
      kind: "panel";
      id: string;
      alt: string;
      themes: Themes;
      panel: PanelModel;
      /** The comm target that takes a {@link PanelCommand} while the study runs; absent when it ended. */
      control?: { target: string; study: string };
    }
  | {
      version: 1;
      kind: "card";
      id: string;
      alt: string;
      themes: Themes;
      card: CardModel;
    }
  | {
      version: 1;
      kind: "table";
      id: string;
      alt: string;
      themes: Themes;
      table: TableModel;
    };

/** A large payload as a saved notebook holds it. */
export interface PackedPayload {
  version: 2;
  kind: FigurePayload["kind"];
  id: string;
  alt: string;
  /** The {@link FigurePayload} as JSON in UTF-8, compressed by gzip, in base64. */
  packed: string;
}
