/** Putting things on the page while a cell runs: the channel's display messages. */
import { randomUUID } from "node:crypto";
import type { DisplayOptions } from "../../lib/display/host.ts";
import { outputCell } from "./cell.ts";
import { mark, send } from "./channel.ts";
import { sendable } from "./drawing/bundle.ts";
import { draw, type Drawn, withProblems } from "./drawing/draw.ts";
import { described } from "./drawing/own.ts";
import { print } from "./output.ts";
import type { MimeBundle } from "./protocol.ts";
import { cleared } from "./standing.ts";
import { endIfStopped } from "./stopped-code.ts";

/** Shows a bundle in the current cell. What of it is no JSON is left out, and its text says so. */
export function displayBundle(bundle: MimeBundle, options: DisplayOptions = {}): void {
  mark();
  const message = (data: MimeBundle, metadata: Record<string, unknown>) =>
    send({
      type: "display",
      id: outputCell()?.id ?? 0,
      metadata,
      displayId: options.id,
      update: options.update ?? false,
      // Last, where the kernel process can take a long one as it stands (arrival.ts).
      data,
    });
  try {
    message(bundle, options.metadata ?? {});
  } catch {
    const problems: string[] = [];
    const data = sendable(bundle, problems);
    const metadata = sendable(options.metadata ?? {}, problems);
    const mended = withProblems({ data, metadata }, problems);
    warn(mended);
    message(mended.data, mended.metadata);
  }
}

/** Removes what the current cell has shown; with `wait`, only when the next output comes. */
export function clearDisplay(options: { wait?: boolean } = {}): void {
  mark();
  const cell = outputCell();
  if (cell) cleared(cell);
  send({ type: "clear", id: cell?.id ?? 0, wait: options.wait ?? false });
}

/** Something on the page that can be drawn anew. */
export interface DisplayHandle {
  readonly id: string;
  /** Draws `value` in the same place, everywhere that this display is shown. */
  update(value: unknown): void;
}

/** How {@link showDrawn} shows. */
export interface ShowOptions {
  /** Names the place, so that a later call can draw in it. Default: a new name. */
  id?: string;
  /** Draw in every place of this `id`, in whatever cell, instead of adding one. Default false. */
  update?: boolean;
  /** Jupyter's metadata of the output, by MIME type; goes over what the value itself gives. */
  metadata?: Record<string, unknown>;
}

/** Shows what `make` draws, and again what it draws of another value when the handle is updated. */
export function showWith<Value>(
  make: (value: Value) => Drawn | Promise<Drawn>,
  value: Value,
  options: ShowOptions = {},
): DisplayHandle & { update(value: Value): void } {
  const id = options.id ?? randomUUID();
  show(make(value), { ...options, id });
  const handle = {
    id,
    update: (next: Value) => show(make(next), { ...options, id, update: true }),
  };
  // As a cell's last value it is no news: what it stands for is on the page.
  return Object.defineProperty(handle, Symbol.for("Jupyter.display"), { value: () => ({}) });
}

/** Draws any value now; see `display`. */
export function showValue(value: unknown, options: ShowOptions = {}): DisplayHandle {
  endIfStopped();
  return showWith(draw, value, options);
}

const queues = new Map<string, Promise<void>>();

/** Shows, at once where it can; calls for one id keep their order. */
function show(drawn: Drawn | Promise<Drawn>, options: ShowOptions & { id: string }): void {
  const before = queues.get(options.id);
  const put = (ready: Drawn) => {
    warn(ready);
    const metadata = { ...ready.metadata, ...options.metadata };
    // Whatever is drawn as nothing has shown itself.
    if (Object.keys(ready.data).length === 0) return;
    displayBundle(ready.data, { id: options.id, update: options.update, metadata });
  };
  if (before === undefined && !(drawn instanceof Promise)) return put(drawn);

  const shown = Promise.all([drawn, before])
    .then(([ready]) => put(ready))
    .catch((failure: unknown) => print("stderr", `${described(failure)}\n`));
  queues.set(options.id, shown);
  const cell = outputCell();
  cell?.pending.add(shown);
  void shown.finally(() => {
    cell?.pending.delete(shown);
    if (queues.get(options.id) === shown) queues.delete(options.id);
  });
}

function warn({ problem }: Drawn): void {
  if (problem !== undefined) print("stderr", `${problem}\n`);
}
