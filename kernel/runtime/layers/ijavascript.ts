/** IJavascript's `$$`: results and displays by hand, and cells that end when they say so. */
import type { Host } from "../../../lib/display/host.ts";
import { type Cell, currentCell, outputCell, runIn } from "../cell.ts";
import { clearDisplay, displayBundle } from "../displays.ts";
import { drawn as drawnBundle } from "../display-api.ts";
import { draw, type Drawn } from "../drawing/draw.ts";
import { described } from "../drawing/own.ts";
import { print } from "../output.ts";
import type { MimeBundle } from "../protocol.ts";
import type { Scope } from "../scope.ts";

/** The kinds of content that have a method of their own. */
const KINDS = {
  text: "text/plain",
  html: "text/html",
  svg: "image/svg+xml",
  png: "image/png",
  jpeg: "image/jpeg",
  json: "application/json",
} as const;

type Kind = keyof typeof KINDS;

/** A place on the page; with an id, later calls draw in it anew. */
export type ContextDisplay = Record<Kind, (content: unknown) => void> & {
  mime(bundle: MimeBundle): void;
  close(): void;
};

/** What `$$` is to one cell. With `keepAlive` the cell goes on after a result. */
export type Context = Record<Kind, (content: unknown, keepAlive?: boolean) => void> & {
  /** The cell ends when `done`, `sendResult` or `sendError` is called, and not before. */
  async(value?: boolean): boolean;
  done(...result: unknown[]): void;
  sendResult(result: unknown, keepAlive?: boolean): void;
  sendError(error: unknown, keepAlive?: boolean): void;
  mime(bundle: MimeBundle | Promise<MimeBundle>, keepAlive?: boolean): void;
  input(
    options?: { prompt?: string; password?: boolean },
    callback?: (error: unknown, reply?: string) => void,
  ): Promise<string>;
  display(id?: string): ContextDisplay;
  clear(options?: { wait?: boolean }): void;
};

const contexts = new WeakMap<Cell, Context>();
const gates = new WeakMap<Cell, () => void>();

/** The `$$` of the cell on whose behalf the caller runs: a copy of it stays with its cell. */
function context(): Context {
  const cell = currentCell() ?? outputCell();
  if (cell === undefined) throw new Error("$$ belongs to a cell, and none has run yet.");
  let made = contexts.get(cell);
  if (made === undefined) contexts.set(cell, (made = makeContext(cell)));
  return made;
}

function makeContext(cell: Cell): Context {
  /** Takes a result, or one that is promised. */
  const settle = <Value>(
    given: Value | PromiseLike<Value>,
    keepAlive: boolean | undefined,
    make: (value: Value) => Drawn | Promise<Drawn>,
  ): void => {
    if (keepAlive) openGate(cell);
    const put = (drawn: Drawn) => runIn(cell, () => reply(cell, drawn, keepAlive ?? false));
    const made =
      given instanceof Promise ? given.then((value: Value) => make(value)) : make(given as Value);
    if (!(made instanceof Promise)) return put(made);
    wait(
      cell,
      made.then(put, (failure: unknown) => fail(cell, failure, false)),
    );
  };
  const mime = (bundle: MimeBundle | Promise<MimeBundle>, keepAlive?: boolean) =>
    settle(bundle, keepAlive, drawnBundle);
  const sendResult = (result: unknown, keepAlive?: boolean) => settle(result, keepAlive, draw);
  const byKind = eachKind(
    (type) => (content: unknown, keepAlive?: boolean) =>
      settle(content, keepAlive, (value) => drawnBundle({ [type]: value })),
  );
  return {
    ...byKind,
    async: (value = true) => {
      if (value) openGate(cell);
      else closeGate(cell);
      return Boolean(value);
    },
    done: (...result) => {
      if (result.length > 0) sendResult(result[0]);
      else {
        cell.reply ??= {};
        closeGate(cell);
      }
    },
    sendResult,
    sendError: (error, keepAlive) => fail(cell, error, keepAlive ?? false),
    mime,
    input: (options = {}, callback) => input(cell, options, callback),
    display: makeDisplay,
    clear: (options) => runIn(cell, () => clearDisplay(options)),
  };
}

function eachKind<Method>(make: (type: string) => Method): Record<Kind, Method> {
  const entries = Object.entries(KINDS).map(([kind, type]) => [kind, make(type)]);
  return Object.fromEntries(entries) as Record<Kind, Method>;
}

/** The result of the cell; one that came before, or comes after the end, is shown above or below it. */
function reply(cell: Cell, drawn: Drawn, keepAlive: boolean): void {
  const show = ({ data, metadata }: Drawn) => displayBundle(data, { metadata });
  if (cell.ended || keepAlive) return show(drawn);
  if (cell.reply?.drawn !== undefined) show(cell.reply.drawn);
  cell.reply = { drawn };
  closeGate(cell);
}

function fail(cell: Cell, error: unknown, keepAlive: boolean): void {
  if (cell.ended || keepAlive) {
    runIn(cell, () => print("stderr", `${described(error)}\n`));
    return;
  }
  cell.reply = { failure: { thrown: error } };
  closeGate(cell);
}

function openGate(cell: Cell): void {
  if (gates.has(cell) || cell.ended) return;
  wait(cell, new Promise<void>((open) => gates.set(cell, open)));
}

function closeGate(cell: Cell): void {
  gates.get(cell)?.();
  gates.delete(cell);
}

function wait(cell: Cell, work: Promise<unknown>): void {
  cell.pending.add(work);
  void work.finally(() => cell.pending.delete(work)).catch(() => {});
}

function input(
  cell: Cell,
  { prompt, password }: { prompt?: string; password?: boolean },
  callback?: (error: unknown, reply?: string) => void,
): Promise<string> {
  const host = (globalThis as Record<symbol, unknown>)[Symbol.for("tunebook.host")] as Host;
  const answer = runIn(cell, () => host.input(prompt ?? "", { password: password ?? false }));
  if (callback === undefined) {
    wait(cell, answer);
    return answer;
  }
  openGate(cell);
  answer.then(
    (text) => callback(null, text),
    (failure: unknown) => {
      // Without an answer nobody calls `done`.
      fail(cell, failure, false);
      callback(failure);
    },
  );
  return answer;
}

/** Unlike a result, a display belongs to whatever cell draws in it. */
function makeDisplay(id?: string): ContextDisplay {
  let update = false;
  const mime = (bundle: MimeBundle) => {
    const { data, metadata } = drawnBundle(bundle);
    displayBundle(data, { metadata, id, update });
    update = id !== undefined;
  };
  return {
    ...eachKind((type) => (content: unknown) => mime({ [type]: content })),
    mime,
    close: () => {},
  };
}

/** Puts `$$`, and what older notebooks have in its place, where cells and packages find them. */
export function giveIJavascript(scope: Scope): void {
  const give = (name: string, get: () => unknown, set?: (value: never) => void) => {
    scope.give(name, get, set as ((value: unknown) => void) | undefined);
    Object.defineProperty(globalThis, name, {
      get,
      set:
        set ??
        ((value: unknown) =>
          Object.defineProperty(globalThis, name, { value, writable: true, configurable: true })),
      configurable: true,
      enumerable: false,
    });
  };
  give("$$", context);
  give("$$done$$", () => context().done);
  give(
    "$$async$$",
    () => gates.has(currentCell() ?? (outputCell() as Cell)),
    (value: boolean) => context().async(value),
  );
  give(
    "$$mime$$",
    () => undefined,
    (bundle: MimeBundle) => context().mime(bundle),
  );
  for (const kind of ["html", "svg", "png", "jpeg"] as const) {
    give(
      `$$${kind}$$`,
      () => undefined,
      (content: string) => context()[kind](content),
    );
  }
}
