/** The debugger's line to a runtime: the inspector's session, opened when it is first needed, lost with its runtime. */
import type { DebugPort } from "../runtime/debug/port.ts";
import { InspectorSession } from "./session.ts";

/** What an {@link Attachment} needs. */
export interface AttachmentOptions {
  /** Opens the line to the runtime, which is started if none runs. */
  port: () => Promise<DebugPort>;
  /** The inspector tells of something. */
  received: (session: InspectorSession, method: string, params: never) => void;
  /** The runtime has gone. */
  lost: () => void;
}

/** See the file's head. Looking at variables needs a session alone; only once attached does it stop the runtime. */
export class Attachment {
  readonly #options: AttachmentOptions;
  #session: InspectorSession | undefined;
  #opening: Promise<InspectorSession> | undefined;
  #isAttached = false;
  #skips = false;

  constructor(options: AttachmentOptions) {
    this.#options = options;
  }

  /** The session, while the debugger is attached. */
  get attached(): InspectorSession | undefined {
    return this.#isAttached ? this.#session : undefined;
  }

  /** Whether breakpoints stop the runtime. */
  get isAttached(): boolean {
    return this.#isAttached;
  }

  /** The session with the runtime, opened if there is none. */
  session(): Promise<InspectorSession> {
    if (this.#session) return Promise.resolve(this.#session);
    return (this.#opening ??= this.#open().finally(() => (this.#opening = undefined)));
  }

  /** From now on it is attached: to a session that is open. */
  attach(): void {
    this.#isAttached = true;
  }

  /** Forgets the session. @returns the one that there was */
  letGo(): InspectorSession | undefined {
    const session = this.#session;
    this.#session = undefined;
    this.#isAttached = false;
    this.#skips = false;
    return session;
  }

  /** Lets the runtime pass every stop, or none. */
  async skip(session: InspectorSession, skip: boolean): Promise<void> {
    if (this.#skips === skip) return;
    this.#skips = skip;
    await session.post("Debugger.setSkipAllPauses", { skip });
  }

  /** Forgets the handles of a group in the runtime. */
  release(group: string): void {
    this.#session?.release(group);
  }

  async #open(): Promise<InspectorSession> {
    const { port: open, received, lost } = this.#options;
    const port = await open();
    const session = new InspectorSession(port);
    port.onEvent((method, params) => {
      if (this.#session === session || this.#opening) received(session, method, params);
    });
    port.onClose(() => {
      if (this.#session === session) lost();
    });
    await session.open();
    this.#session = session;
    return session;
  }
}
