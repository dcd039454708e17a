/** The runtime's ends of Jupyter comms. */
import { randomUUID } from "node:crypto";
import type { Comm, CommOptions, Comms } from "../../lib/display/host.ts";
import { type Cell, currentCell, outputCell, runIn } from "./cell.ts";
import { send } from "./channel.ts";
import type { CommCommand, ExecutionId } from "./protocol.ts";
import { showUncaught } from "./uncaught.ts";

type MessageListener = Parameters<Comm["onMessage"]>[0];
type CloseListener = Parameters<Comm["onClose"]>[0];
type Accept = Parameters<Comms["register"]>[1];

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

  get closed(): boolean {
    return !this.#table.has(this.id);
  }

  send(data: unknown, options: CommOptions = {}): void {
    if (this.closed) {
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

  deliver(...message: Parameters<MessageListener>): void {
    for (const listener of this.#messages) inCell(this.#cell, () => listener(...message));
  }

  leave(data: unknown): void {
    for (const listener of this.#closes) inCell(this.#cell, () => listener(data));
  }
}

/** All comms of the session. */
export class CommTable implements Comms {
  readonly #comms = new Map<string, OpenComm>();
  readonly #targets = new Map<string, { accept: Accept; cell?: Cell }>();

  open(target: string, data?: unknown, options: CommOptions = {}): Comm {
    const comm = new OpenComm(this, options.id ?? randomUUID(), target);
    if (this.has(comm.id)) {
      throw new Error(`There is a comm with the id "${comm.id}" already; leave the id out.`);
    }
    post("comm_open", comm.id, data, options, target);
    this.#comms.set(comm.id, comm);
    return comm;
  }

  register(target: string, accept: Accept): void {
    this.#targets.set(target, { accept, cell: currentCell() });
  }

  unregister(target: string): void {
    this.#targets.delete(target);
  }

  /** A message of the front end's. Never throws; says so when its listeners are through. */
  receive(command: { id?: ExecutionId } & CommCommand): void {
    handling = command.id;
    try {
      this.#take(command);
    } finally {
      handling = undefined;
    }
    if (command.id !== undefined) send({ type: "comm_handled", id: command.id });
  }

  /** Nothing is being handled any more: a termination takes every frame on the stack with it, `finally` too. */
  release(): void {
    handling = undefined;
  }

  has(id: string): boolean {
    return this.#comms.has(id);
  }

  remove(id: string): boolean {
    return this.#comms.delete(id);
  }

  #take({ type, commId, target, data, metadata = {}, buffers: texts }: CommCommand): void {
    const buffers = texts.map((text) => new Uint8Array(Buffer.from(text, "base64")));
    const comm = this.#comms.get(commId);
    if (type === "comm_open") this.#accept(commId, target ?? "", [data, buffers, metadata]);
    // Whoever sends to a comm that is not here learns that nobody listens.
    else if (type === "comm_msg") {
      if (comm) comm.deliver(data, buffers, metadata);
      else post("comm_close", commId, {});
    } else if (comm) {
      this.#comms.delete(commId);
      comm.leave(data);
    }
  }

  #accept(id: string, target: string, message: [unknown, Uint8Array[], object]): void {
    const registered = this.#targets.get(target);
    // Jupyter's protocol: who knows no such target closes the comm at once.
    if (registered === undefined) return post("comm_close", id, {});
    // The other end has left; its listeners may want to know.
    this.#comms.get(id)?.leave({});
    inCell(registered.cell, () => {
      const comm = new OpenComm(this, id, target);
      this.#comms.set(id, comm);
      try {
        return registered.accept(comm, ...message);
      } catch (thrown) {
        // As in ipykernel: a comm whose opening failed is of no use to either end.
        comm.close();
        throw thrown;
      }
    });
  }
}

/** The front end's message that is being handled: what is sent meanwhile answers it. */
let handling: ExecutionId | undefined;

/** What listeners print belongs to the cell that opened the comm, also where it was stopped since; so do their errors. */
function inCell(cell: Cell | undefined, work: () => unknown): void {
  const guarded = () => {
    try {
      const outcome = work();
      // Where a rejection is seen to, it is seen to in the context of this cell.
      if (outcome instanceof Promise) outcome.catch((thrown: unknown) => showUncaught(thrown));
    } catch (thrown) {
      showUncaught(thrown);
    }
  };
  if (cell === undefined) guarded();
  else runIn(cell.dead ? cell.afterlife() : cell, guarded);
}

function post(
  type: CommCommand["type"],
  commId: string,
  data: unknown,
  options: CommOptions = {},
  target?: string,
): void {
  const buffers = (options.buffers ?? []).map((buffer) => {
    const bytes = ArrayBuffer.isView(buffer)
      ? Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength)
      : Buffer.from(buffer);
    return bytes.toString("base64");
  });
  const id = handling ?? outputCell()?.id ?? 0;
  send({ type, id, commId, target, data: data ?? {}, metadata: options.metadata, buffers });
}
