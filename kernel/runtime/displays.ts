/** Putting things on the page while a cell runs: the channel's display messages, and `display()`. */
import { randomUUID } from "node:crypto";
import type { DisplayOptions } from "../../lib/display/host.ts";
import { outputCell } from "./cell.ts";
import { mark, send } from "./channel.ts";
import { draw, type Drawn } from "./mime.ts";
import type { MimeBundle } from "./protocol.ts";
import { cleared } from "./standing.ts";

/** Shows a bundle in the current cell. */
export function displayBundle(bundle: MimeBundle, options: DisplayOptions = {}): void {
  mark();
  send({
    type: "display",
    id: outputCell()?.id ?? 0,
    data: bundle,
    metadata: options.metadata ?? {},
    displayId: options.id,
    update: options.update ?? false,
  });
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

/**
 * Cells' own `display`: draws any value now, and returns a handle that draws another in its place.
 * A second call with the same `id` adds a second place, which updates change as well.
 */
export function display(value: unknown, options: { id?: string } = {}): DisplayHandle {
  const id = options.id ?? randomUUID();
  show(value, { id });
  return { id, update: (next) => show(next, { id, update: true }) };
}

const queues = new Map<string, Promise<void>>();

/** Draws and shows, at once where it can; calls for one id keep their order. */
function show(value: unknown, options: DisplayOptions & { id: string }): void {
  const drawn = draw(value);
  const before = queues.get(options.id);
  const put = ({ data, metadata }: Drawn) => displayBundle(data, { ...options, metadata });
  if (before === undefined && !(drawn instanceof Promise)) return put(drawn);

  const shown = Promise.all([drawn, before]).then(([ready]) => put(ready));
  queues.set(options.id, shown);
  const cell = outputCell();
  cell?.pending.add(shown);
  void shown.finally(() => {
    cell?.pending.delete(shown);
    if (queues.get(options.id) === shown) queues.delete(options.id);
  });
}
