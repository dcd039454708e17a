import type { WireFrame } from "../wire/codec.ts";

/** The part of a ZeroMQ socket that the queue needs. */
export interface Sender {
  send(frames: WireFrame[]): Promise<void>;
}

/**
 * Sends one message after the other, each after the one before was accepted. ZeroMQ's binding
 * refuses a second send while one waits (EBUSY, after some 512 in one tick), and whoever does not
 * wait loses what came after.
 */
export class SendQueue {
  readonly #socket: Sender;
  readonly #onError: (error: Error) => void;
  #waiting: { frames: WireFrame[]; failed: ((error: Error) => void) | undefined }[] = [];
  #draining: Promise<void> | undefined;

  constructor(socket: Sender, onError: (error: Error) => void) {
    this.#socket = socket;
    this.#onError = onError;
  }

  /**
   * Queues a message; {@link flushed} tells when it is on the socket. `failed` is called in place of
   * the queue's own `onError` if this one cannot be sent.
   */
  push(frames: WireFrame[], failed?: (error: Error) => void): void {
    this.#waiting.push({ frames, failed });
    this.#draining ??= this.#drain();
  }

  /** Resolves once everything pushed so far was accepted by the socket. Never rejects. */
  async flushed(): Promise<void> {
    await this.#draining;
  }

  async #drain(): Promise<void> {
    // Yield first, so that `#draining` is set before the loop can end.
    await undefined;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      for (const { frames, failed } of batch) {
        try {
          await this.#socket.send(frames);
        } catch (error) {
          (failed ?? this.#onError)(error as Error);
        }
      }
    }
    this.#draining = undefined;
  }
}
