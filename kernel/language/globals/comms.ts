/** What `comms` is to a cell: `Comms` and `Comm` of lib/display/host.ts as a declaration. */
export const COMMS = `/** Sent with a comm's message. */
interface CommOptions {
  /** Only for \`open\`: the comm's id. Default: a new one. */
  id?: string;
  /** Travels beside the data; what it means is up to both ends. */
  metadata?: object;
  /** Bytes, which travel as they are instead of as JSON. */
  buffers?: (ArrayBuffer | ArrayBufferView)[];
}
/** One end of a comm: a line between a cell and code of the page. */
interface Comm {
  readonly id: string;
  readonly target: string;
  /** Whether either end has closed it. */
  readonly closed: boolean;
  /** Sends JSON, and bytes beside it. Throws once the comm is closed. */
  send(data: unknown, options?: CommOptions): void;
  /** Ends the comm at both ends. */
  close(data?: unknown): void;
  /** Called with each message of the page; what it prints and throws is shown in the cell that opened the comm. */
  onMessage(listener: (data: any, buffers: Uint8Array[], metadata: any) => unknown): void;
  /** Called when the page closes the comm. */
  onClose(listener: (data: any) => unknown): void;
}
interface Comms {
  /**
   * Opens a comm to code of the page that registered \`target\`.
   * @example
   * const comm = comms.open("my.target", { hello: 1 });
   * comm.onMessage((data) => console.log(data));
   */
  open(target: string, data?: unknown, options?: CommOptions): Comm;
  /**
   * Takes the comms that code of the page opens on \`target\`; a second call replaces the first.
   * @example
   * comms.register("my.echo", (comm) => comm.onMessage((data) => comm.send(data)));
   */
  register(
    target: string,
    accept: (comm: Comm, data: any, buffers: Uint8Array[], metadata: any) => unknown,
  ): void;
  /** From now on comms on \`target\` are refused; open ones stay. */
  unregister(target: string): void;
}
/** Lines between this cell and code of the page: Jupyter's comms. */
declare const comms: Comms;
`;
