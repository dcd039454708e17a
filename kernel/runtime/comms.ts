/** The runtime's ends of Jupyter comms. */
import { randomUUID } from "node:crypto";
import type { Comm, Comms } from "../../lib/display/host.ts";
import { type Cell, currentCell, outputCell, runIn } from "./cell.ts";
import { send } from "./channel.ts";
import type { CommCommand } from "./protocol.ts";

type MessageListener = (data: unknown, buffers: Uint8Array[]) => void;
type CloseListener = (data: unknown) => void;

class OpenComm implements Comm {
  readonly id: string;
  readonly target: string;
  readonly #table: CommTable;
  readonly #cell = currentCell();
  readonly #messages: MessageListener[] = [];
  readonly #closes: CloseListener[] = [];

  constructor(table: CommTable, id: string, target: string) {
    this.#table = table;
    this.id = id;
    this.target = target;
  }

  send(data: unknown, options: { metadata?: object; buffers?: Uint8Array[] } = {}): void {
    if (!this.#table.has(this.id)) {
      throw new Error(`The comm "${this.target}" is closed; open another one to send on.`);
    }
    post("comm_msg", this.id, data, options);
  }

  close(data?: unknown): void {
    if (this.#table.remove(this.id)) post("comm_close", this.id, data);
  }

  onMessage(listener: MessageListener): void {
    this.#messages.push(listener);
  }

  onClose(listener: CloseListener): void {
    this.#closes.push(listener);
  }

  deliver(data: unknown, buffers: Uint8Array[]): void {
    inCell(this.#cell, () => this.#messages.forEach((listener) => listener(data, buffers)));
  }

  closed(data: unknown): void {
    inCell(this.#cell, () => this.#closes.forEach((listener) => listener(data)));
  }
}

/** All comms of the session. */
export class CommTable implements Comms {
  readonly #comms = new Map<string, OpenComm>();
  readonly #targets = new Map<string, { accept: Parameters<Comms["register"]>[1]; cell?: Cell }>();

  open(
    target: string,
    data?: unknown,
    options: { metadata?: object; buffers?: Uint8Array[] } = {},
  ): Comm {
    const comm = new OpenComm(this, randomUUID(), target);
    this.#comms.set(comm.id, comm);
    post("comm_open", comm.id, data, options, target);
    return comm;
  }

  register(target: string, accept: Parameters<Comms["register"]>[1]): void {
    this.#targets.set(target, { accept, cell: currentCell() });
  }

  /** A message of the front end's. */
  receive(command: CommCommand): void {
    const { type, commId, data } = command;
    const buffers = command.buffers.map((text) => new Uint8Array(Buffer.from(text, "base64")));
    if (type === "comm_msg") this.#comms.get(commId)?.deliver(data, buffers);
    else if (type === "comm_close") {
      const comm = this.#comms.get(commId);
      this.#comms.delete(commId);
      comm?.closed(data);
    } else this.#accept(commId, command.target ?? "", data, buffers);
  }

  has(id: string): boolean {
    return this.#comms.has(id);
  }

  remove(id: string): boolean {
    return this.#comms.delete(id);
  }

  #accept(id: string, target: string, data: unknown, buffers: Uint8Array[]): void {
    const registered = this.#targets.get(target);
    // Jupyter's protocol: who knows no such target closes the comm at once.
    if (registered === undefined) return post("comm_close", id, {});
    inCell(registered.cell, () => {
      const comm = new OpenComm(this, id, target);
      this.#comms.set(id, comm);
      registered.accept(comm, data, buffers);
    });
  }
}

/** What listeners print belongs to the cell that opened the comm, also where it was stopped since. */
function inCell(cell: Cell | undefined, work: () => void): void {
  if (cell === undefined) work();
  else runIn(cell.dead ? cell.afterlife() : cell, work);
}

function post(
  type: CommCommand["type"],
  commId: string,
  data: unknown,
  options: { metadata?: object; buffers?: Uint8Array[] } = {},
  target?: string,
): void {
  const buffers = (options.buffers ?? []).map((bytes) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64"),
  );
  const id = outputCell()?.id ?? 0;
  send({ type, id, commId, target, data: data ?? {}, metadata: options.metadata, buffers });
}
